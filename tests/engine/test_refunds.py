"""Refunds through the engine: what an order gave is taken back, whatever happened in between."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    Action,
    AmountOff,
    Birthday,
    Credit,
    CurrencyMismatch,
    Customer,
    Debit,
    Dispute,
    Engine,
    Event,
    EventConflict,
    IssueCoupon,
    Line,
    Money,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Purchase,
    Refund,
    RefundLine,
    Remember,
    Schedule,
    SetTier,
    Tag,
    Untag,
)
from retention_sdk.store.outbox import STANDING, WITHDRAWN
from tests.audit import audit, books
from tests.build import START, after, complaint, eur, gives, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

POINTS: dict[str, Any] = {"points": {"rate": 1}}
COUPON = IssueCoupon(AmountOff(eur(10)))
USD = Money.of(1, "USD")
HALF = {"lines": [RefundLine(sku="beans", quantity=1)]}
"""Of an order of two beans."""


def refund(id: str = "r-1", customer: str = "c", at: datetime = START + timedelta(days=5), **more: Any) -> Refund:
    """A refund of the order o-1, where no other is named."""
    return Refund(id=id, customer=customer, occurred_at=at, **{"order": "o-1", **more})


def about(kind: Callable[..., Event], id: str, day: int, **more: Any) -> Event:
    """Something else that happens to the order o-1."""
    return kind(id=id, customer="c", occurred_at=after(day), order="o-1", **more)


def points(engine: Engine, customer: str = "c") -> int:
    """The points that a customer can spend."""
    return engine.customer(customer).wallet("points").available


def told(decision: Any) -> list[str]:
    """The codes of what a person should know."""
    return [note.code for note in decision.notes]


def on_order(*actions: Action) -> Callable[..., list[Action]]:
    """What a strategy does that proposes the same for each order, and nothing for anything else."""
    return lambda event, _: list(actions) if isinstance(event, Purchase) else []


# the settings have changed since


def test_the_rate_was_doubled_since(database_url: str) -> None:
    """What is taken back is what was given then, not what would be given now."""
    with opened(database_url, plugins=POINTS) as engine:
        engine.handle(order(quantity=2, total=20))
    with opened(database_url, plugins={"points": {"rate": 2}}) as engine:
        engine.handle(order("o-2", total=10, at=after(1)))
        half = engine.handle(refund(**HALF))
        assert ([one.units for one in half.reversals], points(engine)) == ([10], 30)
        engine.handle(refund("r-2", at=after(6)))
        assert points(engine) == 20
        engine.handle(refund("r-3", at=after(7), order="o-2"))
        assert points(engine) == 0
        assert audit(engine) == []


@pytest.mark.parametrize("now", [{}, {"points": {"enabled": False}}], ids=["no section", "enabled = false"])
def test_a_strategy_that_was_switched_off_since(database_url: str, now: dict[str, Any]) -> None:
    """A strategy that is not enabled any more is asked with its settings of then, and shrinks exactly."""
    stamps = {"stamps": {"use": "punch_card", "free_sku": "mug", "stamps": 9}}
    with opened(database_url, plugins={**POINTS, **stamps}) as engine:
        engine.handle(order(quantity=2, total="19.99"))
    with opened(database_url, plugins=now) as engine:
        half = engine.handle(refund(**HALF))
        assert told(half) == []
        assert {unit: wallet.available for unit, wallet in engine.customer("c").wallets.items()} == {
            "points": 10,
            "stamps": 1,
        }
        engine.handle(refund("r-2", at=after(6)))
        assert points(engine) == 0
        assert audit(engine) == []


def test_a_strategy_that_is_gone(database_url: str) -> None:
    """What cannot be asked any more shrinks in proportion, units rounded down, and goes with the whole order."""
    with opened(database_url, {"miles": on_order(Credit("points", 5), COUPON)}) as engine:
        engine.handle(order(quantity=2, total=20))
    with opened(database_url) as engine:
        half = engine.handle(refund(**HALF))
        assert (told(half), points(engine)) == (["proportional"], 2)
        assert [row.status for row in rows(engine, "outbox")] == [0]
        engine.handle(refund("r-2", at=after(6)))
        assert points(engine) == 0
        assert [row.status for row in rows(engine, "outbox")] == [WITHDRAWN]
        assert audit(engine) == []


def test_a_strategy_that_is_gone_and_reopened(database_url: str) -> None:
    """An order that is reopened has all of it again, even where its strategy is gone."""
    with opened(database_url, {"miles": on_order(Credit("points", 5), COUPON)}) as engine:
        engine.handle(order())
    with opened(database_url) as engine:
        engine.handle(about(OrderCancelled, "x-1", 1))
        assert points(engine) == 0
        engine.handle(about(OrderReopened, "x-2", 2))
        assert points(engine) == 5
        assert [row.status for row in rows(engine, "outbox")] == [0]
        assert audit(engine) == []


def test_the_memory_of_a_strategy_that_is_gone(database_url: str) -> None:
    """What a strategy remembers of an order that is partly left is not forgotten while it is away."""
    remembers = on_order(Credit("points", 4), Remember({"seen": "o-1"}))
    shows = {"one": lambda _, customer: [Tag(f"saw-{customer.state.get('seen')}")]}
    with opened(database_url, {"one": remembers}) as engine:
        engine.handle(order(quantity=2))
    with opened(database_url) as engine:
        engine.handle(refund(**HALF))
    with opened(database_url, shows) as engine:
        assert engine.handle(visit(at=after(9))).actions == (Tag("saw-o-1"),)


# exactly once, whoever handles it


def refund_elsewhere(url: str) -> list[int]:
    """Refund the order in a process of its own."""
    with opened(url, plugins=POINTS) as engine:
        return [one.units for one in engine.handle(refund()).reversals]


def test_another_process(database_url: str) -> None:
    """A refund that another process handles takes back what this one gave, and this one answers the same for it."""
    with opened(database_url, plugins=POINTS) as engine:
        engine.handle(order())
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            assert pool.submit(refund_elsewhere, database_url).result(60) == [10]
        assert points(engine) == 0
        assert [one.units for one in engine.handle(refund()).reversals] == [10]
        assert points(engine) == 0
        assert audit(engine) == []


def test_two_engines(database_url: str) -> None:
    """Slices that two open engines handle in turn come to the same as one refund."""
    with opened(database_url, plugins=POINTS) as one, opened(database_url, plugins=POINTS) as other:
        one.handle(order(quantity=3, total=10))
        for number, engine in enumerate([other, one]):
            engine.handle(refund(f"r-{number}", at=after(number + 1), **HALF))
        assert points(one) == points(other) == 4 - 1  # the last unit of three that cost 10.00 is worth 3.33 or 3.34
        other.handle(refund("r-9", at=after(9), **HALF))
        assert points(one) == 0
        assert audit(one) == []


def test_after_a_restart(database_url: str) -> None:
    """A refund after a restart takes back what was given before it."""
    with opened(database_url, {"gift": on_order(COUPON)}, plugins=POINTS) as engine:
        engine.handle(order())
    with opened(database_url, {"gift": on_order(COUPON)}, plugins=POINTS) as engine:
        engine.handle(refund())
        assert points(engine) == 0
        assert [row.status for row in rows(engine, "outbox")] == [WITHDRAWN]
        assert audit(engine) == []


def test_redelivered(database_url: str) -> None:
    """A refund that is delivered again answers an equal decision and moves nothing: in a batch, after a restart."""
    with opened(database_url, plugins=POINTS) as engine:
        engine.handle(order(quantity=2, total=20))
        first, again = engine.handle_many([refund(**HALF), refund(**HALF)])
        assert first == again
        held = books(engine)
        assert engine.handle(refund(**HALF)) == engine.preview(refund(**HALF)) == first
        assert books(engine) == held
    with opened(database_url, plugins=POINTS) as engine:
        assert engine.handle(refund(**HALF)) == first
        assert points(engine) == 10
        assert audit(engine) == []


def test_another_body(database_url: str) -> None:
    """The id of a known refund with another body is a conflict, alone and in a batch, and nothing moves."""
    with opened(database_url, plugins=POINTS) as engine:
        engine.handle(order(quantity=2, total=20))
        engine.handle(refund(**HALF))
        held = books(engine)
        with pytest.raises(EventConflict):
            engine.handle(refund())
        with pytest.raises(EventConflict):
            engine.handle_many([refund(**HALF), refund()])
        with pytest.raises(EventConflict):
            engine.preview(refund())
        assert books(engine) == held


def test_a_preview(database_url: str) -> None:
    """A preview answers what handling will, reversals and all, and commits nothing."""
    with opened(database_url, {"gift": on_order(COUPON)}, plugins=POINTS) as engine:
        engine.handle(order(quantity=2, total=20))
        held = books(engine)
        for what in (refund(**HALF), refund(), refund(order=None), refund(order="o-9")):
            assert engine.preview(what) == engine.preview(what)
        assert books(engine) == held
        expected = engine.preview(refund(**HALF))
        assert engine.handle(refund(**HALF)) == expected
        assert engine.preview(refund("r-2", at=after(6))) == engine.handle(refund("r-2", at=after(6)))
        assert audit(engine) == []


# refused, or left to wait


@pytest.mark.parametrize(
    "event",
    [
        refund(amount=USD),
        refund(lines=[RefundLine(sku="beans", quantity=1, total=USD)]),
        about(OrderEdited, "r-1", 5, lines=[Line(sku="beans", quantity=1, total=USD)]),
    ],
    ids=["amount", "line", "edit"],
)
def test_another_currency(database_url: str, event: Event) -> None:
    """Money of another currency is refused before anything moves, and the id is free for the event as it should be."""
    with opened(database_url, plugins=POINTS) as engine:
        engine.handle(order())
        held = books(engine)
        for call in (engine.handle, engine.preview, lambda one: engine.handle_many([one])):
            with pytest.raises(CurrencyMismatch):
                call(event)
        assert books(engine) == held
        engine.handle(refund(amount=eur(1)))
        assert points(engine) == 9


def test_anothers_order(database_url: str) -> None:
    """A refund of an order of another customer waits, and takes nothing of either."""
    with opened(database_url, plugins=POINTS) as engine:
        engine.handle_many([order(), order("o-2", customer="d")])
        decision = engine.handle(refund(customer="d"))
        assert (told(decision), decision.reversals) == (["waits_for_order"], ())
        assert (points(engine, "c"), points(engine, "d")) == (10, 10)
        assert engine.customer("d").standing.waiting == {"o-1"}
        assert engine.customer("c").standing.waiting == frozenset()
        engine.handle(refund("r-2"))
        assert (points(engine, "c"), points(engine, "d")) == (0, 10)
        assert engine.customer("d").standing.waiting == {"o-1"}
        assert audit(engine) == []


# disputes, and orders that stand again


def test_a_dispute_that_is_lost_then_won(database_url: str) -> None:
    """A lost dispute takes all; one that is won after it changes nothing, and reopening gives all of it again."""
    with opened(database_url, plugins=POINTS) as engine:
        engine.handle(order())
        seen = []
        for day, state in enumerate(["opened", "lost", "won"], start=1):
            decision = engine.handle(about(Dispute, f"d-{day}", day, state=state))
            seen.append(([one.units for one in decision.reversals], points(engine)))
        assert seen == [([], 10), ([10], 0), ([], 0)]
        engine.handle(about(OrderReopened, "x-1", 9))
        assert points(engine) == 10
        assert audit(engine) == []


def test_a_cancelled_order_that_is_reopened(database_url: str) -> None:
    """Everything comes back, with the keys that it was given with."""
    later = visit("v-9", at=after(30))
    gifts = {"gift": on_order(COUPON, Tag("vip"), SetTier("gold"), Schedule(later), Remember({"n": 1}))}
    with opened(database_url, gifts, plugins=POINTS) as engine:
        first = engine.handle(order())
        held, customer = books(engine), engine.customer("c")
        cancelled = engine.handle(about(OrderCancelled, "x-1", 1))
        assert {one.key for one in cancelled.reversals} == {one.key for one in first.granted}
        assert not any(one.stands for one in cancelled.reversals)
        assert engine.customer("c").tier is None
        reopened = engine.handle(about(OrderReopened, "x-2", 2))
        assert {one.key for one in reopened.reversals} == {one.key for one in first.granted}
        assert all(one.stands for one in reopened.reversals)
        assert engine.customer("c") == customer
        now = books(engine)
        assert [now[table] for table in ("outbox", "schedule", "wallets", "lots")] == [
            held[table] for table in ("outbox", "schedule", "wallets", "lots")
        ]
        assert audit(engine) == []


def test_cancelled_and_reopened_over_and_over(database_url: str) -> None:
    """However often an order is cancelled and reopened, the last word counts, and nothing is given twice."""
    with opened(database_url, {"gift": on_order(COUPON)}, plugins=POINTS) as engine:
        engine.handle(order())
        for day in range(1, 7):
            kind = OrderCancelled if day % 2 else OrderReopened
            engine.handle(about(kind, f"x-{day}", day))
            assert points(engine) == (0 if day % 2 else 10)
        assert [row.status for row in rows(engine, "outbox")] == [0]
        assert audit(engine) == []


# a strategy that failed on the order


class Ill:
    """Gives a point for each unit of the order, and a coupon, when it is well."""

    def __init__(self) -> None:
        self.ill = True

    def strategy(self) -> Callable[..., list[Action]]:
        """What it does."""

        def answer(event: Any, _: Customer) -> list[Action]:
            if not isinstance(event, Purchase):
                return []
            if self.ill:
                raise ConnectionError("out for lunch")
            return [Credit("points", event.quantity), COUPON]

        return answer


@pytest.mark.parametrize("retries", [True, False], ids=["failed", "well"])
def test_half_refunded_before_the_retry(database_url: str, retries: bool) -> None:
    """A strategy that failed and answers after a refund has given as much as if it had been well all along."""
    moody = Ill()
    moody.ill = retries
    with opened(database_url, {"moody": moody.strategy()}) as engine:
        engine.handle(order(quantity=2, total=20))
        engine.handle(refund(**HALF))
        moody.ill = False
        assert len(engine.retry_failures()) == retries
        assert points(engine) == 1
        assert audit(engine) == []
        engine.handle(refund("r-2", at=after(6), **HALF))
        assert points(engine) == 0
        assert [row.status for row in rows(engine, "outbox")] == [WITHDRAWN]
        assert audit(engine) == []


@pytest.mark.parametrize("kind", [Refund, OrderCancelled])
def test_all_refunded_before_the_retry(database_url: str, kind: Any) -> None:
    """Of an order of which nothing is left nobody is asked: the failure waits, and is answered when it stands again."""
    moody = Ill()
    with opened(database_url, {"moody": moody.strategy()}) as engine:
        engine.handle(order(quantity=2, total=20))
        engine.handle(about(kind, "r-1", 5))
        moody.ill = False
        assert engine.retry_failures() == []
        assert points(engine) == 0
        assert rows(engine, "outbox") == []
        assert audit(engine) == []
        engine.handle(about(OrderReopened, "x-1", 9))
        assert (points(engine), len(engine.retry_failures()), points(engine)) == (0, 1, 2)
        assert audit(engine) == []


def test_refunded_after_the_retry(database_url: str) -> None:
    """What a strategy gave late is taken back like all else."""
    moody = Ill()
    with opened(database_url, {"moody": moody.strategy()}, plugins=POINTS) as engine:
        engine.handle(order(quantity=2, total=20))
        moody.ill = False
        engine.retry_failures()
        assert points(engine) == 22
        engine.handle(refund(**HALF))
        assert points(engine) == 11
        engine.handle(refund("r-2", at=after(6)))
        assert points(engine) == 0
        assert [row.status for row in rows(engine, "outbox")] == [WITHDRAWN]
        assert audit(engine) == []


def test_only_those_who_answered_are_taken_back(database_url: str) -> None:
    """A refund before the retry takes back what the others gave, and the failure waits on."""
    moody = Ill()
    with opened(database_url, {"moody": moody.strategy()}, plugins=POINTS) as engine:
        engine.handle(order(quantity=2, total=20))
        half = engine.handle(refund(**HALF))
        assert [(one.plugin, one.units) for one in half.reversals] == [("points", 10)]
        assert [row.plugin for row in rows(engine, "failures")] == ["moody"]
        assert audit(engine) == []


# limits


def test_the_budget_is_given_back(database_url: str) -> None:
    """What is taken back does not count against the month any more, so another gift fits."""
    with opened(database_url, {"gift": on_order(COUPON)}, limits={"monthly_budget": "10 EUR"}) as engine:
        engine.handle(order())
        refused = engine.handle(order("o-2", customer="d", at=after(1)))
        assert [one.code for one in refused.refusals] == ["over_budget"]
        engine.handle(refund())
        assert [row.amount for row in rows(engine, "counters") if row.amount] == []
        assert engine.handle(order("o-3", customer="d", at=after(6))).actions == (COUPON,)
        assert audit(engine) == []


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"monthly_budget": "10 EUR"}, "over_budget"),
        ({"per_customer": {"amount": "10 EUR", "days": 30}}, "over_customer_limit"),
    ],
)
def test_what_is_given_again_keeps_to_the_limits(database_url: str, limits: dict[str, Any], code: str) -> None:
    """Reopening an order gives nothing again that the limit has no room for; a note says so, whatever comes after."""
    with opened(database_url, {"gift": on_order(COUPON)}, limits=limits) as engine:
        engine.handle(order())
        engine.handle(refund())
        other = "c" if "per_customer" in limits else "d"
        assert engine.handle(order("o-3", customer=other, at=after(6))).actions == (COUPON,)
        reopened = engine.handle(OrderReopened(id="again", customer="c", order="o-1", occurred_at=after(7)))
        assert not any(one.stands for one in reopened.reversals if one.action == COUPON)
        assert [note.code for note in reopened.notes] == [code]
        live = [row.key for row in rows(engine, "outbox") if row.kind == "issue_coupon" and row.status in STANDING]
        engine.handle(visit("late", at=after(2)))
        assert len(live) == 1
        assert live == [
            row.key for row in rows(engine, "outbox") if row.kind == "issue_coupon" and row.status in STANDING
        ]
        assert audit(engine) == []


def test_the_limit_of_a_customer_is_given_back(database_url: str) -> None:
    """What is taken back does not count against the customer's limit any more."""
    limits = {"per_customer": {"amount": "10 EUR", "days": 30}}
    with opened(database_url, {"gift": on_order(COUPON)}, limits=limits) as engine:
        engine.handle(order())
        assert [one.code for one in engine.handle(order("o-2", at=after(1))).refusals] == ["over_customer_limit"]
        engine.handle(refund())
        assert engine.handle(order("o-3", at=after(6))).actions == (COUPON,)
        assert [one.code for one in engine.handle(order("o-4", at=after(7))).refusals] == ["over_customer_limit"]
        assert audit(engine) == []


