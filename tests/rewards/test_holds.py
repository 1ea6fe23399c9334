"""Holds: units that a checkout sets aside are captured, released, or free again when their time is over."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from retention_sdk import BadValue, Debit, HoldReleased
from tests.audit import audit
from tests.build import after, rows
from tests.rewards.build import bought, codes, gifts, points, refunded, shop

if TYPE_CHECKING:
    from retention_sdk import Engine

TEN = Debit("points", 10)
MINUTE = timedelta(minutes=1)


def wallet(engine: Engine) -> tuple[int, int, int]:
    """What the store has as available, pending and ever credited, of all wallets."""
    found = rows(engine, "wallets")
    return sum(row.available for row in found), sum(row.pending for row in found), sum(row.lifetime for row in found)


def lots(engine: Engine) -> Counter[tuple[int | None, int]]:
    """What can be spent, by when it expires and when it was credited."""
    found: Counter[tuple[int | None, int]] = Counter()
    for row in rows(engine, "lots"):
        if not row.pending and row.remaining:
            found[row.expires_at, row.at] += row.remaining
    return found


def test_held_units_cannot_be_spent(database_url: str) -> None:
    """What is held is neither held again nor redeemed, and the wallet says that it waits."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100))
        engine.hold("c", Debit("points", 60), "h-1", at=after(1))
        assert wallet(engine) == (40, 60, 100)
        assert engine.customer("c").held("points", after(1)) == 60
        assert codes(engine.hold("c", Debit("points", 41), "h-2", at=after(1))) == ["balance"]
        assert "balance" in codes(engine.redeem("c", "beans", "r-1", at=after(1)))
        assert engine.hold("c", Debit("points", 40), "h-3", at=after(1)).granted
        assert audit(engine) == []


def test_captured_whole(database_url: str) -> None:
    """A capture spends what is held, once."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100))
        engine.hold("c", Debit("points", 60), "h-1", at=after(1))
        first = engine.capture("h-1", at=after(1) + MINUTE)
        assert [(one.plugin, one.action.kind) for one in first.granted] == [("rewards", "debit")]
        assert wallet(engine) == (40, 0, 100)
        assert engine.capture("h-1", at=after(2)) == first
        assert codes(engine.release("h-1", at=after(2))) == ["hold_captured"]
        assert codes(engine.capture("h-1", amount=10, at=after(2))) == ["hold_captured"]
        assert wallet(engine) == (40, 0, 100)
        assert audit(engine) == []


def test_captured_in_part(database_url: str) -> None:
    """A capture of less lets go of the rest; what is cancelled of it expires when it always would have."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 30))
        engine.handle(bought("o-2", 70, after(1)))
        before = lots(engine)
        engine.hold("c", Debit("points", 60), "h-1", at=after(2))
        assert codes(engine.capture("h-1", amount=61, at=after(2))) == ["more_than_held"]
        engine.capture("h-1", amount=40, at=after(2))
        assert sorted((before - lots(engine)).values()) == [10, 30]
        assert wallet(engine) == (60, 0, 100)
        engine.hold("c", TEN, "h-2", at=after(2))
        with pytest.raises(BadValue, match="nothing was redeemed"):
            engine.cancel_redemption("h-2", at=after(2))
        engine.release("h-2", at=after(2))
        engine.cancel_redemption("h-1", at=after(3))
        assert lots(engine) == before
        assert audit(engine) == []


