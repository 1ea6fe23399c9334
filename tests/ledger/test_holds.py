"""Holds in the ledger: units set aside in lots of their own, which time lets go of like any lot that waits."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Debit, HoldUnits
from retention_sdk.ledger import Policy, Returns, capture, hold, release
from tests.ledger.books import Books, credit

if TYPE_CHECKING:
    from datetime import datetime

BY = ("rewards", "h")


def held(amount: int, days: int = 1) -> Books:
    """Books of 5 units that expire after two days and 5 that never do, some of which are held from the first day on."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), credit(5))
    books.turn_at(1)
    hold(books.account, HoldUnits("points", amount, timedelta(days=days)), BY)
    return books


def left(books: Books) -> Counter[datetime | None]:
    """What can be spent, by when it expires."""
    found: Counter[datetime | None] = Counter()
    for lot in books.lots.values():
        if not lot.pending:
            found[lot.expires_at] += lot.remaining
    return +found


def test_what_expires_first_is_held_first() -> None:
    """A hold takes from lots in the order of a debit, each unit in two movements; nothing was spent or credited."""
    books = held(7)
    assert books.totals() == (3, 7, 10)
    assert books.moved(2) == [
        ("1.0", 5, "available", "owed"),
        ("h:held:1.0", 5, "owed", "held"),
        ("1.1", 2, "available", "owed"),
        ("h:held:1.1", 2, "owed", "held"),
    ]
    assert [lot.is_held for lot in books.lots.values()] == [False, False, True, True]


def test_time_lets_go() -> None:
    """When its time is over a hold's lots are available, to the moment; what had expired by then expires with that."""
    books = held(7, days=1)
    books.reopen()
    books.turn_at(2)
    assert books.totals() == (5, 0, 10)
    assert books.moved(3) == [
        ("h:held:1.0", 5, "held", "available"),
        ("h:held:1.0", 5, "available", "expired"),
        ("h:held:1.1", 2, "held", "available"),
    ]
    books = held(7, days=9)
    books.turn_at(8)
    assert books.totals() == (3, 7, 10)
    books.turn_at(10)
    assert books.totals() == (5, 0, 10)


def test_a_capture_spends_what_expires_first() -> None:
    """A capture of a part leaves the rest available in the lots that it is in."""
    books = held(7)
    capture(Returns(books.account, Policy()), Debit("points", 6, hold="h"), ("rewards", "k"))
    assert books.totals() == (4, 0, 10)
    assert [(m.lot, m.amount) for m in books.all_movements if m.target == "redeemed"] == [
        ("h:held:1.0", 5),
        ("h:held:1.1", 1),
    ]


def test_released_and_taken_back() -> None:
    """What was held and let go is taken back with the rest of its lot, before any other lot pays."""
    books = held(7)
    returns = Returns(books.account, Policy("within_balance"))
    release(returns, "points", "h", BY)
    assert returns.take_back(books.lots["1.1"], 5, "plugin", lambda _: 0) == 0
    assert books.totals() == (5, 0, 5)
    assert [lot.amount for lot in books.lots.values()] == [5, 0, 0, 0]
    assert left(books) == Counter({books.lots["1.0"].expires_at: 5})


def test_what_expired_of_a_hold_costs_nothing() -> None:
    """Units that expired after a hold are taken back out of what expired, and not out of other lots."""
    books = held(5)
    books.turn_at(3)
    lost = Counter(m.lot for m in books.all_movements if m.target == "expired" for _ in range(m.amount))
    returns = Returns(books.account, Policy("into_debt"))
    assert returns.take_back(books.lots["1.0"], 5, "plugin", lambda key: lost[key]) == 0
    assert books.totals() == (5, 0, 5)


CREDITS = st.lists(st.tuples(st.integers(1, 9), st.none() | st.integers(1, 60)), min_size=1, max_size=4)
HOLDS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.integers(1, 9), st.booleans()), max_size=6)


@given(earned=CREDITS, holds=HOLDS)
def test_holds_that_are_over_leave_no_trace(
    earned: list[tuple[int, int | None]], holds: list[tuple[int, int, int, bool]]
) -> None:
    """Whatever was held and let go, by time or by hand, what can be spent is what it would have been, by its expiry."""
    kept, plain = Books(), Books()
    for books in (kept, plain):
        books.turn_at(0, *(credit(amount, valid=valid) for amount, valid in earned))
    for number, (day, amount, lasts, by_hand) in enumerate(sorted(holds)):
        kept.turn_at(day)
        if kept.wallet().available >= amount:
            action = HoldUnits("points", amount, timedelta(days=lasts))
            hold(kept.account, action, ("rewards", f"h-{number}"))
            if by_hand:
                release(Returns(kept.account, Policy()), "points", f"h-{number}", BY)
        kept.reopen()
    for day in (45, 61):
        for books in (kept, plain):
            books.turn_at(day)
        assert left(kept) == left(plain)
        assert kept.totals() == plain.totals()
