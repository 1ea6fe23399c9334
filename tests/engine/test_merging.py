"""Two customers who turn out to be one: merging, and what their ids lead to afterwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    BadValue,
    Birthday,
    Consent,
    Credit,
    CustomersMerged,
    EventConflict,
    IssueCoupon,
    PercentOff,
    Profile,
    Refund,
    SignUp,
)
from retention_sdk.store.outbox import STANDING
from tests.audit import audit
from tests.build import START, Does, after, eur, gives, opened, order, rows, visit
from tests.engine.leaving import leaving, session
from tests.engine.leaving import shop as leaving_shop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Decision, Engine

PLUGINS: dict[str, Any] = {
    "points": {"rate": 1},
    "punch_card": {"sku": "beans", "stamps": 3},
    "birthday_gift": {"member_days": 0},
    "welcome": {"points": 50},
}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine with strategies that give once."""
    with opened(database_url, plugins=PLUGINS, messages={"consent": False}) as engine:
        yield engine
        assert audit(engine) == []


def lived(customer: str, day: int) -> list[Any]:
    """What a customer did: signed up, bought two and had a birthday."""
    return [
        SignUp(id=f"s-{customer}", customer=customer, occurred_at=after(day)),
        order(f"o-{customer}", customer, 20, after(day + 1), quantity=2),
        Birthday(id=f"b-{customer}", customer=customer, occurred_at=after(9)),
    ]


def wallets(engine: Engine, customer: str) -> dict[str, int]:
    """What a customer can spend."""
    return {unit: wallet.available for unit, wallet in sorted(engine.customer(customer).wallets.items())}


def stands(engine: Engine) -> list[str]:
    """What is in the outbox and was not taken back."""
    return sorted(f"{row.plugin} {row.kind}" for row in rows(engine, "outbox") if row.status in STANDING)


def told(decision: Decision) -> list[tuple[str, str, int, bool]]:
    """What a decision takes back and gives."""
    return [(one.plugin, one.action.kind, one.units, one.stands) for one in decision.reversals]


def test_two_histories_become_one(engine: Engine) -> None:
    """One welcome and one birthday gift stay, two half cards are a full one, and the decision says so."""
    engine.handle_many([*lived("ann", 1), *lived("bea", 4)])
    merged = engine.merge("ann", "bea", at=after(10))
    assert wallets(engine, "ann") == {"points": 90, "stamps": 1}
    assert stands(engine) == [
        "birthday_gift issue_coupon",
        "birthday_gift send_message",
        "punch_card issue_coupon",
        "welcome send_message",
        "welcome tag",
    ]
    assert told(merged) == [
        ("welcome", "send_message", 0, False),
        ("welcome", "credit", 50, False),
        ("birthday_gift", "send_message", 0, False),
        ("birthday_gift", "issue_coupon", 0, False),
        ("punch_card", "debit", 3, True),
        ("punch_card", "issue_coupon", 0, True),
    ]
    assert "Now gives what punch_card did: issue a coupon" in merged.explain()
    assert "Takes back 50 points of welcome." in merged.explain()


def test_the_old_id_leads_to_the_survivor(engine: Engine) -> None:
    """Whatever names the old id is the survivor's, and answers as the caller knows the customer."""
    first = engine.handle_many(lived("bea", 1))
    engine.merge("ann", "bea", at=after(10))
    assert engine.customer("bea") == engine.customer("ann")
    assert engine.customer("bea").standing.merged == {"bea"}
    assert engine.handle_many(lived("bea", 1)) == first
    late = order("o-2", "bea", 5, after(20))
    decision = engine.handle(late)
    assert decision.event == late
    assert decision == engine.handle(late)
    assert decision == engine.preview(late)
    assert wallets(engine, "ann") == {"points": 75, "stamps": 0}
    engine.handle(Refund(id="r-1", customer="bea", occurred_at=after(21), order="o-2"))
    engine.handle(Refund(id="r-2", customer="ann", occurred_at=after(22), order="o-bea"))
    assert wallets(engine, "ann") == {"points": 50, "stamps": 0}