def test_released(database_url: str) -> None:
    """A release leaves what can be spent as if nothing had been held, and twice is once."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 30))
        engine.handle(bought("o-2", 70, after(1)))
        before = lots(engine)
        engine.hold("c", Debit("points", 60), "h-1", at=after(2))
        first = engine.release("h-1", at=after(2))
        assert lots(engine) == before
        assert engine.release("h-1", at=after(3)) == first
        assert codes(engine.capture("h-1", at=after(3))) == ["hold_released"]
        again = HoldReleased(id="x", customer="c", occurred_at=after(4), hold="hold-h-1")
        assert codes(engine.handle(again)) == ["hold_released"]
        assert audit(engine) == []


def test_a_hold_that_nobody_ends(database_url: str) -> None:
    """When its time is over a hold is released by itself: to whoever reads the wallet, and for the next event."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100))
        before = lots(engine)
        engine.hold("c", Debit("points", 60), "h-1", minutes=15, at=after(1))
        (row,) = rows(engine, "wallets")
        assert row.changes_at == (after(1) + 15 * MINUTE).timestamp() * 1_000_000
        assert engine.rewards("c", at=after(1) + 14 * MINUTE)[0].code == "balance"
        assert engine.rewards("c", at=after(1) + 15 * MINUTE)[0].can_have
        assert codes(engine.capture("h-1", at=after(1) + 15 * MINUTE)) == ["hold_expired"]
        assert codes(engine.release("h-1", at=after(1) + 16 * MINUTE)) == ["hold_expired"]
        assert (wallet(engine), lots(engine)) == ((100, 0, 100), before)
        assert engine.customer("c").held("points", after(2)) == 0
        assert audit(engine) == []


def test_held_longer_than_it_is_good_for(database_url: str) -> None:
    """What expired while it was held is lost when it is let go, by a time-out or a release; with a grace it is not."""
    for grace, end, left in ((None, "time", 0), (None, "release", 0), (5, "release", 60)):
        refunds = {} if grace is None else {"refunds": {"grace_days": grace}}
        with shop(database_url, store={"name": f"{grace} {end}"}, **refunds) as engine:
            engine.handle(bought("o-1", 60))
            engine.hold("c", Debit("points", 60), "h-1", minutes=60, at=after(60) - MINUTE)
            if end == "release":
                engine.release("h-1", at=after(60) + MINUTE)
            else:
                engine.hold("c", Debit("points", 60), "h-2", at=after(61))
            assert wallet(engine) == (left, 0, 60)
            assert audit(engine) == []


def test_captured_after_it_would_have_expired(database_url: str) -> None:
    """A hold keeps its promise: what is captured in its time is spent, though it would have expired meanwhile."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 60))
        engine.hold("c", Debit("points", 60), "h-1", minutes=60, at=after(60) - MINUTE)
        assert engine.capture("h-1", at=after(60) + MINUTE).granted
        assert wallet(engine) == (0, 0, 60)
        assert audit(engine) == []


def test_a_reward_at_a_checkout(database_url: str) -> None:
    """The price of a reward is held, counts for how often it can be had, and pays for it at the capture."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 200))
        engine.hold("c", "beans", "h-1", at=after(1))
        assert codes(engine.redeem("c", "beans", "r-1", at=after(1))) == ["reward_used_up"]
        assert codes(engine.hold("c", "beans", "h-2", at=after(1))) == ["reward_used_up"]
        assert codes(engine.hold("c", "tea", "h-3", at=after(1))) == ["unknown_reward"]
        assert gifts(engine) == []
        decision = engine.capture("h-1", at=after(1) + MINUTE)
        assert [action.kind for action in decision.actions] == ["debit", "issue_coupon"]
        assert [one.reward for one in engine.customer("c").standing.redeemed] == ["beans"]
        assert (points(engine), gifts(engine)) == (140, ["issue_coupon"])
        cancelled = engine.cancel_redemption("h-1", at=after(2))
        assert [one.units for one in cancelled.reversals] == [-60, 0]
        assert (points(engine), gifts(engine)) == (200, [])
        assert engine.redeem("c", "beans", "r-2", at=after(3)).granted
        assert audit(engine) == []


