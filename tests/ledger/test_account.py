"""An account that is closed and opened again between turns, as batches do: nothing depends on where a batch ends."""

from __future__ import annotations

from collections import Counter

from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import Credit, Debit, Wallet
from retention_sdk.ledger import Movement
from retention_sdk.times import to_micros
from tests.build import START, after
from tests.ledger.books import Books, credit

UNITS = ("points", "stamps")
SPANS = st.none() | st.integers(1, 9)
CREDITS = st.builds(credit, st.integers(1, 9), SPANS, SPANS, st.sampled_from(UNITS))
DEBITS = st.builds(Debit, st.sampled_from(UNITS), st.integers(1, 12))
MOVES = st.lists(CREDITS | DEBITS, max_size=4)
Story = list[tuple[int, list[Credit | Debit], bool]]
STORIES = st.lists(st.tuples(st.integers(0, 25), MOVES, st.booleans()), max_size=8)
"""Turns: the day, which may go back, what is done, and whether the account is opened again before it."""


@define
class Plain:
    """A wallet as a list of single units: [available from, lost on, waits]."""

    units: list[list[int]] = field(factory=list)

    def settle(self, day: int) -> None:
        """Time passes."""
        for unit in self.units:
            unit[2] = unit[2] and unit[0] > day
        self.units = [unit for unit in self.units if unit[2] or unit[1] > day]

    def move(self, day: int, move: Credit | Debit) -> None:
        """Units come or, where there are enough, go."""
        if isinstance(move, Credit):
            begin = day + (move.pending_for.days if move.pending_for else 0)
            end = begin + move.valid_for.days if move.valid_for else 10**9
            self.units += [[begin, end, begin > day] for _ in range(move.amount)]
        else:
            able = sorted((unit for unit in self.units if not unit[2]), key=lambda unit: unit[1])
            gone = {id(unit) for unit in able[: move.amount]} if len(able) >= move.amount else set()
            self.units = [unit for unit in self.units if id(unit) not in gone]

    def changes_on(self) -> int | None:
        """The next day on which something happens by itself."""
        days = [unit[0] if unit[2] else unit[1] for unit in self.units]
        return min((day for day in days if day < 10**9), default=None)


def told(story: Story) -> tuple[Books, dict[str, Plain]]:
    """A story in the books, and in plain wallets."""
    books, plain = Books(), {unit: Plain() for unit in UNITS}
    for day, moves, reopened in story:
        if reopened:
            books.reopen()
        books.turn_at(day, *moves)
        for wallet in plain.values():
            wallet.settle(day)
        for move in moves:
            plain[move.unit].move(day, move)
    return books, plain


@given(STORIES)
def test_wallets_are_the_models(story: Story) -> None:
    """Totals are those of the plain model, and `changes_at` is the next instant at which a lot changes by itself."""
    books, plain = told(story)
    for unit, model in plain.items():
        waiting = sum(bool(one[2]) for one in model.units)
        day = model.changes_on()
        assert books.totals(unit)[:2] == (len(model.units) - waiting, waiting)
        assert books.wallet(unit).changes_at == (None if day is None else after(day))
        changes = [lot.changes_at for lot in books.lots.values() if lot.unit == unit and lot.changes_at]
        assert books.wallet(unit).changes_at == min(changes, default=None)


@given(STORIES)
def test_the_books_balance(story: Story) -> None:
    """Over all batches, accounts hold what flowed in less what flowed out, and each lot and movement is explained."""
    books, _ = told(story)
    held: Counter[tuple[str, str]] = Counter()
    for movement in books.all_movements:
        held[movement.unit, movement.source] -= movement.amount
        held[movement.unit, movement.target] += movement.amount
    for unit in UNITS:
        assert (held[unit, "available"], held[unit, "pending"], -held[unit, "issued"]) == books.totals(unit)
    of_lot: Counter[tuple[int, int]] = Counter()
    by_movement: Counter[tuple[int, int]] = Counter()
    for _, lot_turn, lot_place, turn, place, amount in books.all_consumptions:
        of_lot[lot_turn, lot_place] += amount
        by_movement[turn, place] += amount
    assert {key: lot.amount - of_lot[key] for key, lot in books.lots.items()} == {
        key: lot.remaining for key, lot in books.lots.items()
    }
    out = {(m.turn, m.place): m.amount for m in books.all_movements if m.target in ("redeemed", "expired")}
    assert by_movement == out
    opened = {(m.turn, m.place): (m.unit, m.amount) for m in books.all_movements if m.source == "issued"}
    assert opened == {key: (lot.unit, lot.amount) for key, lot in books.lots.items()}


@given(STORIES)
def test_batches_do_not_matter(story: Story) -> None:
    """The same turns in one batch, and in a batch each, leave the same rows."""
    one, _ = told([(day, moves, False) for day, moves, _ in story])
    each, _ = told([(day, moves, True) for day, moves, _ in story])
    assert one.account.wallets == each.account.wallets
    assert one.lots == each.lots
    # lots that are settled in the same turn have no order among them
    assert Counter(m._replace(place=0) for m in one.all_movements) == Counter(
        m._replace(place=0) for m in each.all_movements
    )


@given(STORIES, st.integers(0, 25), MOVES)
def test_lots_are_fetched_once_and_when_needed(story: Story, day: int, moves: list[Credit | Debit]) -> None:
    """Stored lots are read once for a unit, and only where something is due or is taken out."""
    books, _ = told(story)
    books.reopen()
    stored = dict(books.account.wallets)
    due = {unit for unit, wallet in stored.items() if wallet.changes_at and wallet.changes_at <= after(day)}
    books.turn_at(day, *moves)
    spent = {m.unit for m in books.journal.movements if m.target == "redeemed"} & stored.keys()
    assert sorted(books.fetched) == sorted(due | spent)
    books.turn_at(day, *moves)
    assert len(set(books.fetched)) == len(books.fetched)


def test_settling_is_booked_at_its_own_instants() -> None:
    """Each lot's passage is a movement of its own, as of when it happened; nobody's plugin or key stands at it."""
    books = Books()
    books.turn_at(0, credit(5, pending=3, valid=4), credit(2, valid=1), credit(1, pending=9))
    books.turn_at(8, Credit("points", 4))
    start, day = to_micros(START), 86_400 * 10**6

    def passed(place: int, amount: int, source: str, target: str, days: int) -> Movement:
        return Movement("c", 2, place, "points", amount, source, target, start + days * day, 2)

    assert books.journal.movements[3:] == [
        passed(0, 5, "pending", "available", 3),
        passed(1, 5, "available", "expired", 7),
        passed(2, 2, "available", "expired", 1),
        passed(3, 4, "issued", "available", 8)._replace(plugin="plugin", key="2.0"),
    ]
    assert books.totals() == (4, 1, 12)


def test_a_journal_holds_what_changed() -> None:
    """Wallets and lots that a turn leaves alone are not written again."""
    books = Books()
    books.turn_at(0, credit(5, valid=1), credit(5), credit(5, valid=9), credit(7, unit="stamps"))
    books.reopen()
    books.turn_at(2, Debit("points", 1))
    assert set(books.journal.wallets) == {("c", "points")}
    assert set(books.journal.lots) == {("c", 1, 0), ("c", 1, 2)}
    assert books.wallet() == Wallet("points", 9, 0, 15, after(9))
    assert books.fetched == ["points"]
