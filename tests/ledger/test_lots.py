"""Lots: which of them a debit consumes, and when they change by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Debit
from retention_sdk.ledger import Lot, consumed, expiring, next_times
from tests.build import START, after
from tests.ledger.books import Books, credit


def lot(
    hour: int, remaining: int, expires: int | None = None, place: int = 0, *, key: str = "", pending: bool = False
) -> Lot:
    """A lot of points of which nothing is consumed yet, of an event at an hour, expiring on a day."""
    end = None if expires is None else after(expires)
    return Lot(key, "points", remaining, remaining, after(hours=hour), place, START, end, pending)


def taken(lots: list[Lot], amount: int) -> list[tuple[int, int]]:
    """From which lots, told by their hours, how much is taken."""
    return [((lot.at - START) // timedelta(hours=1), units) for lot, units in consumed(lots, amount)]


@pytest.mark.parametrize(
    ("lots", "expected"),
    [
        ([lot(1, 3, 30), lot(2, 3, 10), lot(3, 3, 20)], [(2, 3), (3, 2)]),
        ([lot(1, 3), lot(2, 3, 10_000), lot(3, 3)], [(2, 3), (1, 2)]),
        ([lot(3, 3), lot(1, 3), lot(2, 3)], [(1, 3), (2, 2)]),
        ([lot(2, 3, 10), lot(1, 3, 10), lot(3, 3, 10)], [(1, 3), (2, 2)]),
        ([lot(1, 3, 5, pending=True), lot(2, 9)], [(2, 5)]),
        ([lot(1, 0, 5), lot(2, 9)], [(2, 5)]),
        ([lot(1, -3, 5), lot(2, 9)], [(2, 5)]),
        ([lot(1, 9, 5), lot(2, 9)], [(1, 5)]),
    ],
    ids=[
        "earliest expiry",
        "never is last",
        "first in",
        "first in of equals",
        "pending",
        "empty",
        "owed",
        "the rest is left",
    ],
)
def test_the_order_of_consumption(lots: list[Lot], expected: list[tuple[int, int]]) -> None:
    """Earliest expiry first, never last, first in first out; neither pending lots nor empty ones nor debts."""
    assert taken(lots, 5) == expected


def test_places_of_one_event() -> None:
    """Of lots that one event opened, the one of the earlier place goes first, counted as numbers."""
    lots = [lot(1, 1, place=place) for place in (10, 9, 2)]
    assert [(one.place, units) for one, units in consumed(lots, 2)] == [(2, 1), (9, 1)]


def test_keys_tell_what_nothing_else_does() -> None:
    """Lots of two events of the same instant go by their keys, whatever the order is in which they are read."""
    lots = [lot(1, 1, key=key) for key in "bca"]
    assert [one.key for one, _ in consumed(lots, 2)] == [one.key for one, _ in consumed(lots[::-1], 2)] == ["a", "b"]


def test_first_in_is_by_the_event() -> None:
    """A lot of an event that came late, and happened before others, goes before theirs: what counts is when it was."""
    books = Books()
    books.turn_at(5, credit(3))
    books.turn_at(2, credit(3))
    books.turn_at(6, Debit("points", 4))
    assert books.left() == [2, 0]


def test_a_microsecond_tells() -> None:
    """The order of expiry is exact to the microsecond, and so is that of the events."""
    early, late = after(1), after(1, microseconds=1)
    lots = [evolve(lot(1, 1), expires_at=late), evolve(lot(2, 1), expires_at=early)]
    assert taken(lots, 1) == [(2, 1)]
    lots = [lot(1, 1), evolve(lot(1, 1), at=after(hours=1, microseconds=-1))]
    assert taken(lots, 1) == [(0, 1)]


def test_the_last_instant_is_not_never() -> None:
    """A lot that expires on the last day of all comes before one that never does, although it is younger."""
    end = START.replace(year=9999, month=12, day=31)
    assert taken([lot(1, 1), evolve(lot(2, 1), expires_at=end)], 1) == [(2, 1)]


LOTS = st.lists(
    st.builds(
        lot,
        hour=st.integers(1, 4),
        remaining=st.integers(-2, 5),
        expires=st.none() | st.integers(1, 4),
        place=st.integers(0, 3),
        key=st.sampled_from("abc"),
        pending=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: (one.at, one.place, one.key),
)


@given(LOTS, st.data())
def test_consumption_is_exact(lots: list[Lot], data: st.DataObject) -> None:
    """Taken together it is the amount; each unit comes from the lot that a plain sort of all units puts first."""
    units = [one for one in lots if not one.pending for _ in range(one.remaining)]
    never = after(10**6)
    units.sort(key=lambda one: (one.expires_at or never, one.at, one.place, one.key))
    amount = data.draw(st.integers(0, len(units)))
    found = list(consumed(lots, amount))
    assert [one for one, count in found for _ in range(count)] == units[:amount]
    assert len({(one.at, one.place, one.key) for one, _ in found}) == len(found)
    assert all(count > 0 for _, count in found)


@pytest.mark.parametrize(
    ("one", "at"),
    [
        (Lot("k", "points", 5, 5, START, 0, after(1), after(2), pending=True), after(1)),
        (Lot("k", "points", 5, 1, START, 0, after(1), after(2)), after(2)),
        (Lot("k", "points", 5, 5, START, 0, after(1), pending=True), after(1)),
        (Lot("k", "points", 5, 5, START, 0, after(1)), None),
        (Lot("k", "points", 5, 0, START, 0, after(1), after(2), pending=True), None),
        (Lot("k", "points", 5, 0, START, 0, after(1), after(2)), None),
        (Lot("k", "points", 5, -1, START, 0, after(1), after(2)), None),
    ],
    ids=["pending", "available", "pending for ever after", "for ever", "empty and pending", "empty", "owed"],
)
def test_when_a_lot_changes(one: Lot, at: object) -> None:
    """A pending lot changes when it becomes available, another when it expires, an empty one or a debt never."""
    assert one.changes_at == at


def test_a_debit_consumes_in_that_order() -> None:
    """Through an account: stored lots and those of the same turn are one pile, and the rest of each is right."""
    books = Books()
    books.turn_at(0, credit(5, valid=30), credit(5))
    books.turn_at(1, credit(5, valid=10), credit(5, pending=2, valid=1))
    books.reopen()
    books.turn_at(2, credit(5, valid=5), Debit("points", 12))
    left = {key: one.remaining for key, one in books.lots.items()}
    assert left == {"1.0": 3, "1.1": 5, "2.0": 0, "2.1": 5, "3.0": 0}
    assert books.moved(3)[1:] == [
        ("3.0", 5, "available", "redeemed"),
        ("2.0", 5, "available", "redeemed"),
        ("1.0", 2, "available", "redeemed"),
    ]
    assert {one.key for one in books.journal.movements[1:]} == {"3.1"}
    assert books.totals() == (8, 5, 25)


def test_equal_expiry_from_different_days() -> None:
    """Lots that expire at the same instant are first in first out, whenever they were credited."""
    books = Books()
    books.turn_at(0, credit(1, valid=10))
    books.turn_at(4, credit(1, valid=6))
    books.turn_at(5, Debit("points", 1))
    assert books.left() == [0, 1]
    assert {one.expires_at for one in books.lots.values()} == {START + timedelta(days=10)}


def test_when_something_is_lost() -> None:
    """What is left of a lot is lost at its expiry; held beyond it, when it is let go; nothing, and a debt, never."""
    held = evolve(lot(1, 3, 5, pending=True), available_from=after(7))
    lots = [lot(1, 3, 5), held, lot(2, 0, 5), lot(2, -3, 5), lot(2, 3)]
    assert [one.lost_at for one in lots] == [after(5), after(7), None, None, None]


def test_what_a_wallet_brings_next() -> None:
    """The next change is the first that is available or expires; the next expiry is one, pending or not."""
    waits = evolve(lot(1, 3, 9, pending=True), available_from=after(2))
    assert next_times([waits, lot(1, 3, 12)]) == {"changes_at": after(2), "expires_at": after(9)}
    assert next_times([waits, lot(1, 3, 4)]) == {"changes_at": after(2), "expires_at": after(4)}
    assert next_times([lot(1, 3)]) == next_times([]) == {"changes_at": None, "expires_at": None}


def test_what_can_be_spent_and_expires() -> None:
    """What expires at one time is summed up, the earliest first; what is pending cannot be spent."""
    lots = [lot(1, 3, 9), lot(2, 4, 9), lot(3, 5, 2), lot(4, 6, 1, pending=True), lot(5, 7), lot(6, 0, 3)]
    assert expiring(lots) == [(after(2), "points", 5), (after(9), "points", 7)]


@given(spent=st.integers(0, 40), ends=st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_a_wallet_knows_its_next_expiry(spent: int, ends: list[int]) -> None:
    """Whatever is credited and spent, a wallet knows when the next of its open lots expires."""
    books = Books()
    books.account.begin(1, START)
    for number, days in enumerate(ends):
        books.account.credit(credit(7, valid=days), "p", f"k-{number}")
    if taken := min(spent, 7 * len(ends)):
        books.account.debit(Debit("points", taken), "p", "d")
    left = sorted(ends)[taken // 7 :]
    assert books.wallet().expires_at == (START + timedelta(days=left[0]) if left else None)
