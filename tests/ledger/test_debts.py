"""Debts: a lot below zero, since what was spent of it was taken back, and what pays it."""

from __future__ import annotations

import pytest

from retention_sdk import Customer, Debit
from retention_sdk.guards import Tally, balance
from retention_sdk.ledger.journal import AVAILABLE, ISSUED
from retention_sdk.times import to_micros
from tests.build import after, visit
from tests.ledger.books import Back, Books, credit

PAID = ("available", "owed"), ("owed", "available")


def in_debt(*debts: int) -> Books:
    """Books of a customer with a lot for each debt, one a day, all spent and then taken back; read anew."""
    books = Books()
    for day, debt in enumerate(debts):
        books.turn_at(day, credit(debt), Debit("points", debt))
    books.turn_at(len(debts), *(Back(number, debt) for number, debt in enumerate(debts)))
    books.reopen()
    return books


def test_taking_back_what_was_spent_is_a_debt() -> None:
    """A move out of a lot that has less leaves it below zero, and the wallet with it; what came in is less by it."""
    books = Books()
    books.turn_at(0, credit(10), Debit("points", 7))
    books.account.move((AVAILABLE, ISSUED), books.lots["1.0"], 8, ("plugin", "1.0"))
    assert (books.lots["1.0"].amount, books.left()) == (2, [-5])
    assert books.totals() == (-5, 0, 2)
    assert books.moved(1)[-1] == ("1.0", 8, "available", "issued")


def test_the_next_credit_pays() -> None:
    """Of a credit as much as is owed goes to the lot that owes it, in two movements; the rest can be spent."""
    books = in_debt(5)
    books.turn_at(9, credit(8, valid=3))
    assert books.moved(3) == [
        ("3.0", 8, "issued", "available"),
        ("3.0", 5, *PAID[0]),
        ("1.0", 5, *PAID[1]),
    ]
    assert [(m.plugin, m.key, m.cause) for m in books.journal.movements] == [
        ("plugin", "3.0", 3),
        ("", "", 3),
        ("", "", 3),
    ]
    assert books.left() == [0, 3]
    assert books.totals() == (3, 0, 8)
    assert books.wallet().changes_at == after(12)


@pytest.mark.parametrize(
    ("given", "left", "available"),
    [
        ([3], [-1, -2, 0], -3),
        ([4], [0, -2, 0], -2),
        ([5], [0, -1, 0], -1),
        ([6], [0, 0, 0], 0),
        ([3, 9], [0, 0, 0, 6], 6),
    ],
    ids=["less", "the first", "a part of the second", "all", "in two"],
)
def test_debts_are_paid_oldest_first(given: list[int], left: list[int], available: int) -> None:
    """The lot of the earlier event is paid in full before the next one gets anything, by one credit or several."""
    books = in_debt(4, 2)
    for day, amount in enumerate(given, 9):
        books.turn_at(day, credit(amount))
        books.reopen()
    assert books.left() == left
    assert books.totals() == (available, 0, sum(given))


def test_the_oldest_is_that_of_the_earliest_event() -> None:
    """Not the debt that was made first, nor the lot that was booked first, but the lot whose event happened first."""
    books = Books()
    books.turn_at(5, credit(2), credit(2), Debit("points", 4))
    books.turn_at(1, credit(2), Debit("points", 2))
    books.turn_at(6, Back(1, 2), Back(0, 2), Back(2, 2))
    books.turn_at(7, credit(3))
    assert books.left() == [-1, -2, 0, 0]


def test_an_activation_pays() -> None:
    """What waits pays nothing until its day, and then first of all what is owed, as of that day."""
    books = in_debt(5)
    books.turn_at(1, credit(8, pending=2, valid=1))
    assert (books.totals(), books.left()) == ((-5, 8, 8), [-5, 8])
    books.reopen()
    books.turn_at(3)
    assert books.moved(4) == [
        ("3.0", 8, "pending", "available"),
        ("3.0", 5, *PAID[0]),
        ("1.0", 5, *PAID[1]),
    ]
    assert (books.totals(), books.left(), books.wallet().changes_at) == ((3, 0, 8), [0, 3], after(4))


