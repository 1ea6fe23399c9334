"""Returns: units that are taken back from the customer, and units that come back to them, each in its own lot."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from retention_sdk import Debit
from retention_sdk.ledger import Policy, Returns
from tests.build import after
from tests.ledger.books import Books, credit

if TYPE_CHECKING:
    from retention_sdk.ledger import Lot

GRACE = timedelta(days=3)


def take_back(books: Books, key: str, amount: int, policy: Policy) -> int:
    """Take units of a lot back; what could not be taken is answered."""

    def expired(lot: str) -> int:
        lost = sum(m.amount for m in books.all_movements if (m.lot, m.target) == (lot, "expired"))
        return lost - sum(m.amount for m in books.all_movements if (m.lot, m.source) == (lot, "expired"))

    return Returns(books.account, policy).take_back(books.lots[key], amount, "plugin", expired)


def give_back(books: Books, debit: str, amount: int, policy: Policy) -> None:
    """Give back some of what a debit took."""
    taken: Counter[str] = Counter()
    for one in books.all_movements:
        if one.key == debit:
            taken[one.lot] += one.amount * ((one.target == "redeemed") - (one.source == "redeemed"))
    Returns(books.account, policy).give_back("points", amount, ("plugin", debit), taken)


def fresh(books: Books) -> Lot:
    """The lot that was opened last."""
    return list(books.lots.values())[-1]


def balanced(books: Books) -> Books:
    """Books whose lots are what their movements make, with nothing below zero but what was issued, and debts."""
    held: Counter[tuple[str, str]] = Counter()
    owed = 0
    for one in books.all_movements:
        held[one.lot, one.source] -= one.amount
        held[one.lot, one.target] += one.amount
        owed += one.amount * ((one.target == "owed") - (one.source == "owed"))
    for key, lot in books.lots.items():
        assert held[key, "available"] + held[key, "pending"] == lot.remaining
        assert -held[key, "issued"] == lot.amount >= 0
        assert min(held[key, name] for name in ("pending", "redeemed", "expired")) >= 0
    assert owed == 0
    lots = books.lots.values()
    assert books.totals() == (
        sum(lot.remaining for lot in lots if not lot.pending),
        sum(lot.remaining for lot in lots if lot.pending),
        sum(lot.amount for lot in lots),
    )
    return books


@pytest.mark.parametrize(
    ("policy", "short", "left", "amounts"),
    [
        (Policy("only_pending"), 5, [3, 4], [5, 4]),
        (Policy("within_balance"), 0, [0, 2], [0, 4]),
        (Policy("into_debt"), 0, [0, 2], [0, 4]),
    ],
    ids=["only pending", "within balance", "into debt"],
)
def test_what_the_wallet_holds_is_taken(policy: Policy, short: int, left: list[int], amounts: list[int]) -> None:
    """The lot's own rest goes, then what other lots hold; both are of what was credited less what was taken back."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), credit(4), Debit("points", 2))
    assert take_back(books, "1.0", 5, policy) == short
    assert balanced(books).left() == left
    assert [lot.amount for lot in books.lots.values()] == amounts


@pytest.mark.parametrize(
    ("policy", "short", "left", "amounts"),
    [
        (Policy("only_pending"), 5, [0, 2], [5, 2]),
        (Policy("within_balance"), 3, [0, 0], [3, 2]),
        (Policy("into_debt"), 0, [-3, 0], [0, 2]),
    ],
    ids=["only pending", "within balance", "into debt"],
)
def test_what_was_spent_is_short_or_owed(policy: Policy, short: int, left: list[int], amounts: list[int]) -> None:
    """What no lot holds is answered as short, or is a debt of the lot that was taken back."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), credit(2), Debit("points", 5))
    assert take_back(books, "1.0", 5, policy) == short
    assert balanced(books).left() == left
    assert [lot.amount for lot in books.lots.values()] == amounts


def test_one_after_the_other() -> None:
    """Two lots are taken back in full, the second of which had paid for the first: the customer owes what was spent."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), credit(5), Debit("points", 5))
    assert take_back(books, "1.0", 5, Policy("into_debt")) == 0
    assert balanced(books).left() == [0, 0]
    assert take_back(books, "1.1", 5, Policy("into_debt")) == 0
    assert balanced(books).left() == [0, -5]
    assert [lot.amount for lot in books.lots.values()] == [0, 0]


def test_nothing_more_is_taken_from_a_wallet_in_debt() -> None:
    """Within the balance is nothing where the balance is below zero."""
    books = Books()
    books.turn_at(0, credit(5), credit(3), Debit("points", 8))
    take_back(books, "1.0", 5, Policy("into_debt"))
    assert take_back(books, "1.1", 3, Policy("within_balance")) == 3
    assert balanced(books).left() == [-5, 0]


