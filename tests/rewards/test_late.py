"""Late facts and redemptions: the price and what it pays for stand together, or fall together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Debit, Redemption
from tests.audit import audit
from tests.build import after, rows
from tests.laws.arrival import ended
from tests.rewards.build import bought, codes, gifts, points, refunded, shop

if TYPE_CHECKING:
    from retention_sdk import Engine


def notes(engine: Engine, id: str) -> list[str]:
    """The codes of the notes of an event, as later facts revised it."""
    row = next(row for row in rows(engine, "events") if row.id == id)
    return [code for code, _ in json.loads(row.revised or row.decision).get("notes", [])]


def test_a_refund_of_before(database_url: str) -> None:
    """An order came back before its points were spent, which is told after: units and coupon are as if never given."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100))
        first = engine.redeem("c", "ten_off", "r-1", at=after(3))
        engine.handle(refunded("b-1", "o-1", after(2)))
        assert (points(engine), gifts(engine)) == (0, [])
        assert notes(engine, "redemption-r-1") == ["redemption_undone"]
        assert engine.customer("c").standing.redeemed == ()
        assert engine.redeem("c", "ten_off", "r-1", at=after(9)) == first
        assert audit(engine) == []


@pytest.mark.parametrize("between", [False, True])
def test_what_falls_may_stand_again(database_url: str, between: bool) -> None:
    """What one late fact has undone another may allow again, in whatever order the two are told."""
    late = [refunded("b-1", "o-1", after(2)), bought("o-2", 100, after(1))]
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 100))
        engine.redeem("c", "ten_off", "r-1", at=after(3))
        for fact in reversed(late) if between else late:
            engine.handle(fact)
        assert (points(engine), gifts(engine)) == (0, ["issue_coupon"])
        assert notes(engine, "redemption-r-1") == []
        assert audit(engine) == []


def test_an_order_of_before(database_url: str) -> None:
    """Who was told no keeps the points that a late order brings; who is at a till is decided like any other fact."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 50))
        refused = engine.redeem("c", "ten_off", "r-1", at=after(3))
        engine.handle(bought("o-2", 60, after(2)))
        assert (points(engine), gifts(engine)) == (110, [])
        assert engine.redeem("c", "ten_off", "r-1", at=after(3)) == refused
        till: dict[str, Any] = {"customer": "c", "source": "till", "reward": "ten_off"}
        assert codes(engine.handle(Redemption(id="t-1", occurred_at=after(1), **till)))[0] == "balance"
        assert engine.handle(Redemption(id="t-2", occurred_at=after(4), **till)).granted
        engine.handle(bought("o-3", 60, after(0)))
        assert gifts(engine) == ["issue_coupon"]
        stand = {row.id for row in rows(engine, "events") if "granted" in (row.revised or row.decision)}
        assert stand & {"t-1", "t-2", "redemption-r-1"} == {"t-1"}
        assert points(engine) == 70
        assert audit(engine) == []


def test_a_late_order_changes_nothing_of_it(database_url: str) -> None:
    """An order that comes late before a redemption leaves it as it is, and its units where they belong."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 130))
        engine.redeem("c", "ten_off", "r-1", at=after(3))
        engine.cancel_redemption("r-1", at=after(4))
        engine.redeem("c", "beans", "r-2", at=after(5))
        engine.handle(bought("o-2", 7, after(2)))
        assert (points(engine), gifts(engine)) == (77, ["issue_coupon"])
        assert audit(engine) == []


def test_a_hold_of_what_was_not_there(database_url: str) -> None:
    """Where a late refund takes what was held, the hold and its capture fall with it."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 60))
        engine.hold("c", "beans", "h-1", at=after(3))
        engine.capture("h-1", at=after(3, minutes=1))
        engine.handle(bought("o-2", 20, after(4)))
        engine.handle(refunded("b-1", "o-1", after(2)))
        assert (points(engine), gifts(engine)) == (20, [])
        assert notes(engine, "hold-h-1") == ["redemption_undone"]
        assert notes(engine, "capture-h-1") == ["unknown_hold", "redemption_undone"]
        assert audit(engine) == []


def test_a_late_fact_within_a_hold(database_url: str) -> None:
    """A late fact between a hold and its capture, or while it is open, changes neither."""
    with shop(database_url) as engine:
        engine.handle(bought("o-1", 60))
        engine.hold("c", Debit("points", 50), "h-1", minutes=30, at=after(3))
        engine.handle(bought("o-2", 5, after(2)))
        assert engine.capture("h-1", amount=45, at=after(3, minutes=9)).granted
        engine.handle(bought("o-3", 5, after(3, minutes=3)))
        assert points(engine) == 25
        assert ended(engine)["wallets"] == {("c", "points"): (25, 0, 70)}
        assert audit(engine) == []