def test_a_cooldown_goes_on(database_url: str) -> None:
    """A coupon that is taken back began a cooldown, which goes on: refunds are no way to the next one."""
    limits = {"cooldowns": [{"kind": "issue_coupon", "days": 30}]}
    with opened(database_url, {"gift": on_order(COUPON)}, limits=limits) as engine:
        engine.handle(order())
        engine.handle(refund())
        assert [one.code for one in engine.handle(order("o-2", at=after(6))).refusals] == ["cooldown"]
        assert engine.handle(order("o-3", at=after(31))).actions == (COUPON,)
        assert audit(engine) == []


# what waits: outbox and schedule


def test_the_coupon_is_withdrawn(database_url: str) -> None:
    """The coupon of a refunded order is withdrawn in the outbox; the one of another order waits on."""
    with opened(database_url, {"gift": on_order(COUPON)}) as engine:
        first, _ = engine.handle_many([order(), order("o-2", at=after(1))])
        decision = engine.handle(refund())
        assert [(one.key, one.units, one.stands) for one in decision.reversals] == [(first.granted[0].key, 0, False)]
        status = {row.key: row.status for row in rows(engine, "outbox")}
        assert status.pop(first.granted[0].key) == WITHDRAWN
        assert list(status.values()) == [0]
        assert audit(engine) == []