def test_a_part_of_a_reward(database_url: str) -> None:
    """A reward is captured whole; a gift that a budget refuses leaves the hold as it is."""
    with shop(database_url, limits={"monthly_budget": "10 EUR"}) as engine:
        for customer in "cd":
            engine.handle(bought(f"o-{customer}", 100, customer=customer))
            engine.hold(customer, "ten_off", f"h-{customer}", at=after(1))
        assert codes(engine.capture("h-c", amount=50, at=after(1))) == ["whole_reward"]
        assert engine.capture("h-d", at=after(1)).granted
        engine.hold("c", "ten_off", "h-3", at=after(2))
        assert set(codes(engine.capture("h-3", at=after(2)))) == {"over_budget", "goes_with_refused"}
        assert engine.customer("c").held("points", after(2)) == 100
        assert engine.release("h-3", at=after(2)).granted
        assert audit(engine) == []


def test_many_holds(database_url: str) -> None:
    """Units that are held over and over stay one lot, by a key that does not grow; too many at once are refused."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100))
        before = lots(engine)
        for number in range(30):
            engine.hold("c", Debit("points", 70), f"h-{number}", at=after(1, minutes=20 * number))
        engine.release("h-29", at=after(1, minutes=20 * 29))
        assert lots(engine) == before
        assert max(len(row.key) for row in rows(engine, "lots")) == 32 + len(":held:") + 32
        assert len(engine.customer("c").standing.holds) <= 6
        assert [codes(engine.hold("c", Debit("points", 1), f"s-{n}", at=after(3))) for n in range(20)] == [[]] * 20
        assert codes(engine.hold("c", Debit("points", 1), "s-20", at=after(3))) == ["too_many_holds"]
        assert audit(engine) == []


def test_an_order_comes_back_whose_points_were_held(database_url: str) -> None:
    """What was held and let go is of its order as before: it is taken back first, and what expired costs nothing."""
    for spent in ("within_balance", "into_debt"):
        with shop(database_url, store={"name": spent}, refunds={"spent": spent}) as engine:
            engine.handle(bought("o-1", 60))
            engine.handle(bought("o-2", 40, after(1)))
            engine.hold("c", Debit("points", 60), "h-1", at=after(2))
            engine.release("h-1", at=after(2))
            (taken,) = engine.handle(refunded("b-1", "o-1", after(3))).reversals
            assert (taken.units, taken.short) == (60, 0)
            assert wallet(engine) == (40, 0, 40)
            assert list(lots(engine).values()) == [40]
            engine.hold("c", Debit("points", 40), "h-2", at=after(4))
            engine.handle(bought("o-3", 5, after(70)))
            assert wallet(engine) == (5, 0, 45)
            engine.handle(refunded("b-2", "o-2", after(71)))
            assert wallet(engine) == (5, 0, 5)
            assert audit(engine) == []


def test_an_order_comes_back_while_its_points_are_held(database_url: str) -> None:
    """What is held is promised: it counts as spent, and what is owed is paid when it is let go."""
    for spent, free in (("within_balance", 60), ("into_debt", 0)):
        with shop(database_url, store={"name": spent}, refunds={"spent": spent}) as engine:
            engine.handle(bought("o-1", 60))
            engine.hold("c", Debit("points", 60), "h-1", at=after(1))
            engine.handle(refunded("b-1", "o-1", after(1) + MINUTE))
            assert engine.customer("c").held("points", after(1)) == 60
            engine.release("h-1", at=after(1) + 2 * MINUTE)
            assert wallet(engine)[:2] == (free, 0)
            assert audit(engine) == []


def test_nothing_is_held_there(sqlite_url: str) -> None:
    """Whoever captures or releases what was never held is told so."""
    with shop(sqlite_url) as engine:
        for call in (engine.capture, engine.release):
            with pytest.raises(BadValue, match="nothing is held under 'h-1'"):
                call("h-1")
        event = HoldReleased(id="x", customer="c", occurred_at=after(1), hold="h-1")
        assert codes(engine.handle(event)) == ["unknown_hold"]
