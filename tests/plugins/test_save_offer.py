"""The strategy save_offer."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from retention_plugins.parts.alternatives import Alternative
from retention_plugins.parts.saving import Rule
from retention_plugins.save_offer import SaveOffer
from retention_sdk import (
    Action,
    BadValue,
    CancelledDirectly,
    CancelReason,
    CancelRequest,
    CancelSession,
    CancelSurveyed,
    ChangePlan,
    CreateTask,
    Customer,
    DiscountSubscription,
    ExtendService,
    FreeItem,
    History,
    IssueCoupon,
    MintedOffer,
    Money,
    Occasion,
    Offer,
    OfferAccepted,
    OfferDeclined,
    OfferFailed,
    PauseSubscription,
    Profile,
    SendMessage,
    SkipDelivery,
    Standing,
)
from tests.plugins.build import NOW, ago, customer, eur, memory, only


def asked(save: SaveOffer, reason: str, who: Customer | None = None, **more: Any) -> list[Action]:
    """The answer to a cancel request."""
    event = CancelRequest(
        **{"id": "r", "customer": "c", "occurred_at": NOW, "subscription": "s-1", "reason": reason, **more}
    )
    return list(save.on_cancel_request(event, who or customer()))


@pytest.mark.parametrize(
    ("reason", "action"),
    [
        ("price", DiscountSubscription("s-1", 30, 3)),
        ("competitor", DiscountSubscription("s-1", 30, 3)),
        ("not_using", SkipDelivery("s-1", 1)),
        ("temporary", PauseSubscription("s-1", timedelta(days=30))),
        ("moving", PauseSubscription("s-1", timedelta(days=30))),
    ],
)
def test_the_offer_answers_the_reason(reason: str, action: Action) -> None:
    """Each reason has its own offer, open for a week, and the time of it is remembered."""
    actions = asked(SaveOffer(), reason)
    offer = only(actions, Offer)
    assert offer.actions == (action,)
    assert offer.valid_for == timedelta(days=7)
    assert offer.reason == f"wants to leave: {reason.replace('_', ' ')}"
    assert memory(actions) == {"offered_at": NOW.isoformat()}


def test_the_discount_and_its_cost() -> None:
    """The discount is the one that the merchant allows; all its periods cost, where the price is known."""
    offer = only(
        asked(
            SaveOffer(offers={"discount": Alternative(kind="discount", percent=20, cycles=2)}),
            "price",
            price=eur("14.99"),
        ),
        Offer,
    )
    assert offer.actions == (DiscountSubscription("s-1", 20, 2, cost=eur("5.99")),)
    assert offer.cost == eur("5.99")
    assert offer.title == "20 % off the next 2 periods"
    assert only(asked(SaveOffer(), "price"), Offer).cost is None


@pytest.mark.parametrize("reason", ["technical", "service"])
def test_what_is_broken_is_mended(reason: str) -> None:
    """A technical or service reason opens recovery: an apology and a task for support, and nothing else."""
    apology, task = asked(SaveOffer(), reason, text="it will not start", price=eur(15))
    assert isinstance(apology, SendMessage)
    assert (apology.template, apology.purpose) == ("apology", "service")
    assert isinstance(task, CreateTask)
    assert (task.role, task.due) == ("support", timedelta(days=1))
    assert "it will not start" in task.script


def test_recovery_knows_no_cooldown() -> None:
    """What is broken is mended, offer or not."""
    assert asked(SaveOffer(), "technical", customer(state={"offered_at": ago(1).isoformat()}))


def test_the_merchant_chooses() -> None:
    """Rules of the merchant's own take the place of ours; what no rule fits, or an empty one, brings nothing."""
    longer = Alternative(kind="pause", days=60)
    rules = (
        Rule(reasons=(CancelReason.OTHER,), offers=("longer",)),
        Rule(reasons=(CancelReason.PRICE,), offers=("skip",)),
        Rule(reasons=(CancelReason.MOVING,)),
    )
    save = SaveOffer(rules=rules, offers={"longer": longer, "skip": Alternative(kind="skip", deliveries=2)})
    assert only(asked(save, "other"), Offer).actions == (PauseSubscription("s-1", timedelta(days=60)),)
    assert only(asked(save, "price"), Offer).actions == (SkipDelivery("s-1", 2),)
    assert not asked(save, "moving")
    assert not asked(save, "temporary")
    assert not asked(SaveOffer(), "other")