def test_a_coupon_that_the_rest_still_earns(database_url: str) -> None:
    """A coupon for orders of 20 EUR and more stays while so much is left, and goes with the rest."""

    def gift(event: Any, _: Customer) -> list[Action]:
        return [COUPON] if isinstance(event, Purchase) and event.total >= eur(20) else []

    with opened(database_url, {"gift": gift}) as engine:
        engine.handle(order(total=30))
        assert engine.handle(refund(amount=eur(10))).reversals == ()
        assert [row.status for row in rows(engine, "outbox")] == [0]
        engine.handle(refund("r-2", at=after(6), amount=eur("0.01")))
        assert [row.status for row in rows(engine, "outbox")] == [WITHDRAWN]
        assert audit(engine) == []


def test_a_scheduled_event_is_called_off(database_url: str) -> None:
    """What an order scheduled is not scheduled any more; what others did is."""
    strategies = {"one": lambda event, _: [Schedule(visit(f"later-{event.id}", at=after(90)))]}
    with opened(database_url, strategies) as engine:
        engine.handle_many([order(), order("o-2", at=after(1))])
        assert len(rows(engine, "schedule")) == 2
        engine.handle(refund())
        (left,) = rows(engine, "schedule")
        assert "later-o-2" in left.event
        assert audit(engine) == []


