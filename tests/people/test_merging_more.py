"""A merge with what left the house, budgets, counters of stock, redemptions, late facts, refunds and a horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import IssueCoupon, PercentOff, hookimpl
from retention_sdk.store.outbox import DONE, UNDOING, UNDONE, WAITING, WITHDRAWN
from tests.audit import audit
from tests.build import after, eur, opened, order, rows
from tests.delivery.platform import Platform, agrees, waits, work
from tests.people.build import lived, shop
from tests.rewards.build import bought, codes, refunded

if TYPE_CHECKING:
    from retention_sdk import Engine


def stock(engine: Engine) -> int:
    """How many bags of beans are counted as given."""
    return sum(row.amount for row in rows(engine, "counters") if row.name == "reward:beans")


def both(engine: Engine) -> None:
    """Two lives."""
    lived(engine, "a", "a", 2)
    lived(engine, "b", "b", 3)


@pytest.mark.parametrize("done", [False, True])
def test_what_each_may_have_once(database_url: str, done: bool) -> None:
    """Of two bags of beans the later is taken back: its points return, it is in stock again, and is undone once."""
    platform = Platform()
    with shop(database_url) as engine:
        both(engine)
        if done:
            work(engine, platform)
        assert stock(engine) == 2
        merged = engine.merge("a", "b", at=after(4))
        assert stock(engine) == 1
        taken = [one for one in merged.reversals if one.plugin == "rewards"]
        assert [(one.action.kind, one.stands) for one in taken] == [("debit", False), ("issue_coupon", False)]
        undoing = [one for one in waits(engine) if one.undoes and one.plugin == "rewards"]
        assert [one.action.kind for one in undoing if one.action] == ["void_coupon"] * done
        work(engine, platform)
        assert platform.kinds.count("void_coupon") == done
        assert agrees(engine, platform) == []
        assert engine.customer("b").wallet("points").available == 400 - 60 - 60
        assert codes(engine.redeem("b", "beans", "again", at=after(5))) == ["reward_used_up"]
        assert engine.merge("a", "b", at=after(6)).granted == ()
        assert agrees(engine, platform) == []
        assert audit(engine) == []


class Third:
    """A coupon for every second order."""

    @hookimpl
    def on_purchase(self, customer: Any) -> list[Any]:
        """Answers."""
        return [] if customer.history.orders % 2 else [IssueCoupon(PercentOff(5), cost=eur(2))]


def test_each_state_of_the_outbox(database_url: str) -> None:
    """Whatever state a row was in, after a merge it is done, undone or withdrawn as it should be, and only once."""
    platform = Platform()
    with opened(database_url, {"one": Third()}) as engine:
        for day in range(4):
            engine.handle(order(f"a-{day}", "a", at=after(2 * day)))
        work(engine, platform)
        engine.handle(refunded("back-a", "a-0", after(9), "a"))
        for day in range(4):
            engine.handle(order(f"b-{day}", "b", at=after(2 * day + 1)))
        engine.handle(refunded("back-b", "b-0", after(9), "b"))
        before = sorted(row.status for row in rows(engine, "outbox"))
        assert before == sorted([DONE, UNDOING, WAITING, WITHDRAWN])
        engine.merge("b", "a", at=after(20))
        work(engine, platform)
        assert agrees(engine, platform) == []
        assert audit(engine) == []
        states = [row.status for row in rows(engine, "outbox")]
        assert set(states) <= {DONE, UNDONE, WITHDRAWN}
        engine.handle(refunded("back-c", "a-2", after(21), "a"))
        engine.handle(order("late", "a", at=after(-1)))
        work(engine, platform)
        assert agrees(engine, platform) == []
        assert audit(engine) == []


def test_budgets(database_url: str) -> None:
    """What a merge takes back is back in each budget, what it leaves is not, and none is ever exceeded."""
    budgets = [
        {"amount": "40 EUR", "period": "week", "strategy": "earn"},
        {"amount": "32 EUR", "period": "year", "strategy": "earn"},
        {"amount": "40 EUR", "period": "month", "role": "lead"},
    ]
    with shop(database_url, limits={"monthly_budget": "50 EUR", "budgets": budgets}) as engine:
        both(engine)
        for who in "ab":
            (asked,) = engine.customer(who).approvals
            engine.approve(asked.key, who, role="lead", at=after(3, hours=6))
        assert audit(engine) == []
        engine.merge("b", "a", at=after(4))
        assert audit(engine) == []
        engine.handle(bought("o-late", 10, after(1), "a"))
        engine.handle(refunded("back", "o-a", after(5), "a"))
        engine.cancel_redemption("r-b", at=after(6))
        assert audit(engine) == []


def test_a_late_fact_and_a_refund(database_url: str) -> None:
    """After a merge with redemptions, facts of either id come late and are taken back, and the books are right."""
    with shop(database_url) as engine:
        both(engine)
        engine.redeem("b", "card", "c-b", at=after(3, hours=5))
        engine.merge("a", "b", at=after(4))
        engine.handle(bought("o-early", 40, after(1), "b"))
        assert audit(engine) == []
        engine.handle(refunded("back-a", "o-a", after(5), "b"))
        engine.handle(refunded("back-b", "o-b", after(5, hours=1), "a"))
        assert audit(engine) == []
        wallet = engine.customer("a").wallet("points")
        assert wallet.available >= 0
        engine.release("h-a", at=after(6))
        engine.release("h-b", at=after(6))
        for request in ("r-a", "c-b"):
            engine.cancel_redemption(request, at=after(7))
        assert engine.customer("b").wallet("points").available == 40
        assert engine.customer("b").wallet("points").pending == 0
        assert audit(engine) == []


def test_with_a_horizon(database_url: str) -> None:
    """A merge reaches as far back as it must; late facts of either id count from the horizon on."""
    with shop(database_url, refunds={"horizon_days": 10}) as engine:
        lived(engine, "a", "a", 2)
        lived(engine, "b", "b", 60)
        engine.merge("a", "b", at=after(61))
        assert stock(engine) == 1
        late = engine.handle(bought("o-late", 40, after(1), "b"))
        assert [note.code for note in late.notes] == ["beyond_horizon"]
        assert late == engine.handle(bought("o-late", 40, after(1), "b"))
        assert engine.customer("b").history.orders == 3
        assert audit(engine) == []


def test_merged_again_after_a_fact_was_moved(database_url: str) -> None:
    """A customer whose fact counts from the horizon on is merged, and the fact goes on counting from there."""
    with shop(database_url, refunds={"horizon_days": 10}) as engine:
        lived(engine, "b", "b", 60)
        moved = engine.handle(bought("o-late", 40, after(1), "b"))
        lived(engine, "a", "a", 2)
        engine.merge("a", "b", at=after(61))
        assert engine.handle(bought("o-late", 40, after(1), "b")) == moved
        assert engine.handle(bought("o-late", 40, after(1), "a")).granted == moved.granted
        assert {row.kind for row in rows(engine, "events") if row.occurred_at < 0} == set()
        assert audit(engine) == []


def test_a_price_that_both_hold(database_url: str) -> None:
    """Of two holds of what each may have once the later is undone: its points are free, and only one is captured."""
    with shop(database_url) as engine:
        for day, who in enumerate("ab"):
            engine.handle(bought(f"o-{who}", 100, after(day), who))
            assert engine.hold(who, "beans", f"h-{who}", minutes=9999, at=after(day, hours=1)).granted
        engine.merge("b", "a", at=after(2))
        assert audit(engine) == []
        wallet = engine.customer("a").wallet("points")
        assert (wallet.available, wallet.pending) == (140, 60)
        assert engine.capture("h-a", at=after(2, hours=1)).granted
        assert codes(engine.capture("h-b", at=after(2, hours=1))) == ["unknown_hold"]
        assert engine.customer("b").wallet("points").available == 140
        assert stock(engine) == 1
        engine.cancel_redemption("h-a", customer="b", at=after(3))
        assert (engine.customer("a").wallet("points").available, stock(engine)) == (200, 0)
        assert audit(engine) == []