def test_a_fact_is_the_same_under_either_id(engine: Engine) -> None:
    """A platform tells an old order again under the new id: that is no conflict, and another order is."""
    engine.handle(order("o-1", "bea", 5))
    first = order("o-1", "ann", 5)
    with pytest.raises(EventConflict):
        engine.handle(first)
    engine.merge("ann", "bea", at=after(10))
    assert engine.handle(first).actions == engine.handle(order("o-1", "bea", 5)).actions
    with pytest.raises(EventConflict):
        engine.handle(order("o-1", "ann", 6))
    new = order("o-2", "bea", 5, after(20))
    assert [one.actions for one in engine.handle_many([new, order("o-2", "ann", 5, after(20))])] == [
        engine.handle(new).actions,
        engine.handle(new).actions,
    ]
    assert wallets(engine, "ann")["points"] == 10


def test_a_late_fact_of_either(engine: Engine) -> None:
    """What happened before the merge and comes after it is put in its place, under whichever id it comes."""
    engine.handle_many([*lived("ann", 3), *lived("bea", 4)])
    engine.merge("ann", "bea", at=after(10))
    engine.handle(order("o-3", "bea", 10, after(0)))
    engine.handle(order("o-4", "ann", 10, after(2)))
    assert wallets(engine, "ann") == {"points": 110, "stamps": 0}
    assert stands(engine).count("punch_card issue_coupon") == 2


def test_merging_again(engine: Engine) -> None:
    """A merge that is told again changes nothing and answers the same; one from elsewhere says that it was known."""
    engine.handle_many([*lived("ann", 1), *lived("bea", 4)])
    merged = engine.merge("ann", "bea", at=after(10))
    before = rows(engine, "events"), rows(engine, "movements")
    assert engine.merge("ann", "bea") == merged
    assert (rows(engine, "events"), rows(engine, "movements")) == before
    hook = CustomersMerged(id="hook-1", customer="ann", other="bea", occurred_at=after(11), source="shop")
    decision = engine.handle(hook)
    assert [note.code for note in decision.notes] == ["already_merged"]
    assert decision.reversals == ()
    assert engine.handle(hook) == decision
    assert engine.merge("ann", "bea") == merged
    with pytest.raises(EventConflict):
        engine.handle(order("hook-1", "ann", source="shop"))
    engine.merge("cleo", "dan")
    with pytest.raises(EventConflict):
        engine.handle(CustomersMerged(id="hook-1", customer="cleo", other="dan", occurred_at=after(1), source="shop"))


def test_chains(engine: Engine) -> None:
    """Each id of a chain leads to its end, and merging somebody who was merged merges whom they lead to."""
    engine.handle_many([event for number, name in enumerate("abcd") for event in lived(name, number + 1)])
    first = engine.merge("b", "a", at=after(10))
    engine.merge("c", "b", at=after(10))
    engine.merge("d", "a", at=after(10))
    assert {engine.customer(name).id for name in "abcd"} == {"d"}
    assert engine.customer("a").standing.merged == {"a", "b", "c"}
    assert wallets(engine, "a") == {"points": 130, "stamps": 2}
    assert stands(engine).count("birthday_gift issue_coupon") == 1
    assert engine.merge("b", "a") == first
    assert {row.latest for row in rows(engine, "customers") if row.turn < 0} == {'"d"'}


def test_no_circles(engine: Engine) -> None:
    """Nobody is merged with themselves, nor with somebody who leads to them."""
    engine.handle_many([*lived("ann", 1), *lived("bea", 4)])
    with pytest.raises(BadValue, match="cannot be merged with themselves"):
        engine.merge("ann", "ann")
    engine.merge("ann", "bea", at=after(10))
    with pytest.raises(BadValue, match="'ann' is who 'bea' was merged into"):
        engine.merge("bea", "ann")


@pytest.mark.parametrize("known", ["ann", "bea", ""])
def test_somebody_who_is_not_known(engine: Engine, known: str) -> None:
    """A platform may tell of a merge before anything else; what comes later is the survivor's."""
    engine.handle_many(lived(known, 1) if known else [])
    merged = engine.merge("ann", "bea", at=after(10))
    assert not merged.reversals
    engine.handle(order("o-9", "bea", 10, after(20)))
    assert wallets(engine, "ann")["points"] == (80 if known else 10)
    assert [row.customer for row in rows(engine, "events") if row.customer != "ann"] == []


