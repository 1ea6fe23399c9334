"""An account that is closed and opened again between turns, as batches do: nothing depends on where a batch ends."""

from __future__ import annotations

from collections import Counter

from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Credit, Debit, Wallet
from retention_sdk.ledger import Movement
from retention_sdk.ledger.journal import ACCRUAL, ACTIVATION, EXPIRY, Route
from retention_sdk.times import to_micros
from tests.build import START, after
from tests.laws.points_model import Lot, PlainWallet
from tests.ledger.books import Back, Books, Move, credit

UNITS = ("points", "stamps")
SPANS = st.none() | st.integers(1, 9)
CREDITS = st.builds(credit, st.integers(1, 9), SPANS, SPANS, st.sampled_from(UNITS))
DEBITS = st.builds(Debit, st.sampled_from(UNITS), st.integers(1, 12))
BACKS = st.builds(Back, st.integers(0, 9), st.integers(1, 9))
MOVES = st.lists(CREDITS | DEBITS | BACKS, max_size=4)
Story = list[tuple[int, list[Move], bool]]
STORIES = st.lists(st.tuples(st.integers(0, 25), MOVES, st.booleans()), max_size=8)
"""Turns: the day, which may go back, what is done, and whether the account is opened again before it."""


@define
class Plain:
    """Plain wallets, and what came into them.

    Attributes:
        wallets: by unit.
        opened: each credit's unit and lot.
        amounts: how much of each credit was not taken back.
    """

    wallets: dict[str, PlainWallet] = field(factory=lambda: {unit: PlainWallet() for unit in UNITS})
    opened: list[tuple[str, Lot]] = field(factory=list[tuple[str, Lot]])
    amounts: list[int] = field(factory=list[int])

    def turn_at(self, turn: int, day: int, moves: list[Move]) -> None:
        """One turn."""
        given = 0
        for wallet in self.wallets.values():
            wallet.settle(day)
        for place, move in enumerate(moves):
            match move:
                case Credit():
                    wait, valid = (span.days if span else None for span in (move.pending_for, move.valid_for))
                    lot = (day, given, f"{turn}.{place}")
                    given += 1
                    self.wallets[move.unit].credit(day, move.amount, wait or 0, valid, place=lot[1], key=lot[2])
                    self.opened.append((move.unit, lot))
                    self.amounts.append(move.amount)
                case Debit():
                    self.wallets[move.unit].debit(move.amount)
                case Back():
                    self._take_back(move)

    def _take_back(self, move: Back) -> None:
        if self.opened:
            number = move.lot % len(self.opened)
            unit, lot = self.opened[number]
            amount = min(move.amount, self.amounts[number])
            self.amounts[number] -= amount
            self.wallets[unit].take_back(lot, amount)


def told(story: Story) -> tuple[Books, Plain]:
    """A story in the books, and in plain wallets."""
    books, plain = Books(), Plain()
    for turn, (day, moves, reopened) in enumerate(story, 1):
        if reopened:
            books.reopen()
        books.turn_at(day, *moves)
        plain.turn_at(turn, day, moves)
    return books, plain


@given(STORIES)
def test_wallets_are_the_models(story: Story) -> None:
    """Totals are those of the plain model, and `changes_at` is the next instant at which a lot changes by itself."""
    books, plain = told(story)
    for unit, model in plain.wallets.items():
        assert books.totals(unit) == (model.available, model.pending, model.lifetime)
        assert books.wallet(unit).changes_at == (None if model.changes_on is None else after(model.changes_on))
        changes = [lot.changes_at for lot in books.lots.values() if lot.unit == unit and lot.changes_at]
        assert books.wallet(unit).changes_at == min(changes, default=None)


@given(STORIES)
def test_lots_are_the_models(story: Story) -> None:
    """What is left of each lot, what it owes and what it is of are the plain model's."""
    books, plain = told(story)
    assert [(lot.unit, ((lot.at - START).days, lot.place, lot.key)) for lot in books.lots.values()] == plain.opened
    assert [lot.amount for lot in books.lots.values()] == plain.amounts
    assert books.left() == [plain.wallets[unit].left(lot) for unit, lot in plain.opened]


@given(STORIES)
def test_a_debt_is_what_nothing_could_pay(story: Story) -> None:
    """After each turn: where a lot is below zero, no lot of that wallet has anything that could be spent."""
    for turns in range(len(story)):
        books, _ = told(story[: turns + 1])
        for unit in UNITS:
            lots = [lot for lot in books.lots.values() if lot.unit == unit and not lot.pending]
            owes, holds = any(lot.remaining < 0 for lot in lots), any(lot.remaining > 0 for lot in lots)
            assert not (owes and holds)
            assert owes == (books.wallet(unit).available < 0)


@given(STORIES)
def test_the_books_balance(story: Story) -> None:
    """Over all batches, accounts hold what flowed in less what flowed out, lot by lot, and debts are paid in full."""
    books, _ = told(story)
    held: Counter[tuple[str, str]] = Counter()
    of_lot: Counter[tuple[str, str]] = Counter()
    for movement in books.all_movements:
        assert movement.amount > 0
        assert movement.unit == books.lots[movement.lot].unit
        for account, amount in ((movement.source, -movement.amount), (movement.target, movement.amount)):
            held[movement.unit, account] += amount
            of_lot[movement.lot, account] += amount
    for unit in UNITS:
        assert (held[unit, "available"], held[unit, "pending"], -held[unit, "issued"]) == books.totals(unit)
        assert held[unit, "owed"] == 0
    for key, lot in books.lots.items():
        holding, other = ("pending", "available") if lot.pending else ("available", "pending")
        assert (of_lot[key, holding], of_lot[key, other]) == (lot.remaining, 0)
        assert -of_lot[key, "issued"] == lot.amount
        gone = of_lot[key, "redeemed"] + of_lot[key, "expired"] + of_lot[key, "owed"]
        assert lot.amount - lot.remaining == gone


