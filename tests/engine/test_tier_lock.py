"""A tier that somebody has locked is the customer's, whatever strategies say, for as long as that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retention_sdk import Customer, Engine, Purchase, Refund, SetTier, TierLock, TierLocked, hookimpl
from tests.audit import audit
from tests.build import after, opened, order, visit

if TYPE_CHECKING:
    from collections.abc import Iterator


class ByOrder:
    """Puts a customer into the tier that the order's id begins with, and knows best when a tier is locked."""

    @hookimpl
    def on_purchase(self, event: Purchase) -> Iterator[SetTier]:
        """Sets it."""
        yield SetTier(event.id.partition("-")[0])

    @hookimpl
    def on_tier_locked(self, event: TierLocked, customer: Customer) -> Iterator[SetTier]:
        """Sets another."""
        assert customer.id == event.customer
        yield SetTier("best")


def locked(id: str, day: int, tier: str | None, until: int | None, **more: Any) -> TierLocked:
    """Somebody locks a tier from a day on."""
    ends = None if until is None else after(until)
    return TierLocked(id=id, customer="c", occurred_at=after(day), tier=tier, until=ends, **more)


def shop(url: str, **tables: Any) -> Engine:
    """A shop with the strategy."""
    return opened(url, strategies={"by_order": ByOrder()}, **tables)


def test_a_locked_tier_stays(database_url: str) -> None:
    """The tier is set, others are refused with a code until the time is over, and the lock says whose it is."""
    with shop(database_url) as engine:
        engine.handle(order("silver-1"))
        lock = engine.handle(locked("l", 1, "gold", 9, by="Sue", reason="a friend of ours"))
        assert [(one.plugin, one.action) for one in lock.granted] == [
            ("staff", SetTier("gold", reason="a friend of ours"))
        ]
        assert [one.code for one in lock.refusals] == ["tier_locked"]
        assert ", by Sue." in lock.explain()
        refused = engine.handle(order("silver-2", at=after(8)))
        assert [(one.code, one.sentence) for one in refused.refusals] == [
            ("tier_locked", "Somebody has locked the tier of this customer.")
        ]
        engine.handle(order("gold-2", at=after(8, hours=1)))
        standing = engine.customer("c").standing
        assert (standing.tier, standing.tier_lock) == ("gold", TierLock("gold", after(9), "Sue", "a friend of ours"))
        engine.handle(order("silver-3", at=after(9)))
        assert engine.customer("c").tier == "silver"
        assert audit(engine) == []


def test_the_latest_lock_holds(sqlite_url: str) -> None:
    """Another lock takes the place of the one before; one that is over at once takes it off."""
    with shop(sqlite_url) as engine:
        engine.handle(locked("l", 0, "gold", None))
        engine.handle(locked("m", 1, None, None))
        assert engine.customer("c").tier is None
        assert [one.code for one in engine.handle(order("silver-1", at=after(2))).refusals] == ["tier_locked"]
        end = engine.handle(locked("n", 3, "gold", 3))
        assert [one.action for one in end.granted] == [SetTier("best")]
        assert (engine.customer("c").tier, engine.customer("c").standing.tier_lock) == ("best", None)
        assert engine.handle(order("silver-2", at=after(4))).refusals == ()


def test_refunds_and_late_facts(sqlite_url: str) -> None:
    """What an order had set is taken back with it, a lock stays; told in whatever order, it ends the same."""
    facts = [
        order("silver-1"),
        locked("l", 1, "gold", 20),
        order("silver-2", at=after(2)),
        Refund(id="r", customer="c", order="silver-1", occurred_at=after(3)),
        visit(at=after(4)),
    ]
    for number, told in enumerate([facts, facts[::-1], [facts[2], facts[0], facts[3], facts[4], facts[1]]]):
        with shop(f"{sqlite_url}-{number}") as engine:
            for fact in told:
                engine.handle(fact)
            assert engine.customer("c").tier == "gold"
            assert audit(engine) == []


def test_nobody_at_the_desk_knows_who_is_held_out(sqlite_url: str) -> None:
    """A lock goes to anybody, whoever is given nothing to compare with."""
    with shop(sqlite_url, holdout={"percent": 100}) as engine:
        assert engine.handle(order("silver-1")).refusals[0].code == "holdout"
        engine.handle(locked("l", 1, "gold", 20))
        assert engine.customer("c").tier == "gold"
