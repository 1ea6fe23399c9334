"""A customer's account: what each turn moves, and that nothing is ever lost or doubled."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Credit, Debit, Wallet
from retention_sdk.ledger import Account, Journal, Lot
from retention_sdk.ledger.journal import AVAILABLE, EXPIRED, ISSUED, PENDING, REDEEMED
from retention_sdk.times import to_micros

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def day(number: float) -> datetime:
    """A time after NOW."""
    return NOW + timedelta(days=number)


def span(days: int | None) -> timedelta | None:
    """A span of days; None for none of them."""
    return timedelta(days=days) if days else None


def nothing_stored(customer: str, unit: str) -> list[Lot]:
    """A store that must not be asked."""
    raise AssertionError(f"asked for the lots of {customer}'s {unit}")


class Book:
    """An account and its journal, turn after turn."""

    def __init__(self, wallets: dict[str, Wallet] | None = None, fetch: Any = nothing_stored) -> None:
        self.journal = Journal()
        self.account = Account("c", wallets or {}, self.journal, fetch)
        self.turn = self.actions = 0

    def begin(self, at: datetime, cause: int | None = None) -> Book:
        """Begin the next turn."""
        self.turn, self.actions = self.turn + 1, 0
        self.account.begin(self.turn, at, cause)
        return self

    def credit(self, amount: int, pending: int | None = None, valid: int | None = None, unit: str = "points") -> Book:
        """Credit units, with spans in days."""
        action = Credit(unit, amount, pending_for=span(pending), valid_for=span(valid))
        self.account.credit(action, "plugin", self._key())
        return self

    def debit(self, amount: int, unit: str = "points") -> Book:
        """Debit units."""
        self.account.debit(Debit(unit, amount), "plugin", self._key())
        return self

    def _key(self) -> str:
        self.actions += 1
        return f"{self.turn}.{self.actions - 1}"

    def wallet(self, unit: str = "points") -> tuple[int, int, int]:
        """What is available, pending, and was ever credited."""
        wallet = self.account.wallets.get(unit) or Wallet(unit)
        return wallet.available, wallet.pending, wallet.lifetime

    def moves(self) -> list[tuple[int, int, str, int, str, str]]:
        """Turn, place, lot, amount, source and target of all movements."""
        return [(m.turn, m.place, m.lot, m.amount, m.source, m.target) for m in self.journal.movements]


def test_a_credit_opens_a_lot() -> None:
    """Units come from the program into the wallet, as a lot that bears the credit's key and the event's time."""
    book = Book().begin(NOW).credit(5).debit(1).credit(3, valid=30)
    assert book.wallet() == (7, 0, 8)
    assert book.moves() == [
        (1, 0, "1.0", 5, ISSUED, AVAILABLE),
        (1, 1, "1.0", 1, AVAILABLE, REDEEMED),
        (1, 2, "1.2", 3, ISSUED, AVAILABLE),
    ]
    assert book.journal.lots == {
        ("c", "1.0"): Lot("1.0", "points", 5, 4, NOW, 0, NOW),
        ("c", "1.2"): Lot("1.2", "points", 3, 3, NOW, 1, NOW, day(30)),
    }
    assert book.account.wallets["points"].changes_at == day(30)


def test_a_lots_place_is_among_the_credits_of_its_event() -> None:
    """Neither movements nor debits count, nor what happened before or at another event: places begin at 0 again."""
    book = Book().begin(NOW).credit(5, valid=1).credit(2).debit(6).credit(1, unit="stamps")
    book.begin(day(9)).debit(1).credit(3).credit(4)
    assert [(key, lot.at, lot.place) for (_, key), lot in book.journal.lots.items()] == [
        ("1.0", NOW, 0),
        ("1.1", NOW, 1),
        ("1.3", NOW, 2),
        ("2.1", day(9), 0),
        ("2.2", day(9), 1),
    ]


def test_a_movement_tells_why() -> None:
    """A movement names its lot, its strategy, the action's key, the time and the turn that it was decided for."""
    book = Book().begin(NOW).credit(5).begin(day(1), cause=1).credit(2).debit(1)
    first, second, third = book.journal.movements
    assert (first.customer, first.unit, first.lot, first.plugin, first.key) == ("c", "points", "1.0", "plugin", "1.0")
    assert (first.at, first.turn, first.cause) == (to_micros(NOW), 1, 1)
    assert (second.at, second.turn, second.cause) == (to_micros(day(1)), 2, 1)
    assert (third.lot, third.plugin, third.key, third.cause) == ("1.0", "plugin", "2.1", 1)