@given(STORIES)
def test_movements_name_their_action(story: Story) -> None:
    """A credit is one movement, a debit one for each lot that gives; they bear its key, and come to its amount."""
    books, _ = told(story)
    actions = {f"{turn}.{place}": one for turn, (_, moves, _) in enumerate(story, 1) for place, one in enumerate(moves)}
    moved: dict[str, list[Movement]] = {key: [] for key, action in actions.items() if isinstance(action, Credit)}
    for movement in books.all_movements:
        moved.setdefault(movement.key, []).append(movement)
    by_time = moved.pop("", [])
    for key, movements in moved.items():
        action, lots = actions[key], [m.lot for m in movements]
        assert len(set(lots)) == len(lots)
        if isinstance(action, Credit):
            assert [(m.lot, m.unit, m.source) for m in movements] == [(key, action.unit, "issued")]
        if isinstance(action, Debit):
            assert {(m.unit, m.source, m.target) for m in movements} == {(action.unit, "available", "redeemed")}
        if isinstance(action, Back):
            assert {m.target for m in movements} == {"issued"}
        else:
            assert sum(m.amount for m in movements) == action.amount
    assert {(m.source, m.target) for m in by_time} <= {
        ("pending", "available"),
        ("available", "expired"),
        ("available", "owed"),
        ("owed", "available"),
    }


@given(STORIES)
def test_batches_do_not_matter(story: Story) -> None:
    """The same turns in one batch, and in a batch each, leave the same rows."""
    one, _ = told([(day, moves, False) for day, moves, _ in story])
    each, _ = told([(day, moves, True) for day, moves, _ in story])
    assert one.account.wallets == each.account.wallets
    assert one.lots == each.lots
    assert one.all_movements == each.all_movements


@given(STORIES, st.integers(0, 25), MOVES)
def test_lots_are_fetched_once_and_when_needed(story: Story, day: int, moves: list[Move]) -> None:
    """Stored lots are read once for a unit, and only where something is due, taken out, taken back or owed."""
    books, _ = told(story)
    books.reopen()
    stored = dict(books.account.wallets)
    due = {unit for unit, wallet in stored.items() if wallet.changes_at and wallet.changes_at <= after(day)}
    books.turn_at(day, *moves)
    moved = {m.unit for m in books.journal.movements if m.source != "issued"} & stored.keys()
    assert sorted(books.fetched) == sorted(due | moved)
    books.turn_at(day, *moves)
    assert len(set(books.fetched)) == len(books.fetched)


@given(STORIES, st.integers(26, 60))
def test_time_passes_the_same_however_often_it_is_looked_at(story: Story, last: int) -> None:
    """A customer who comes every day until the last has the lots of one who comes on the last day alone."""
    seldom, often = told(story)[0], told(story)[0]
    for day in range(26, last):
        often.turn_at(day)
    for books in (seldom, often):
        books.turn_at(last)
    assert seldom.lots == often.lots
    assert seldom.account.wallets == often.account.wallets
    for unit in UNITS:
        once, daily = ([m for m in books.all_movements if m.unit == unit] for books in (seldom, often))
        assert [(m.lot, m.amount, m.source, m.target, m.at) for m in once] == [
            (m.lot, m.amount, m.source, m.target, m.at) for m in daily
        ]


def test_settling_is_booked_at_its_own_instants() -> None:
    """Each lot's passage is a movement of its own, as of when it happened and in that order; nobody's key is at it."""
    books = Books()
    books.turn_at(0, credit(5, pending=3, valid=4), credit(2, valid=1), credit(1, pending=9))
    books.turn_at(8, Credit("points", 4))
    start, day = to_micros(START), 86_400 * 10**6

    def passed(place: int, lot: str, amount: int, route: Route, days: int) -> Movement:
        return Movement("c", 2, place, "points", lot, amount, *route, start + days * day, 2)

    assert books.journal.movements[3:] == [
        passed(0, "1.1", 2, EXPIRY, 1),
        passed(1, "1.0", 5, ACTIVATION, 3),
        passed(2, "1.0", 5, EXPIRY, 7),
        passed(3, "2.0", 4, ACCRUAL, 8)._replace(plugin="plugin", key="2.0"),
    ]
    assert books.totals() == (4, 1, 12)


def test_a_journal_holds_what_changed() -> None:
    """Wallets and lots that a turn leaves alone are not written again."""
    books = Books()
    books.turn_at(0, credit(5, valid=1), credit(5), credit(5, valid=9), credit(7, unit="stamps"))
    books.reopen()
    books.turn_at(2, Debit("points", 1))
    assert set(books.journal.wallets) == {("c", "points")}
    assert set(books.journal.lots) == {("c", "1.0"), ("c", "1.2")}
    assert books.wallet() == Wallet("points", 9, 0, 15, after(9), after(9))
    assert books.fetched == ["points"]
