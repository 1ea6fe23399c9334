"""No unit is spent twice, with 64 threads at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retention_sdk import Debit, Decision
from tests.audit import audit
from tests.build import after, rows
from tests.laws.crowd import together
from tests.rewards.build import CATALOGUE, bought, gifts, points, shop

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import Engine

THREADS = 64


def contest(url: str, ask: Callable[[Engine, int], Decision], **tables: Any) -> tuple[Engine, list[Decision]]:
    """64 threads on two engines ask for what the 100 points of one customer pay for once."""
    engines = [shop(url, **tables) for _ in range(2)]
    engines[0].handle(bought("o-1", 100))
    decisions = together(THREADS, lambda number: ask(engines[number % 2], number))
    engines[1].close()
    return engines[0], decisions


def test_the_same_points(database_url: str) -> None:
    """Of 64 requests for the same 100 points exactly one wins, and the others are told why not."""
    engine, decisions = contest(database_url, lambda one, n: one.redeem("c", "ten_off", f"r-{n}", at=after(1)))
    with engine:
        assert sum(bool(decision.granted) for decision in decisions) == 1
        refused = [decision.refusals[0].code for decision in decisions if not decision.granted]
        assert refused == ["balance"] * (THREADS - 1)
        assert (points(engine), gifts(engine)) == (0, ["issue_coupon"])
        assert audit(engine) == []


def test_the_same_request(database_url: str) -> None:
    """One request that 64 threads send at once is one redemption, and all of them are told of it."""
    engine, decisions = contest(database_url, lambda one, n: one.redeem("c", "ten_off", "r-1", at=after(1, seconds=n)))
    with engine:
        assert all(decision == decisions[0] for decision in decisions)
        assert decisions[0].granted
        assert len(rows(engine, "events")) == 2
        assert (points(engine), gifts(engine)) == (0, ["issue_coupon"])


def test_holds_and_redemptions(database_url: str) -> None:
    """Whether they redeem or hold, 64 threads get no more than there is; each hold is captured once."""

    def ask(engine: Engine, number: int) -> Decision:
        if number % 2:
            return engine.redeem("c", "cheap", f"r-{number}", at=after(1))
        held = engine.hold("c", Debit("points", 30), f"h-{number}", minutes=60, at=after(1))
        if held.granted:
            assert engine.capture(f"h-{number}", at=after(1)).granted
        return held

    cheap = {**CATALOGUE, "cheap": {"title": "Cheap", "cost": 30, "gives": {"percent_off": 5}}}
    engine, decisions = contest(database_url, ask, rewards=cheap)
    with engine:
        assert sum(bool(decision.granted) for decision in decisions) == 3
        assert points(engine) == 10
        assert audit(engine) == []


def test_once_for_each_customer(database_url: str) -> None:
    """A reward that each customer can have once is had once, whatever 64 threads ask."""
    rich = {**CATALOGUE, "beans": {**CATALOGUE["beans"], "cost": 1}}
    engine, decisions = contest(
        database_url, lambda one, n: one.redeem("c", "beans", f"r-{n}", at=after(1)), rewards=rich
    )
    with engine:
        assert sum(bool(decision.granted) for decision in decisions) == 1
        assert points(engine) == 99
        assert audit(engine) == []


def test_cancelled_from_everywhere(database_url: str) -> None:
    """A redemption that 64 threads cancel at once is given back once."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100))
        engine.redeem("c", "ten_off", "r-1", at=after(1))
        decisions = together(THREADS, lambda _: engine.cancel_redemption("r-1", at=after(2)))
        assert all(decision == decisions[0] for decision in decisions)
        assert (points(engine), gifts(engine)) == (100, [])
        assert audit(engine) == []


def stocked(stock: int) -> dict[str, Any]:
    """A catalogue of one reward, of which there are so many; each is a coupon and a gift card."""
    gives = {"free_item": "mug", "gift_card": "2 EUR"}
    return {"mug": {"title": "A mug", "cost": 10, "gives": gives, "stock": stock}}


def test_the_last_in_stock(database_url: str) -> None:
    """64 customers want one of the three that are left: three have it, the others keep their points."""
    engines = [shop(database_url, stocked(3)) for _ in range(2)]
    with engines[0] as engine, engines[1]:
        engine.handle_many([bought(f"o-{n}", 10, customer=f"c-{n}") for n in range(THREADS)])
        decisions = together(THREADS, lambda n: engines[n % 2].redeem(f"c-{n}", "mug", f"r-{n}", at=after(1)))
        had = [n for n, decision in enumerate(decisions) if decision.granted]
        assert len(had) == 3
        assert {decision.refusals[0].code for decision in decisions if not decision.granted} <= {
            "none_left",
            "goes_with_refused",
        }
        assert gifts(engine) == ["issue_coupon"] * 3 + ["issue_gift_card"] * 3
        assert sum(row.available for row in rows(engine, "wallets")) == 10 * (THREADS - 3)
        assert audit(engine) == []
        engine.cancel_redemption(f"r-{had[0]}", at=after(2))
        again = together(THREADS, lambda n: engines[n % 2].redeem(f"c-{n}", "mug", f"again-{n}", at=after(3)))
        assert sum(bool(decision.granted) for decision in again) == 1
        assert audit(engine) == []