def test_a_preview(engine: Engine) -> None:
    """What a merge would take back can be seen before, and nothing is changed by looking."""
    engine.handle_many([*lived("ann", 1), *lived("bea", 4)])
    before = {table: rows(engine, table) for table in ("customers", "events", "lots", "outbox", "wallets")}
    seen = engine.preview(CustomersMerged(id="m", customer="ann", other="bea", occurred_at=after(10)))
    assert {table: rows(engine, table) for table in before} == before
    assert told(seen) == told(engine.merge("ann", "bea", at=after(10)))
    again = engine.preview(CustomersMerged(id="m", customer="bea", other="cleo", occurred_at=after(10)))
    assert again.reversals == ()


def test_profiles(engine: Engine) -> None:
    """The survivor's fields win where both know one; of consents the later word counts, and no where none is later."""

    def signed(customer: str, day: int, consents: list[Consent], **more: Any) -> SignUp:
        profile = Profile(consents=consents, **more)
        return SignUp(id=customer, customer=customer, occurred_at=after(day), profile=profile)

    def word(channel: str, day: int | None, *, given: bool) -> Consent:
        return Consent(channel=channel, given=given, at=None if day is None else after(day))

    ann = [word("email", None, given=True), word("sms", 5, given=True), word("post", 5, given=False)]
    bea = [word("email", 2, given=False), word("sms", 4, given=False), word("post", 6, given=True)]
    engine.handle(signed("ann", 1, ann, email="ann@example.com"))
    engine.handle(signed("bea", 2, [*bea, word("phone", None, given=False)], email="bea@example.com", name="Bea"))
    engine.merge("ann", "bea", at=after(10))
    profile = engine.customer("ann").profile
    assert (profile.email, profile.name) == ("ann@example.com", "Bea")
    assert {one.channel: one.given for one in profile.consents} == {
        "email": False,
        "phone": False,
        "post": True,
        "sms": True,
    }
    engine.handle(visit("v", "bea", after(0), profile=Profile(email="late@example.com")))
    assert engine.customer("ann").profile.email == "ann@example.com"
    engine.handle(visit("w", "bea", after(20), profile=Profile(email="new@example.com")))
    assert engine.customer("ann").profile.email == "new@example.com"


def test_amounts_of_money_are_settled(database_url: str) -> None:
    """What both were given stays given, though it is more than one may have; from then on it counts for one."""
    coupon = IssueCoupon(PercentOff(10), cost=eur(6))
    limits = {"monthly_budget": "100 EUR", "per_customer": {"amount": "10 EUR", "days": 90}}
    with opened(database_url, {"gift": gives(coupon)}, limits=limits) as engine:
        engine.handle_many([visit("v-1", "ann"), visit("v-2", "bea", after(1))])
        merged = engine.merge("ann", "bea", at=after(2))
        assert merged.reversals == ()
        refused = engine.handle(visit("v-3", "bea", after(3)))
        assert [one.code for one in refused.refusals] == ["over_customer_limit"]
        assert {row.amount for row in rows(engine, "counters")} == {1200}
        assert audit(engine) == []


def test_a_strategy_may_answer(database_url: str) -> None:
    """The hook is asked once, about the customer as both have made them."""
    from retention_sdk import hookimpl

    class Greets(Does):
        """Thanks whoever has merged."""

        @hookimpl
        def on_customers_merged(self, event: CustomersMerged, customer: Any) -> list[Any]:
            """Gives a point an order."""
            return [Credit("points", customer.history.orders, reason=event.other)]

    with opened(database_url, {"greets": Greets(gives())}) as engine:
        engine.handle_many([order("o-1", "ann"), order("o-2", "bea", at=after(1))])
        assert [action.kind for action in engine.merge("ann", "bea", at=after(2)).actions] == ["credit"]
        assert wallets(engine, "ann") == {"points": 2}
        assert audit(engine) == []