GOLD = Rule(reasons=(CancelReason.PRICE,), tiers=("gold",), offers=("pause",))
OLD = Rule(reasons=(CancelReason.PRICE,), customer_days=365, offers=("skip",))
DEAR = Rule(reasons=(CancelReason.PRICE,), price_from=eur(50), price_below=eur(100), offers=("call",))
STAFF = Rule(tags=("staff",))
MANY = Rule(orders=3, offers=("discount",))
SAVE = SaveOffer(rules=(STAFF, GOLD, OLD, DEAR, MANY))


@pytest.mark.parametrize(
    ("who", "price", "action"),
    [
        ({"tier": "gold", "first_at": ago(400)}, None, "pause_subscription"),
        ({"tier": "gold", "tags": frozenset({"staff"})}, None, None),
        ({"tier": "silver", "first_at": ago(365)}, None, "skip_delivery"),
        ({"first_at": ago(364)}, None, None),
        ({"first_at": ago(1)}, eur(50), "create_task"),
        ({"first_at": ago(1)}, eur(100), None),
        ({}, eur("49.99"), None),
        ({}, Money.of(60, "USD"), None),
    ],
)
def test_by_reason_and_segment(who: dict[str, Any], price: Any, action: str | None) -> None:
    """The first rule that fits counts, whatever the later ones have: also one that offers nothing."""
    offers = [one for one in asked(SAVE, "price", customer(**who), price=price) if isinstance(one, Offer)]
    assert [one.actions[0].kind for one in offers] == ([action] if action else [])


def test_by_the_number_of_orders() -> None:
    """A rule that names no reason fits every one."""
    buyer = evolve(customer(), standing=Standing(history=History(orders=3)))
    assert only(asked(SAVE, "other", buyer), Offer)
    assert not asked(SAVE, "other", evolve(buyer, standing=Standing(history=History(orders=2))))


@pytest.mark.parametrize(
    ("alternative", "action", "titles"),
    [
        (
            Alternative(kind="discount", percent=50, cycles=1),
            DiscountSubscription("s-1", 50, 1, cost=eur(5)),
            ("50 % off the next period", "sleva 50 % na příští období"),
        ),
        (
            Alternative(kind="plan", plan="small"),
            ChangePlan("s-1", "small"),
            ("a change to the plan small", "přechod na tarif small"),
        ),
        (
            Alternative(kind="gift", sku="mug", days=14, cost=eur(4)),
            IssueCoupon(FreeItem("mug"), valid_for=timedelta(days=14), cost=eur(4)),
            ("1 × mug free", ""),
        ),
        (
            Alternative(kind="service", days=14),
            ExtendService("s-1", timedelta(days=14)),
            ("14 days free of charge", "14 dní zdarma"),
        ),
        (
            Alternative(kind="skip", deliveries=2),
            SkipDelivery("s-1", 2),
            ("the next 2 deliveries skipped", "vynechání příštích 2 dodávek"),
        ),
    ],
    ids=lambda one: one.kind if isinstance(one, Alternative) else "",
)
def test_what_can_be_offered(alternative: Alternative, action: Action, titles: tuple[str, str]) -> None:
    """Each kind promises its action, and says so in the customer's language; a title of the merchant's goes before."""
    save = SaveOffer(rules=(Rule(offers=("it",)),), offers={"it": alternative})
    for locale, title in zip(("en", "cs_CZ"), titles, strict=True):
        offer = only(asked(save, "price", customer(profile=Profile(locale=locale)), price=eur(10)), Offer)
        assert offer.actions == (action,)
        assert not title or offer.title == title
    own = SaveOffer(rules=(Rule(offers=("it",)),), offers={"it": evolve(alternative, title={"en": "ours"})})
    assert only(asked(own, "price"), Offer).title == "ours"