# standing


def test_tier_and_tags_are_set_back(database_url: str) -> None:
    """Tier and tags are what they were before the order; a tag that the customer bore already stays."""

    def ranks(event: Event, _: Customer) -> list[Action]:
        tier = {"o-0": "silver", "o-1": "gold"}[event.id]
        return [SetTier(tier), Tag("known"), Tag(tier)]

    with opened(database_url, {"one": ranks}) as engine:
        engine.handle_many([order("o-0"), order("o-1", at=after(1))])
        assert engine.customer("c").tier == "gold"
        engine.handle(refund())
        assert (engine.customer("c").tier, engine.customer("c").tags) == ("silver", {"known", "silver"})
        engine.handle(refund("r-2", at=after(6), order="o-0"))
        assert (engine.customer("c").tier, engine.customer("c").tags) == (None, frozenset())
        assert audit(engine) == []


def test_a_tier_that_a_later_event_has_set(database_url: str) -> None:
    """A tier that a later event has set stays."""
    ranks = {"one": lambda event, _: [SetTier("gold" if event.id == "o-1" else "platinum")]}
    with opened(database_url, ranks) as engine:
        engine.handle_many([order(), visit(at=after(1))])
        engine.handle(refund())
        assert engine.customer("c").tier == "platinum"


def test_a_tag_that_the_order_took_off(database_url: str) -> None:
    """A tag that the order took off is there again."""

    def tags(event: Event, _: Customer) -> list[Action]:
        return [Untag("new")] if event.id == "o-1" else [Tag("new")]

    with opened(database_url, {"one": tags}) as engine:
        engine.handle_many([visit(), order(at=after(1))])
        assert engine.customer("c").tags == frozenset()
        engine.handle(refund())
        assert engine.customer("c").tags == {"new"}