@pytest.mark.parametrize("spent", ["only_pending", "within_balance", "into_debt"])
def test_what_waits_is_taken(spent: str) -> None:
    """A lot that waits has all its units, and nothing else is touched."""
    books = Books()
    books.turn_at(0, credit(5, pending=3), credit(5))
    assert take_back(books, "1.0", 4, Policy(spent)) == 0
    assert balanced(books).left() == [1, 5]
    assert books.moved(1)[2:] == [("1.0", 4, "pending", "issued")]


@pytest.mark.parametrize(
    ("spent", "short", "left"), [("only_pending", 2, 4), ("within_balance", 0, 2), ("into_debt", 0, 2)]
)
def test_what_has_expired_costs_nothing(spent: str, short: int, left: int) -> None:
    """Units that were lost are taken back from what was lost; only what was spent is taken from other lots."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), Debit("points", 2))
    books.turn_at(9, credit(4))
    assert take_back(books, "1.0", 5, Policy(spent)) == short
    assert balanced(books).left() == [0, left]


def test_what_was_spent_comes_back_to_its_lots() -> None:
    """The lots that gave last get first, and each no more than it gave; what is in time can be spent as before."""
    books = Books()
    books.turn_at(0, credit(5, valid=9), credit(5), Debit("points", 8))
    give_back(books, "1.2", 4, Policy())
    assert balanced(books).left() == [1, 5]
    give_back(books, "1.2", 4, Policy())
    assert balanced(books).left() == [5, 5]
    assert books.wallet().changes_at == after(9)


def test_what_comes_back_pays_debts() -> None:
    """Units that come back are the wallet's: what is owed is paid with them."""
    books = Books()
    books.turn_at(0, credit(5), credit(5), Debit("points", 10))
    take_back(books, "1.0", 3, Policy("into_debt"))
    give_back(books, "1.2", 5, Policy())
    assert balanced(books).left() == [0, 2]


def test_what_comes_back_too_late_is_lost() -> None:
    """Without a grace, what comes back to a lot that has expired expires with it."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), Debit("points", 4))
    books.turn_at(9)
    give_back(books, "1.1", 4, Policy())
    assert balanced(books).left() == [0]
    assert books.moved(2)[-1] == ("1.0", 4, "available", "expired")


def test_a_grace() -> None:
    """With one, it can be spent for a while, as a lot of its own that nothing was issued into."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), Debit("points", 4))
    books.turn_at(9)
    give_back(books, "1.1", 4, Policy(grace=GRACE))
    assert balanced(books).totals() == (4, 0, 5)
    assert (fresh(books).amount, fresh(books).remaining, fresh(books).expires_at) == (0, 4, after(12))
    books.turn_at(12)
    assert balanced(books).totals() == (0, 0, 5)


def test_a_grace_for_each_slice() -> None:
    """What comes back in slices adds up, at the same time and at different times, each with a grace of its own."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), Debit("points", 5))
    books.turn_at(9)
    give_back(books, "1.1", 1, Policy(grace=GRACE))
    give_back(books, "1.1", 1, Policy(grace=GRACE))
    assert balanced(books).totals() == (2, 0, 5)
    books.turn_at(11)
    give_back(books, "1.1", 3, Policy(grace=GRACE))
    assert balanced(books).totals() == (5, 0, 5)
    books.turn_at(12)
    assert balanced(books).totals() == (3, 0, 5)
    books.turn_at(14)
    assert balanced(books).totals() == (0, 0, 5)


def test_what_has_a_grace_is_not_lost() -> None:
    """Taking the lot back takes the units that came back: they have not expired, they are in another lot."""
    books = Books()
    books.turn_at(0, credit(5, valid=2), Debit("points", 5))
    books.turn_at(9)
    give_back(books, "1.1", 5, Policy(grace=GRACE))
    assert take_back(books, "1.0", 5, Policy()) == 0
    assert balanced(books).totals() == (0, 0, 0)


def test_giving_again() -> None:
    """What was taken back can be put back into its lot, where it waits or can be spent as it would have."""
    books = Books()
    books.turn_at(0, credit(5, pending=3), credit(5, valid=9))
    for key in ("1.0", "1.1"):
        take_back(books, key, 5, Policy())
    returns = Returns(books.account, Policy())
    for key in ("1.0", "1.1"):
        returns.give_again(books.lots[key], 4, "plugin")
    assert balanced(books).totals() == (4, 4, 8)
    assert books.wallet().changes_at == after(3)
    books.turn_at(9)
    assert balanced(books).totals() == (4, 0, 8)
    returns.give_again(books.lots["1.1"], 1, "plugin")
    assert balanced(books).totals() == (4, 0, 9)