def test_a_person() -> None:
    """Whoever wants it is called; nobody is called who did not say so."""
    offer = only(asked(SaveOffer(rules=(Rule(offers=("call",)),)), "price"), Offer)
    (task,) = offer.actions
    assert isinstance(task, CreateTask)
    assert (task.role, task.due, offer.title) == ("agent", timedelta(days=1), "a call from one of us")


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        (Rule(offers=("gift",)), "rules has the offer 'gift'; there are discount, pause, skip, call"),
        (Rule(offers=("skip", "pause", "call")), "write 2 of different kinds at most"),
        (Rule(offers=("skip", "skip")), "write 2 of different kinds at most"),
        (Rule(reasons=(CancelReason.SERVICE,), offers=("skip",)), "what is broken is mended"),
    ],
)
def test_rules_that_cannot_be(rule: Rule, error: str) -> None:
    """Two screens of different kinds are the most, and no offer answers what is broken."""
    with pytest.raises(BadValue, match=error):
        SaveOffer(rules=(rule,))
    with pytest.raises(BadValue, match="sku is missing"):
        Alternative(kind="gift")


def test_nothing_without_a_subscription() -> None:
    """A request that names no subscription brings no offer."""
    assert not asked(SaveOffer(), "price", subscription="")


@pytest.mark.parametrize(("days", "offered"), [(1, False), (179, False), (180, True)])
def test_the_cooldown(days: int, offered: bool) -> None:
    """Asking again does not bring another offer before the cooldown is over."""
    assert bool(asked(SaveOffer(), "price", customer(state={"offered_at": ago(days).isoformat()}))) is offered


@pytest.mark.parametrize("reason", list(CancelReason))
def test_every_reason_is_answered_without_failing(reason: CancelReason) -> None:
    """No reason of the SDK is unknown here, and one offer is made at a time."""
    assert len(asked(SaveOffer(), reason, customer(first_at=ago(1)))) <= 2


def session(*offers: Offer, screens: int = 1, **more: Any) -> CancelSession:
    """A session in which something was offered, of somebody who finds it too dear."""
    minted = tuple(MintedOffer(f"k-{place}", "save_offer", offer, NOW) for place, offer in enumerate(offers, 1))
    fields = {"id": "r", "customer": "c", "subscription": "s-1", "reason": "price", "price": eur(10), **more}
    return CancelSession(opened_at=NOW, changed_at=NOW, offers=minted, screens=screens, **fields)


def told(*sessions: CancelSession, **state: Any) -> Customer:
    """A customer with sessions."""
    return Customer("c", standing=Standing(sessions=sessions), state=state)


OFF = Offer("30 % off", [DiscountSubscription("s-1", 30, 3)])


def declined(save: SaveOffer, screens: int = 1, **state: Any) -> list[Action]:
    """The answer to the decline of the only offer of a session."""
    event = OfferDeclined(id="d", customer="c", occurred_at=NOW, session="r", offer="k-1")
    return list(save.on_offer_declined(event, told(session(OFF, screens=screens), **state)))


def test_what_is_offered_then() -> None:
    """Who declines is offered something of another kind, once, cooldown or not."""
    assert only(declined(SaveOffer()), Offer).actions == (PauseSubscription("s-1", timedelta(days=30)),)
    assert only(declined(SaveOffer(), offered_at=NOW.isoformat()), Offer)
    assert declined(SaveOffer(), screens=2) == []
    assert declined(SaveOffer(rules=(Rule(offers=("discount",)),))) == []
    assert declined(SaveOffer(), had={"pause_subscription": ago(9).isoformat()}) == []