@pytest.mark.parametrize("same", [Tag("vip"), SetTier("gold")], ids=["tag", "tier"])
def test_what_a_later_event_has_set_too(database_url: str, same: Action) -> None:
    """A tag or tier that a later event has given too stays: that event stands."""
    with opened(database_url, {"one": gives(same)}) as engine:
        engine.handle_many([order(), visit(at=after(1))])
        engine.handle(refund())
        assert (engine.customer("c").tags, engine.customer("c").tier) in (({"vip"}, None), (frozenset(), "gold"))
        engine.handle(about(OrderReopened, "x-1", 6))
        engine.handle(about(OrderCancelled, "x-2", 7))
        assert (engine.customer("c").tags, engine.customer("c").tier) in (({"vip"}, None), (frozenset(), "gold"))


def test_two_orders_of_one_tier(database_url: str) -> None:
    """A tier that two orders gave goes with the last of them that is refunded, whichever that is."""
    with opened(database_url, {"one": on_order(SetTier("gold"), Tag("vip"))}) as engine:
        engine.handle_many([order(), order("o-2", at=after(1))])
        for number, name in enumerate(["o-1", "o-2"]):
            assert (engine.customer("c").tier, engine.customer("c").tags) == ("gold", {"vip"})
            engine.handle(refund(f"r-{number}", at=after(5 + number), order=name))
        assert (engine.customer("c").tier, engine.customer("c").tags) == (None, frozenset())