def test_pending_then_available_then_gone() -> None:
    """A lot waits, can be spent for as long as it was given for, counted from then, and expires."""
    book = Book().begin(NOW).credit(5, pending=3, valid=10)
    assert book.wallet() == (0, 5, 5)
    assert book.account.wallets["points"].changes_at == day(3)
    assert book.begin(day(3) - timedelta.resolution).wallet() == (0, 5, 5)
    assert book.begin(day(3)).wallet() == (5, 0, 5)
    assert book.account.wallets["points"].changes_at == day(13)
    assert book.begin(day(13) - timedelta.resolution).wallet() == (5, 0, 5)
    assert book.begin(day(13)).wallet() == (0, 0, 5)
    assert book.account.wallets["points"].changes_at is None
    assert [(m.source, m.target, m.at, m.plugin) for m in book.journal.movements] == [
        (ISSUED, PENDING, to_micros(NOW), "plugin"),
        (PENDING, AVAILABLE, to_micros(day(3)), ""),
        (AVAILABLE, EXPIRED, to_micros(day(13)), ""),
    ]


def test_both_in_one_turn() -> None:
    """A lot that became available and expired since the last turn does both, in this order."""
    book = Book().begin(NOW).credit(5, pending=3, valid=10).begin(day(99))
    assert book.wallet() == (0, 0, 5)
    assert book.moves() == [
        (1, 0, "1.0", 5, ISSUED, PENDING),
        (2, 0, "1.0", 5, PENDING, AVAILABLE),
        (2, 1, "1.0", 5, AVAILABLE, EXPIRED),
    ]
    assert [lot.remaining for lot in book.journal.lots.values()] == [0]


def test_a_debit_consumes_lots() -> None:
    """What a debit takes of each lot is a movement of its own with the debit's key; the lots are left with the rest."""
    book = Book().begin(NOW).credit(5).credit(5, valid=10).begin(day(1)).debit(7)
    assert book.wallet() == (3, 0, 10)
    assert book.moves()[2:] == [(2, 0, "1.1", 5, AVAILABLE, REDEEMED), (2, 1, "1.0", 2, AVAILABLE, REDEEMED)]
    assert [(m.plugin, m.key) for m in book.journal.movements[2:]] == [("plugin", "2.0")] * 2
    assert [lot.remaining for lot in book.journal.lots.values()] == [3, 0]
    assert book.account.wallets["points"].changes_at is None


def test_what_was_spent_does_not_expire() -> None:
    """Only the rest of a lot expires."""
    book = Book().begin(NOW).credit(5, valid=10).begin(day(1)).debit(2).begin(day(10))
    assert book.wallet() == (0, 0, 5)
    assert book.moves()[-1][2:] == ("1.0", 3, AVAILABLE, EXPIRED)


def test_units_are_apart() -> None:
    """Stamps do not pay for points."""
    book = Book().begin(NOW).credit(5).credit(2, unit="stamps").debit(2, unit="stamps")
    assert (book.wallet("points"), book.wallet("stamps")) == ((5, 0, 5), (0, 0, 2))


def test_stored_lots_are_read_when_they_are_needed() -> None:
    """A credit to a stored wallet reads no lots; a debit reads them once; and what is due does."""
    asked: list[str] = []
    stored = Lot("1.0", "points", 9, 4, NOW, 0, NOW, day(5))

    def fetch(_: str, unit: str) -> list[Lot]:
        asked.append(unit)
        return [stored]

    book = Book({"points": Wallet("points", 4, 0, 9, day(5))}, fetch)
    book.turn = 1
    book.begin(day(1)).credit(3)
    assert asked == []
    book.debit(5).debit(1)
    assert asked == ["points"]
    assert book.wallet() == (1, 0, 12)
    assert book.moves()[1:] == [
        (2, 1, "1.0", 4, AVAILABLE, REDEEMED),
        (2, 2, "2.0", 1, AVAILABLE, REDEEMED),
        (2, 3, "2.0", 1, AVAILABLE, REDEEMED),
    ]
    assert [m.key for m in book.journal.movements] == ["2.0", "2.1", "2.1", "2.2"]

    due = Book({"points": Wallet("points", 4, 0, 9, day(5))}, fetch)
    due.turn = 1
    assert due.begin(day(5)).wallet() == (0, 0, 9)
    assert asked == ["points", "points"]