@pytest.mark.parametrize("waiting", [5, 8], ids=["just enough", "more"])
def test_an_activation_pays_before_it_expires(waiting: int) -> None:
    """Where a lot became available and expired since the last turn, it paid in between, and only the rest is lost."""
    books = in_debt(5)
    books.turn_at(1, credit(waiting, pending=2, valid=1))
    books.turn_at(30, credit(1))
    assert books.left() == [0, 0, 1]
    assert books.totals() == (1, 0, waiting + 1)
    paid = [m.at for m in books.journal.movements if "owed" in (m.source, m.target)]
    assert paid == [to_micros(after(3))] * 2


def test_what_becomes_available_first_pays_first() -> None:
    """Of two lots that became available since the last turn the earlier one paid, though the other expires sooner."""
    books = in_debt(5)
    books.turn_at(1, credit(5, pending=6, valid=1), credit(5, pending=2))
    books.turn_at(7)
    assert books.left() == [0, 5, 0]


def test_of_one_instant_the_earliest_expiry_pays() -> None:
    """Lots that become available at the same instant pay in the order in which a debit would consume them."""
    books = in_debt(5)
    books.turn_at(1, credit(5, pending=6), credit(5, pending=6, valid=9))
    books.turn_at(7)
    assert books.left() == [0, 5, 0]


def test_other_lots_pay_at_once() -> None:
    """A debt is what the wallet cannot pay: what other lots have is taken in the order in which it would be spent."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), Debit("points", 5), credit(3), credit(3, valid=9), credit(9, pending=9))
    books.reopen()
    books.turn_at(1, Back(0, 4))
    assert books.moved(2) == [
        ("1.0", 4, "available", "issued"),
        ("1.3", 3, *PAID[0]),
        ("1.0", 3, *PAID[1]),
        ("1.2", 1, *PAID[0]),
        ("1.0", 1, *PAID[1]),
    ]
    assert books.left() == [0, 2, 0, 9]
    assert (books.totals(), books.wallet().changes_at) == ((2, 9, 16), after(9))


def test_what_is_taken_back_of_a_waiting_lot_is_no_debt() -> None:
    """Units that wait are all there: they go, and what is available is left alone."""
    books = Books()
    books.turn_at(0, credit(5, pending=3), credit(2))
    books.turn_at(1, Back(0, 4))
    assert books.moved(2) == [("1.0", 4, "pending", "issued")]
    assert (books.totals(), books.left()) == ((2, 1, 3), [1, 2])
    books.turn_at(2, Back(0, 1))
    books.turn_at(9)
    assert (books.totals(), books.left()) == ((2, 0, 2), [0, 2])
    assert books.moved(4) == []


def test_a_debt_does_not_expire() -> None:
    """A lot that owes stays as it is when its day is past."""
    books = Books()
    books.turn_at(0, credit(5, valid=3), Debit("points", 5), Back(0, 5))
    assert books.wallet().changes_at is None
    books.turn_at(9)
    assert (books.totals(), books.left(), books.moved(2)) == ((-5, 0, 0), [-5], [])


def test_debts_are_of_their_unit() -> None:
    """Stamps do not pay for points."""
    books = in_debt(5)
    books.turn_at(9, credit(8, unit="stamps"))
    assert (books.totals("points"), books.totals("stamps")) == ((-5, 0, 0), (8, 0, 8))
    assert books.fetched == []


def test_nothing_is_spent_in_debt() -> None:
    """A wallet in debt refuses any debit, whatever waits; a credit of the same event counts for what it leaves."""
    books = in_debt(5)
    books.turn_at(1, credit(9, pending=9))
    tally = Tally(visit(), Customer("c", wallets=dict(books.account.wallets)), "EUR")
    assert balance(Debit("points", 1), tally) == ("balance", "1 point is more than the -5 available.")
    tally.add(credit(7))
    assert balance(Debit("points", 3), tally) == ("balance", "3 points are more than the 2 available.")
    assert balance(Debit("points", 2), tally) is None
    books.turn_at(2, Debit("points", 1), credit(7), Debit("points", 3), Debit("points", 2))
    assert [m.key for m in books.journal.movements if m.target == "redeemed"] == ["4.3"]
    assert books.totals() == (0, 9, 16)