def test_reopened_after_a_later_tier(database_url: str) -> None:
    """An order that stands again does not overrule the tier that a later event has set."""
    ranks = {"one": lambda event, _: [SetTier("gold" if event.id == "o-1" else "platinum")]}
    with opened(database_url, ranks) as engine:
        engine.handle_many([order(), visit(at=after(1))])
        engine.handle(about(OrderCancelled, "x-1", 5))
        engine.handle(about(OrderReopened, "x-2", 6))
        assert engine.customer("c").tier == "platinum"


def test_counters(database_url: str) -> None:
    """Orders, units and money count what is left, and when the first and the last were."""
    with opened(database_url) as engine:
        engine.handle_many([order(quantity=2, total=20), order("o-2", total=5, at=after(1))])
        engine.handle(refund(**HALF))
        history = engine.customer("c").history
        assert (history.orders, history.units, history.spent, history.first_at) == (2, 2, 1500, START)
        engine.handle(refund("r-2", at=after(6)))
        history = engine.customer("c").history
        assert (history.orders, history.units, history.spent, history.first_at) == (1, 1, 500, after(1))


FREQUENT = {"frequent_buyer": {"orders": 3, "within_days": 30}}


def test_the_memory_of_frequent_buyer_is_set_back(database_url: str) -> None:
    """The order that brought the coupon is refunded: the coupon goes, and the next order brings one."""
    with opened(database_url, plugins=FREQUENT) as engine:
        *_, third = engine.handle_many([order(f"o-{n}", at=after(n)) for n in range(3)])
        assert third.actions[0].kind == "issue_coupon"
        engine.handle(refund(order="o-2"))
        assert [row.status for row in rows(engine, "outbox") if row.kind == "issue_coupon"] == [WITHDRAWN]
        again = engine.handle(order("o-3", at=after(6)))
        assert again.actions[0].kind == "issue_coupon"
        assert engine.handle(order("o-4", at=after(7))).actions == ()
        assert audit(engine) == []


