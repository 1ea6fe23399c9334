"""Lots: which of them a debit consumes, and when they change by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Debit
from retention_sdk.ledger import Lot, consumed
from tests.build import START, after
from tests.ledger.books import Books, credit


def lot(turn: int, remaining: int, expires: int | None = None, place: int = 0, *, pending: bool = False) -> Lot:
    """A lot of points of which nothing is consumed yet, expiring on a day."""
    return Lot("points", turn, place, remaining, remaining, START, None if expires is None else after(expires), pending)


def taken(lots: list[Lot], amount: int) -> list[tuple[int, int]]:
    """From which lots, told by their turns, how much is taken."""
    return [(lot.turn, units) for lot, units in consumed(lots, amount)]


@pytest.mark.parametrize(
    ("lots", "expected"),
    [
        ([lot(1, 3, 30), lot(2, 3, 10), lot(3, 3, 20)], [(2, 3), (3, 2)]),
        ([lot(1, 3), lot(2, 3, 10_000), lot(3, 3)], [(2, 3), (1, 2)]),
        ([lot(3, 3), lot(1, 3), lot(2, 3)], [(1, 3), (2, 2)]),
        ([lot(2, 3, 10), lot(1, 3, 10), lot(3, 3, 10)], [(1, 3), (2, 2)]),
        ([lot(1, 3, 5, pending=True), lot(2, 9)], [(2, 5)]),
        ([lot(1, 0, 5), lot(2, 9)], [(2, 5)]),
        ([lot(1, 9, 5), lot(2, 9)], [(1, 5)]),
    ],
    ids=["earliest expiry", "never is last", "first in", "first in of equals", "pending", "empty", "the rest is left"],
)
def test_the_order_of_consumption(lots: list[Lot], expected: list[tuple[int, int]]) -> None:
    """Earliest expiry first, never last, first in first out; neither pending nor empty lots, and no more than asked."""
    assert taken(lots, 5) == expected


def test_places_of_one_turn() -> None:
    """Of lots that one turn opened, the one of the earlier place goes first, counted as numbers."""
    lots = [lot(1, 1, place=place) for place in (10, 9, 2)]
    assert [(one.place, units) for one, units in consumed(lots, 2)] == [(2, 1), (9, 1)]


def test_a_microsecond_tells() -> None:
    """The order of expiry is exact to the microsecond."""
    early, late = after(1), after(1, microseconds=1)
    lots = [Lot("points", 1, 0, 1, 1, START, late), Lot("points", 2, 0, 1, 1, START, early)]
    assert taken(lots, 1) == [(2, 1)]


def test_the_last_instant_is_not_never() -> None:
    """A lot that expires on the last day of all comes before one that never does, although it is younger."""
    end = START.replace(year=9999, month=12, day=31)
    assert taken([Lot("points", 1, 0, 1, 1, START), Lot("points", 2, 0, 1, 1, START, end)], 1) == [(2, 1)]


LOTS = st.lists(
    st.builds(lot, st.integers(1, 4), st.integers(0, 5), st.none() | st.integers(1, 4), st.integers(0, 3)),
    max_size=8,
    unique_by=lambda one: (one.turn, one.place),
)


@given(LOTS, st.lists(st.booleans(), min_size=8, max_size=8), st.data())
def test_consumption_is_exact(lots: list[Lot], waiting: list[bool], data: st.DataObject) -> None:
    """Taken together it is the amount; each unit comes from the lot that a plain sort of all units puts first."""
    lots = [lot(o.turn, o.remaining, o.expires_at and (o.expires_at - START).days, o.place, pending=w)
            for o, w in zip(lots, waiting, strict=False)]  # fmt: skip
    units = [one for one in lots if not one.pending for _ in range(one.remaining)]
    never = after(10**6)
    units.sort(key=lambda one: (one.expires_at or never, one.turn, one.place))
    amount = data.draw(st.integers(0, len(units)))
    found = list(consumed(lots, amount))
    assert [one for one, count in found for _ in range(count)] == units[:amount]
    assert len({(one.turn, one.place) for one, _ in found}) == len(found)
    assert all(count for _, count in found)


@pytest.mark.parametrize(
    ("one", "at"),
    [
        (Lot("points", 1, 0, 5, 5, after(1), after(2), True), after(1)),
        (Lot("points", 1, 0, 5, 1, after(1), after(2), False), after(2)),
        (Lot("points", 1, 0, 5, 5, after(1), None, True), after(1)),
        (Lot("points", 1, 0, 5, 5, after(1), None, False), None),
        (Lot("points", 1, 0, 5, 0, after(1), after(2), True), None),
        (Lot("points", 1, 0, 5, 0, after(1), after(2), False), None),
    ],
    ids=["pending", "available", "pending for ever after", "for ever", "empty and pending", "empty"],
)
def test_when_a_lot_changes(one: Lot, at: object) -> None:
    """A pending lot changes when it becomes available, another when it expires, an empty one never."""
    assert one.changes_at == at


def test_a_debit_consumes_in_that_order() -> None:
    """Through an account: stored lots and those of the same turn are one pile, and the rest of each is right."""
    books = Books()
    books.turn_at(0, credit(5, valid=30), credit(5))
    books.turn_at(1, credit(5, valid=10), credit(5, pending=2, valid=1))
    books.reopen()
    books.turn_at(2, credit(5, valid=5), Debit("points", 12))
    left = {key: one.remaining for key, one in books.lots.items()}
    assert left == {(1, 0): 3, (1, 1): 5, (2, 0): 0, (2, 1): 5, (3, 0): 0}
    assert books.journal.consumptions == [("c", 3, 0, 3, 1, 5), ("c", 2, 0, 3, 1, 5), ("c", 1, 0, 3, 1, 2)]
    assert books.totals() == (8, 5, 25)


def test_equal_expiry_from_different_days() -> None:
    """Lots that expire at the same instant are first in first out, whenever they were credited."""
    books = Books()
    books.turn_at(0, credit(1, valid=10))
    books.turn_at(4, credit(1, valid=6))
    books.turn_at(5, Debit("points", 1))
    assert [one.remaining for one in books.lots.values()] == [0, 1]
    assert {one.expires_at for one in books.lots.values()} == {START + timedelta(days=10)}