def test_a_turn_without_a_move_writes_nothing() -> None:
    """Where nothing is due and nothing is proposed, the ledger is left alone."""
    book = Book({"points": Wallet("points", 4, 0, 9, day(5))}).begin(day(4))
    assert book.journal == Journal()


MOVES = st.one_of(
    st.tuples(st.just("credit"), st.integers(1, 9), st.none() | st.integers(1, 9), st.none() | st.integers(1, 15)),
    st.tuples(st.just("debit"), st.integers(1, 12)),
)
TURNS = st.lists(st.tuples(st.integers(0, 30), st.lists(MOVES, max_size=3)), max_size=10)


def played(turns: list[Any]) -> Book:
    """Turns with the moves that the wallet allows."""
    book = Book()
    for number, moves in turns:
        book.begin(day(number))
        for move, amount, *spans in moves:
            if move == "credit":
                book.credit(amount, *spans)
            elif book.wallet()[0] >= amount:
                book.debit(amount)
    return book


@given(TURNS)
def test_the_wallet_is_the_sum_of_the_movements(turns: list[Any]) -> None:
    """In any turns, of any times, a wallet holds what moved in less what moved out, and so do its lots."""
    book = played(turns)
    balance: Counter[str] = Counter()
    for one in book.journal.movements:
        assert one.amount > 0
        balance[one.source] -= one.amount
        balance[one.target] += one.amount
    available, pending, lifetime = book.wallet()
    assert (balance[AVAILABLE], balance[PENDING], -balance[ISSUED]) == (available, pending, lifetime)
    assert sum(balance.values()) == 0
    lots = book.journal.lots.values()
    assert sum(lot.remaining for lot in lots if not lot.pending) == available
    assert sum(lot.remaining for lot in lots if lot.pending) == pending
    assert min(available, pending) >= 0


@given(TURNS)
def test_each_lot_is_the_sum_of_its_movements(turns: list[Any]) -> None:
    """A lot is of what was issued into it, and holds that less what was redeemed and expired of it; in one account."""
    book = played(turns)
    held: Counter[tuple[str, str]] = Counter()
    for one in book.journal.movements:
        assert one.unit == book.journal.lots["c", one.lot].unit
        held[one.lot, one.source] -= one.amount
        held[one.lot, one.target] += one.amount
    for (_, key), lot in book.journal.lots.items():
        assert lot.amount == -held[key, ISSUED]
        assert lot.amount - lot.remaining == held[key, REDEEMED] + held[key, EXPIRED]
        assert lot.remaining == held[key, PENDING if lot.pending else AVAILABLE]
        assert held[key, AVAILABLE if lot.pending else PENDING] == 0


@given(TURNS)
def test_movements_are_numbered(turns: list[Any]) -> None:
    """Each movement has a place of its own in its turn, from 0 up, and each lot one movement that opened it."""
    book = played(turns)
    places: dict[int, list[int]] = {}
    for one in book.journal.movements:
        places.setdefault(one.turn, []).append(one.place)
    assert all(seen == list(range(len(seen))) for seen in places.values())
    opened = [(m.lot, m.key, m.amount) for m in book.journal.movements if m.source == ISSUED]
    assert opened == [(key, key, lot.amount) for (_, key), lot in book.journal.lots.items()]


@given(TURNS)
def test_a_wallet_knows_when_it_changes(turns: list[Any]) -> None:
    """The next change of a wallet is that of its lot that changes first."""
    book = played(turns)
    wallet = book.account.wallets.get("points")
    changes = [lot.changes_at for lot in book.journal.lots.values() if lot.changes_at]
    assert (wallet.changes_at if wallet else None) == min(changes, default=None)


@pytest.mark.parametrize("at", [day(0), day(-5)])
def test_a_late_turn(at: datetime) -> None:
    """A turn that happened before the last one undoes nothing: wallets are those of now."""
    book = Book().begin(day(10)).credit(5, valid=10).begin(at).credit(2)
    assert book.wallet() == (7, 0, 7)
    assert book.begin(day(20)).wallet() == (2, 0, 7)