def test_a_reason_that_is_told_later() -> None:
    """It is answered like one that came with the request, where nothing was offered yet; what is broken is mended."""

    def surveyed(one: CancelSession, reason: str = "price") -> list[Action]:
        event = CancelSurveyed(id="v", customer="c", occurred_at=NOW, session="r", reason=reason)  # type: ignore[arg-type]
        return list(SaveOffer().on_cancel_surveyed(event, told(one)))

    assert only(surveyed(session(screens=0)), Offer).actions == (DiscountSubscription("s-1", 30, 3, cost=eur(9)),)
    assert surveyed(session(OFF)) == []
    assert [action.kind for action in surveyed(session(OFF), "technical")] == ["send_message", "create_task"]
    assert surveyed(session(screens=0, reason="service"), "technical") == [], "it is mended already"


def accepted(save: SaveOffer, offer: Offer = OFF) -> dict[str, Any]:
    """What is remembered of an offer that was accepted."""
    event = OfferAccepted(id="t", customer="c", occurred_at=NOW, session="r", offer="k-1")
    return memory(list(save.on_offer_accepted(event, told(session(offer)))))


def test_nothing_is_offered_again_that_was_had() -> None:
    """Who had a discount within a year is offered what comes next, or nothing."""
    state = accepted(SaveOffer())
    again = asked(SaveOffer(), "price", told(**state), occurred_at=NOW + timedelta(days=200))
    assert only(again, Offer).actions == (PauseSubscription("s-1", timedelta(days=30)),)
    assert not asked(SaveOffer(), "competitor", told(**state), occurred_at=NOW + timedelta(days=200))
    later = asked(SaveOffer(), "competitor", told(**state), occurred_at=NOW + timedelta(days=366))
    assert only(later, Offer)


def occasion(save: SaveOffer, who: Customer) -> list[Action]:
    """The answer to the time of a notice."""
    ((at, name),) = save.occasions(who, NOW)
    event = Occasion(id="o", customer="c", occurred_at=at, plugin="save_offer", name=name)
    return list(save.on_occasion(event, who))


def test_the_end_of_a_discount_is_announced() -> None:
    """Before the price goes up the customer is told, since the law wants it; once, and after an outage too."""
    save = SaveOffer(notice_days=7, period_days=30)
    who = told(session(OFF, accepted="k-1", state="applied"), **accepted(save))
    ((at, name),) = save.occasions(who, NOW)
    assert (at, name) == (NOW + timedelta(days=83), "r")
    message, forget = occasion(save, who)
    assert isinstance(message, SendMessage)
    assert (message.template, message.purpose) == ("discount_ends", "service")
    assert message.data == {"ends": "2026-06-08", "percent": 30}
    assert memory([forget]) == {"ends": None}
    ((late, _),) = save.occasions(who, at + timedelta(days=5))
    assert at + timedelta(days=5) < late <= at + timedelta(days=6)
    assert list(save.occasions(who, at + timedelta(days=8))) == []
    pause = Offer("a pause", [PauseSubscription("s-1", timedelta(days=30))])
    assert list(save.occasions(told(**accepted(save, pause)), NOW)) == []


def test_nobody_is_told_of_a_discount_that_there_is_not() -> None:
    """Not who left since, not where the platform could not do it, and not where the offer was not given after all."""
    save = SaveOffer()
    state = accepted(save)
    taken = session(OFF, accepted="k-1")
    other = session(id="r-2", screens=0)
    failed = OfferFailed(id="f", customer="c", occurred_at=NOW, session="r")
    assert memory(list(save.on_offer_failed(failed, told(taken, **state)))) == {"ends": None}
    left = CancelledDirectly(id="l", customer="c", occurred_at=NOW, session="r-2")
    assert memory(list(save.on_cancelled_directly(left, told(taken, other, **state)))) == {"ends": None}
    assert [action.kind for action in occasion(save, told(session(OFF), **state))] == ["remember"]


def test_in_words() -> None:
    """A merchant reads who is offered what."""
    rules = (Rule(tags=("staff",)), Rule(reasons=(CancelReason.PRICE,), tiers=("gold",), offers=("discount", "call")))
    first, second, *_ = SaveOffer(rules=rules).in_words()
    assert first == "Who leaves (any reason, tag staff) is offered nothing."
    assert second == (
        "Who leaves (price, tier gold) is offered 30 % off the next 3 periods, then a call from one of us."
    )
