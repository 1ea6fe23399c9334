"""Which lots a debit consumes: earliest expiry first, never-expiring last, ties first in first out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk.ledger import Lot, consumed

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def lot(turn: int, remaining: int = 10, *, place: int = 0, days: int | None = None, pending: bool = False) -> Lot:
    """A lot that expires in some days."""
    expires_at = None if days is None else NOW + timedelta(days=days)
    return Lot("points", turn, place, 10, remaining, NOW, expires_at, pending)


lots = st.lists(
    st.builds(lot, st.integers(1, 5), st.integers(0, 10), place=st.integers(0, 3), days=st.none() | st.integers(1, 4)),
    max_size=8,
    unique_by=lambda one: (one.turn, one.place),
)


def order(*some: Lot, amount: int) -> list[tuple[int, int, int]]:
    """Turn and place of each lot that gives, and how much."""
    return [(one.turn, one.place, taken) for one, taken in consumed(some, amount)]


def test_the_earliest_expiry_gives_first() -> None:
    """What would be lost first is spent first, and what is never lost is spent last."""
    some = (lot(1), lot(2, days=30), lot(3, days=7), lot(4, days=90))
    assert order(*some, amount=33) == [(3, 0, 10), (2, 0, 10), (4, 0, 10), (1, 0, 3)]


def test_ties_are_first_in_first_out() -> None:
    """Of lots that expire at once, and of those that never do, the older gives first; in a turn, the first."""
    some = (lot(2, place=1), lot(2), lot(1), lot(5, days=7), lot(4, place=2, days=7), lot(4, place=1, days=7))
    assert order(*some, amount=60) == [(4, 1, 10), (4, 2, 10), (5, 0, 10), (1, 0, 10), (2, 0, 10), (2, 1, 10)]


def test_what_gives_nothing() -> None:
    """A lot that waits, and one that is used up, give nothing and are not named."""
    assert order(lot(1, pending=True), lot(2, 0), lot(3, 4), amount=4) == [(3, 0, 4)]
    assert order(lot(1), amount=0) == []
    assert order(amount=0) == []


@pytest.mark.parametrize(("amount", "expected"), [(1, [1]), (10, [10]), (11, [10, 1]), (20, [10, 10])])
def test_no_more_than_is_wanted(amount: int, expected: list[int]) -> None:
    """The last lot gives a part of what it has."""
    assert [taken for _, taken in consumed([lot(1), lot(2), lot(3)], amount)] == expected


@given(lots, st.data())
def test_the_sum_and_the_order(some: list[Lot], data: st.DataObject) -> None:
    """Lots give exactly what is taken, none more than it has, each fully before the next one begins."""
    amount = data.draw(st.integers(0, sum(one.remaining for one in some)))
    taken = list(consumed(some, amount))
    assert sum(units for _, units in taken) == amount
    assert all(0 < units <= one.remaining for one, units in taken)
    assert all(units == one.remaining for one, units in taken[:-1])
    keys = [(one.expires_at is None, one.expires_at or NOW, one.turn, one.place) for one, _ in taken]
    assert keys == sorted(keys)
    assert taken == list(consumed(data.draw(st.permutations(some)), amount))


@pytest.mark.parametrize(
    ("one", "changes_at"),
    [
        (Lot("p", 1, 0, 5, 5, NOW, NOW + timedelta(1), pending=True), NOW),
        (Lot("p", 1, 0, 5, 5, NOW, NOW + timedelta(1), pending=False), NOW + timedelta(1)),
        (Lot("p", 1, 0, 5, 5, NOW, None, pending=False), None),
        (Lot("p", 1, 0, 5, 0, NOW, NOW + timedelta(1), pending=False), None),
    ],
)
def test_when_a_lot_changes(one: Lot, changes_at: datetime | None) -> None:
    """A lot that waits becomes available, one that can be spent expires, and an empty one does neither."""
    assert one.changes_at == changes_at