def test_an_order_before_the_coupon_is_refunded(database_url: str) -> None:
    """The coupon that a later order brought stays, and so does the memory of it: there is no second one."""
    with opened(database_url, plugins=FREQUENT) as engine:
        engine.handle_many([order(f"o-{n}", at=after(n)) for n in range(3)])
        engine.handle(refund(order="o-0"))
        assert [row.status for row in rows(engine, "outbox") if row.kind == "issue_coupon"] == [0]
        assert engine.handle(order("o-3", at=after(6))).actions == ()
        assert audit(engine) == []


def test_the_memory_of_a_birthday_stays(database_url: str) -> None:
    """An order that is refunded after a birthday leaves the gift and its memory: there is no second one."""
    with opened(
        database_url, plugins={"birthday_gift": {"points": 7, "member_days": 0, "bought_within_days": 0}, **POINTS}
    ) as engine:
        greeted = [Birthday(id=f"b-{n}", customer="c", occurred_at=after(n), year=2100) for n in (2, 9)]
        engine.handle_many([order(), greeted[0]])
        engine.handle(refund())
        assert points(engine) == 7
        assert engine.handle(greeted[1]).actions == ()
        assert audit(engine) == []


def test_a_birthday_that_was_told_late(database_url: str) -> None:
    """Of two birthdays of a year the first one counts, also where it is told later: one gift, moved to it."""
    with opened(
        database_url, plugins={"birthday_gift": {"points": 7, "member_days": 0, "bought_within_days": 0}}
    ) as engine:
        for day in (9, 2):
            engine.handle(Birthday(id=f"b-{day}", customer="c", occurred_at=after(day), year=2100))
        assert points(engine) == 7
        assert len([row for row in rows(engine, "outbox") if row.status in STANDING]) == 1
        assert audit(engine) == []