def test_an_offer_that_was_made_before(database_url: str) -> None:
    """A token that the old id was handed is good for the survivor, once, whoever is logged in."""
    with leaving_shop(database_url) as engine:
        engine.handle(leaving(customer="bea"))
        (offer,) = engine.offers(session(engine, customer="bea"), at=after(minutes=1))
        engine.merge("ann", "bea", at=START)
        accepted = engine.accept(offer.token, customer="ann", at=after(minutes=2))
        assert [action.kind for action in accepted.actions] == ["discount_subscription"]
        assert engine.accept(offer.token, customer="bea", at=after(minutes=3)) == accepted
        assert engine.cancel_directly("x-1", "bea", at=after(minutes=4)).event.customer == "ann"
        assert audit(engine) == []


def test_a_failure_of_before(database_url: str) -> None:
    """A strategy that had failed on the old id's order is asked again about the survivor."""
    sick = [True]

    def answer(event: Any, customer: Any) -> list[Any]:
        if sick:
            raise RuntimeError
        return [Credit("points", 5, reason=f"{event.customer} {customer.id}")]

    with opened(database_url, {"gift": answer}) as engine:
        engine.handle(order("o-1", "bea"))
        engine.merge("ann", "bea", at=after(1))
        sick.clear()
        (retried,) = engine.retry_failures()
        assert [action.reason for action in retried.actions] == ["ann ann"]
        assert wallets(engine, "bea") == {"points": 5}
        assert audit(engine) == []


def test_in_a_batch(engine: Engine) -> None:
    """A merge among other events counts from its place on, and an error in its place is one's own."""
    merge = CustomersMerged(id="m", customer="ann", other="bea", occurred_at=after(10))
    circle = CustomersMerged(id="n", customer="bea", other="ann", occurred_at=after(10))
    results = list(engine.results([*lived("bea", 1), merge, circle, order("o-9", "bea", 10, after(20))]))
    assert [type(one).__name__ for one in results] == ["Decision"] * 4 + ["BadValue", "Decision"]
    assert wallets(engine, "ann") == {"points": 80, "stamps": 0}


def test_while_both_buy(engine: Engine) -> None:
    """Sixteen threads buy as either of them while they are merged, both ways round: nothing is lost or given twice."""
    orders = [order(f"o-{number}", "ab"[number % 2], 10, after(0, minutes=number)) for number in range(60)]

    def buy(part: int) -> None:
        for one in orders[part::15]:
            engine.handle(one)

    def merge(pair: str) -> str:
        try:
            return type(engine.merge(pair[0], pair[1], at=after(3))).__name__
        except BadValue as error:
            return type(error).__name__

    with ThreadPoolExecutor(17) as pool:
        bought = [pool.submit(buy, part) for part in range(15)]
        merged = [pool.submit(merge, pair) for pair in ("ab", "ba")]
        assert sorted(one.result() for one in merged) == ["BadValue", "Decision"]
        assert [one.result() for one in bought] == [None] * 15
    assert engine.customer("a").id == engine.customer("b").id
    assert wallets(engine, "a") == {"points": 600, "stamps": 0}
    assert stands(engine) == ["punch_card issue_coupon"] * 20
    assert engine.customer("a").history.last_at == after() + timedelta(minutes=59)


def test_a_claim_takes_nobody_from_somebody_else(database_url: str) -> None:
    """Who claims what is another customer's by now gets nothing, and that customer stays who they are."""

    def claim(customer: str, day: int, other: str = "guest") -> CustomersMerged:
        return CustomersMerged(id=f"m-{customer}", customer=customer, other=other, occurred_at=after(day), claim=True)

    with opened(database_url, plugins={"points": {"rate": 1}}) as engine:
        engine.handle_many([order("o-1", "guest"), order("o-2", "old"), order("o-3", "new")])
        assert engine.handle(claim("old", 2)).notes == ()
        first = engine.handle(claim("new", 3))
        assert [note.code for note in first.notes] == ["claimed_before"]
        assert engine.handle(claim("new", 3)) == first
        assert [engine.customer(id).wallet("points").available for id in ("guest", "old", "new")] == [20, 20, 10]
        engine.merge("last", "new", at=after(4))
        assert engine.handle(claim("new", 3)).notes == first.notes
        engine.merge("guest-2", "last", at=after(5))
        known = engine.handle(claim("last", 6, other="guest-2"))
        assert [note.code for note in known.notes] == ["already_merged"]
        assert audit(engine) == []
