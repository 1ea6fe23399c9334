"""Units that wait for a delivery: they can be spent when it has come, or when nobody told of one for too long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    BadValue,
    Credit,
    Customer,
    CustomersMerged,
    Delivered,
    Engine,
    Event,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Purchase,
    Refund,
    RefundLine,
    days,
)
from tests.audit import audit
from tests.build import Does, after, eur, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

ORDER: dict[str, Any] = {"customer": "c", "order": "o-1"}


class Waits(Does):
    """Points for an order that wait for its delivery, and what happens to it."""

    def __init__(self, **terms: Any) -> None:
        super().__init__(self.give)
        self.terms = terms

    def give(self, event: Event, _: Customer) -> Iterator[Credit]:
        """A point for each euro."""
        if isinstance(event, Purchase) and event.total.major:
            yield Credit("points", event.total.major, until_delivered=event.id, **self.terms)


def shop(url: str, **terms: Any) -> Engine:
    """A shop whose points wait."""
    return opened(url, strategies={"waits": Waits(**terms)})


def delivered(at: datetime, id: str = "d-1", **more: Any) -> Delivered:
    """The order arrives."""
    return Delivered(id=id, occurred_at=at, **ORDER | more)


def wallet(engine: Engine, at: datetime) -> tuple[int, int]:
    """What is available and what waits at a time, as a visit then leaves it."""
    engine.handle(visit(f"look-{at}", at=at))
    (row,) = [row for row in rows(engine, "wallets") if row.unit == "points" and row.customer == "c"]
    return row.available, row.pending


def test_they_can_be_spent_when_it_has_come(database_url: str) -> None:
    """Units wait for the first delivery of their own order; they expire so long after that."""
    with shop(database_url, valid_for=days(10)) as engine:
        engine.handle_many([order(total=7), order("o-2", total=5)])
        engine.handle(delivered(after(2), "d-9", order="o-9"))
        assert wallet(engine, after(3)) == (0, 12)
        engine.handle(delivered(after(4)))
        assert wallet(engine, after(4)) == (7, 5)
        engine.handle(delivered(after(6), "d-2"))
        assert wallet(engine, after(13)) == (7, 5)
        assert wallet(engine, after(14)) == (0, 5)
        assert audit(engine) == []


def test_the_return_window_begins_with_the_delivery(database_url: str) -> None:
    """With days to wait they are counted from the delivery, and from the first one where there are several."""
    with shop(database_url, pending_for=days(14)) as engine:
        engine.handle(order(total=7))
        engine.handle(delivered(after(3)))
        assert wallet(engine, after(16)) == (0, 7)
        engine.handle(delivered(after(16), "d-2"))
        assert wallet(engine, after(17)) == (7, 0)
        assert audit(engine) == []


def test_nobody_waits_for_ever(sqlite_url: str) -> None:
    """Where nobody tells of a delivery they can be spent after the most that they wait; a later one changes nothing."""
    with shop(sqlite_url, at_most=days(20), pending_for=days(5), valid_for=days(10)) as engine:
        engine.handle(order(total=7))
        assert wallet(engine, after(19)) == (0, 7)
        assert wallet(engine, after(20)) == (7, 0)
        engine.handle(delivered(after(21)))
        assert wallet(engine, after(22)) == (7, 0)
        assert wallet(engine, after(30)) == (0, 0)
        assert audit(engine) == []


def test_a_delivery_adds_no_more_than_the_most(sqlite_url: str) -> None:
    """A delivery just before the most that they wait does not make them wait longer."""
    with shop(sqlite_url, at_most=days(20), pending_for=days(14)) as engine:
        engine.handle(order(total=7))
        engine.handle(delivered(after(15)))
        assert wallet(engine, after(19)) == (0, 7)
        assert wallet(engine, after(20)) == (7, 0)


FACTS: dict[str, list[Event]] = {
    "refunded before": [
        order(total=40, quantity=4),
        Refund(id="r", occurred_at=after(1), lines=[RefundLine(sku="beans", quantity=1)], **ORDER),
        delivered(after(5)),
        visit(at=after(9)),
    ],
    "refunded after": [
        order(total=40, quantity=4),
        delivered(after(5)),
        Refund(id="r", occurred_at=after(7), lines=[RefundLine(sku="beans", quantity=1)], **ORDER),
        Refund(id="s", occurred_at=after(8), **ORDER),
        visit(at=after(9)),
    ],
    "called off, delivered, and standing again": [
        order(total=40),
        OrderCancelled(id="x", occurred_at=after(2), **ORDER),
        delivered(after(3)),
        OrderReopened(id="y", occurred_at=after(6), **ORDER),
        visit(at=after(7)),
    ],
    "delivered, then more": [
        order(total=40),
        delivered(after(3)),
        delivered(after(4), "d-2"),
        OrderEdited(id="e", occurred_at=after(5), lines=order(total=70).lines, **ORDER),
        visit(at=after(6)),
    ],
    "nothing, then something": [
        order(total="0.50"),
        delivered(after(3)),
        OrderEdited(id="e", occurred_at=after(5), lines=order(total=70).lines, **ORDER),
        visit(at=after(6)),
    ],
}
LEFT = {
    "refunded before": (30, 0),
    "refunded after": (0, 0),
    "called off, delivered, and standing again": (40, 0),
    "delivered, then more": (70, 0),
    "nothing, then something": (70, 0),
}


@pytest.mark.parametrize("story", FACTS)
def test_refunds_and_late_facts(sqlite_url: str, story: str) -> None:
    """Whatever happens to the order, and however it is told, the same units are there, and expire the same."""
    facts = FACTS[story]
    orders = [facts, facts[::-1], [*facts[1:], facts[0]], [*facts[2:], *facts[:2]]]
    ends: list[Any] = []
    for number, told in enumerate(orders):
        with shop(f"{sqlite_url}-{number}", pending_for=days(1), valid_for=days(30)) as engine:
            for fact in told:
                engine.handle(fact)
            assert audit(engine) == []
            lots = [row for row in rows(engine, "lots") if row.amount]
            ends.append([(row.amount, row.remaining, row.available_from, row.expires_at, row.pending) for row in lots])
            assert wallet(engine, after(9, hours=1)) == LEFT[story]
    assert all(end == ends[0] for end in ends)


def test_a_guests_order_that_is_claimed(database_url: str) -> None:
    """What a guest waits for, the account waits for; a delivery told of either is of their order."""
    guest: dict[str, Any] = {"customer": "guest"}
    with shop(database_url) as engine:
        engine.handle(order(total=7, **guest))
        engine.handle(order("o-2", total=5, at=after(1), **guest))
        engine.handle(delivered(after(2), **guest))
        engine.handle(CustomersMerged(id="m", customer="c", other="guest", claim=True, occurred_at=after(3)))
        assert wallet(engine, after(4)) == (7, 5)
        engine.handle(delivered(after(5), "d-2", order="o-2"))
        assert wallet(engine, after(6)) == (12, 0)
        assert audit(engine) == []


def test_what_a_checkout_holds_is_not_let_go_by_a_delivery(sqlite_url: str) -> None:
    """Units that are held wait for their hold alone, whatever is delivered."""
    from retention_sdk import Debit

    with shop(sqlite_url) as engine:
        engine.handle(order(total=7))
        engine.handle(delivered(after(1)))
        engine.hold("c", Debit("points", 4), "till", minutes=60 * 24 * 5, at=after(2))
        engine.handle(delivered(after(3), "d-2"))
        assert wallet(engine, after(4)) == (3, 4)
        assert wallet(engine, after(8)) == (7, 0)
        assert audit(engine) == []


def test_it_is_said(sqlite_url: str) -> None:
    """A decision and the answer to why say what the units wait for."""
    with shop(sqlite_url, pending_for=days(14)) as engine:
        decision = engine.handle(order(total=7))
        assert "gives 7 points, pending for 14 days after order o-1 is delivered" in decision.explain()
        assert "waits gives 7 points" in engine.why("c", "o-1", at=after(1)).explain()
    with shop(f"{sqlite_url}-2") as engine:
        decision = engine.handle(order(total=7))
        assert "gives 7 points, pending until order o-1 is delivered." in decision.explain()
        assert decision.explain("cs") != decision.explain()


@pytest.mark.parametrize("terms", [{"until_delivered": ""}, {"at_most": timedelta(0)}, {"at_most": None}])
def test_what_cannot_be(terms: dict[str, Any]) -> None:
    """An order without an id, and no time at all, are refused by name."""
    (name,) = terms
    with pytest.raises(BadValue, match=name):
        Credit("points", 1, **terms)


def test_money_is_not_in_it(sqlite_url: str) -> None:
    """A delivery of an order that gave nothing is a delivery like any other."""
    with shop(sqlite_url) as engine:
        assert engine.handle(delivered(after(1))).granted == ()
        assert engine.handle(order(total=eur(0).major)).granted == ()