def test_a_gift_for_no_order_stays(database_url: str) -> None:
    """What a visit or a complaint brought stays, whatever becomes of the orders."""
    with opened(database_url, {"one": gives(Credit("points", 1), COUPON)}) as engine:
        engine.handle_many([order(), visit(at=after(1)), complaint(at=after(2), order="o-1")])
        engine.handle(refund())
        assert points(engine) == 2
        assert sorted(row.status for row in rows(engine, "outbox")) == [0, 0, WITHDRAWN]
        assert audit(engine) == []


# lots


@pytest.mark.parametrize("spent", ["only_pending", "within_balance", "into_debt"])
def test_expired_points_cost_nothing(database_url: str, spent: str) -> None:
    """Points that have expired are taken back out of what expired: other points stay, and nothing is owed."""
    plugins = {"points": {"expires_days": 10}}
    with opened(database_url, plugins=plugins, refunds={"spent": spent}) as engine:
        engine.handle_many([order(), order("o-2", at=after(15))])
        (taken,) = engine.handle(refund(at=after(20))).reversals
        assert (taken.units, taken.short) == (10, 0)
        assert points(engine) == 10
        assert engine.handle(order("o-3", at=after(21))).actions
        assert points(engine) == 20
        assert audit(engine) == []


def spends(event: Any, _: Customer) -> list[Action]:
    """The order o-1 spends what the order o-0 brought."""
    if not isinstance(event, Purchase):
        return []
    return [Credit("points", 10, valid_for=timedelta(days=10)) if event.id == "o-0" else Debit("points", 10)]


@pytest.mark.parametrize(
    ("grace", "day", "held"), [(None, 21, 0), (3, 21, 10), (3, 24, 0)], ids=["none", "within", "over"]
)
def test_grace_days(database_url: str, grace: int | None, day: int, held: int) -> None:
    """Units that come back after their lot has expired are lost, or can be spent for the days of grace."""
    refunds = {} if grace is None else {"grace_days": grace}
    with opened(database_url, {"one": spends}, refunds=refunds) as engine:
        engine.handle_many([order("o-0"), order("o-1", at=after(5))])
        engine.handle(refund(at=after(20)))
        engine.handle(visit(at=after(day)))
        assert points(engine) == held
        assert audit(engine) == []


def test_units_come_back_in_time(database_url: str) -> None:
    """Units that come back before their lot expires are there again until it does."""
    with opened(database_url, {"one": spends}, refunds={"grace_days": 30}) as engine:
        engine.handle_many([order("o-0"), order("o-1", at=after(5))])
        engine.handle(refund(at=after(8)))
        assert points(engine) == 10
        engine.handle(visit(at=after(11)))
        assert points(engine) == 0
        assert audit(engine) == []
