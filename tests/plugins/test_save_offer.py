"""The strategy save_offer."""

from datetime import timedelta
from typing import Any

import pytest

from retention_plugins.save_offer import SaveOffer
from retention_sdk import (
    Action,
    CancelReason,
    CancelRequest,
    CancelSession,
    CreateTask,
    Customer,
    DiscountSubscription,
    MintedOffer,
    Offer,
    OfferDeclined,
    PauseSubscription,
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
    offer = only(asked(SaveOffer(max_discount_percent=20, cycles=2), "price", price=eur("14.99")), Offer)
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
    """Any other reason can bring any offer, or nothing at all."""
    save = SaveOffer(for_other="pause", for_price="skip", for_moving="nothing", pause_days=60, deliveries=2)
    assert only(asked(save, "other"), Offer).actions == (PauseSubscription("s-1", timedelta(days=60)),)
    assert only(asked(save, "price"), Offer).actions == (SkipDelivery("s-1", 2),)
    assert not asked(save, "moving")
    assert not asked(SaveOffer(), "other")
    assert not asked(SaveOffer(max_discount_percent=0), "price")


def test_nothing_without_a_subscription() -> None:
    """A request that names no subscription brings no offer."""
    assert not asked(SaveOffer(), "price", subscription="")


@pytest.mark.parametrize(("days", "offered"), [(1, False), (179, False), (180, True)])
def test_the_cooldown(days: int, offered: bool) -> None:
    """Asking again does not bring another offer before the cooldown is over."""
    assert bool(asked(SaveOffer(), "price", customer(state={"offered_at": ago(days).isoformat()}))) is offered


@pytest.mark.parametrize(("settings", "called"), [({}, False), ({"call_after_days": 365}, True)])
def test_a_call_to_those_of_long_standing(settings: dict[str, Any], called: bool) -> None:
    """Where the merchant wants it, those of long standing are called too, after the offer."""
    calls: list[Any]
    offer, *calls, _ = asked(SaveOffer(**settings), "price", customer(first_at=ago(365)))
    assert isinstance(offer, Offer)
    assert [call.kind for call in calls] == ["create_task"] * called
    assert not [
        a for a in asked(SaveOffer(**settings), "price", customer(first_at=ago(364))) if a.kind == "create_task"
    ]


@pytest.mark.parametrize("reason", list(CancelReason))
def test_every_reason_is_answered_without_failing(reason: CancelReason) -> None:
    """No reason of the SDK is unknown here, and no more than two rungs are offered."""
    assert len(asked(SaveOffer(call_after_days=0), reason, customer(first_at=ago(1)))) <= 3


def declined(save: SaveOffer, *, screens: int = 1, title: str = "30 % off the next 3 periods") -> list[Action]:
    """The answer to the decline of the only offer of a session."""
    minted = MintedOffer("k-1", "save_offer", Offer(title, []), NOW)
    session = CancelSession(
        id="r", customer="c", subscription="s-1", opened_at=NOW, changed_at=NOW, offers=(minted,), screens=screens
    )
    event = OfferDeclined(id="d", customer="c", occurred_at=NOW, session="r", offer="k-1")
    return list(save.on_offer_declined(event, Customer("c", standing=Standing(sessions=(session,)))))


def test_what_is_offered_then() -> None:
    """Who declines is offered something else, once, and not the same again; by default nothing."""
    assert only(declined(SaveOffer(then="pause")), Offer).actions == (PauseSubscription("s-1", timedelta(days=30)),)
    assert declined(SaveOffer()) == []
    assert declined(SaveOffer(then="pause"), screens=2) == []
    assert declined(SaveOffer(then="discount")) == []
