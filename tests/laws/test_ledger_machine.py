"""The ledger against the plain model: any turns of any customers, in batches, some of which are given up."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from retention_sdk import Credit, Debit, Wallet
from retention_sdk.ledger import Account
from retention_sdk.ledger import Lot as StoredLot
from retention_sdk.ledger.journal import AVAILABLE, ISSUED, PENDING
from retention_sdk.store import Request, Store, Writes, open_store
from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.store.rows import lot_of, wallet_of
from retention_sdk.store.schema import lots, movements
from retention_sdk.store.sql import LOT_COLUMNS
from retention_sdk.times import to_micros
from tests.build import after
from tests.laws.points_model import Lot, PlainWallet

CUSTOMERS, UNITS = ("ann", "bob"), ("points", "stamps")
STORES = count(1)
DAYS = st.integers(0, 30)
CREDIT = st.tuples(st.just("credit"), st.integers(1, 9), st.integers(0, 9), st.none() | st.integers(1, 15))
DEBIT = st.tuples(st.just("debit"), st.integers(1, 12))
BACK = st.tuples(st.just("back"), st.integers(0, 5), st.integers(1, 9))
"""Of one of the wallet's lots, spent or not, some units are taken back."""
MOVES = st.lists(st.tuples(st.sampled_from(UNITS), st.one_of(CREDIT, DEBIT, BACK)), max_size=4)
TURNS = st.lists(st.tuples(st.sampled_from(CUSTOMERS), DAYS, MOVES), min_size=1, max_size=4)


class GivenUp(Exception):
    """A batch that ends before it is written."""


def key_of(customer: str, turn: int, place: int) -> str:
    """An action's key; keys sort as their actions came."""
    return f"{customer}.{turn:03}.{place}"


class LedgerMachine(RuleBasedStateMachine):
    """Turns are made through accounts, and written in one transaction a batch; models make the same turns."""

    url = ""

    @initialize()
    def open(self) -> None:
        self.key = f"store-{next(STORES)}"
        self.store: Store = open_store(self.url, self.key)
        self.turns = dict.fromkeys(CUSTOMERS, 0)
        self.model = {(customer, unit): PlainWallet() for customer in CUSTOMERS for unit in UNITS}
        self.came: dict[tuple[str, str], list[tuple[Lot, int]]] = {wallet: [] for wallet in self.model}

    @rule(turns=TURNS, locked=st.booleans())
    def commit(self, turns: list[Any], locked: bool) -> None:
        before = dict(self.turns)
        self._write(turns, locked=locked or len({customer for customer, _, _ in turns}) > 1)
        for customer, day, moves in turns:
            before[customer] += 1
            for unit in UNITS:
                self.model[customer, unit].settle(day)
            for place, (unit, move) in enumerate(moves):
                credits_before = sum(earlier[0] == "credit" for _, earlier in moves[:place])
                lot = (day, credits_before, key_of(customer, before[customer], place))
                self._model_move(customer, unit, move, lot)

    @rule(turns=TURNS)
    def give_up(self, turns: list[Any]) -> None:
        before = dict(self.turns)
        with pytest.raises(GivenUp):
            self._write(turns, locked=True, give_up=True)
        self.turns = before

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.url, self.key)

    @invariant()
    def wallets_are_the_models(self) -> None:
        with self.store.reading() as transaction:
            loaded = transaction.load(Request((), CUSTOMERS, 0))
            for row in loaded.wallets:
                wallet, plain = wallet_of(row), self.model[row[0], row[1]]
                assert (wallet.available, wallet.pending, wallet.lifetime) == (
                    plain.available,
                    plain.pending,
                    plain.lifetime,
                )
                opened = [lot_of(lot) for lot in transaction.open_lots([row[0]], row[1])]
                left = {lot[2]: plain.left(lot) for lot, _ in self.came[row[0], row[1]]}
                assert {lot.key: lot.remaining for lot in opened} == {
                    key: units for key, units in left.items() if units
                }
                assert wallet.changes_at == min((lot.changes_at for lot in opened if lot.changes_at), default=None)
                assert wallet.expires_at == min((lot.lost_at for lot in opened if lot.lost_at), default=None)
            known = {(row[0], row[1]) for row in loaded.wallets}
            assert all(not wallet.lifetime for key, wallet in self.model.items() if key not in known)

    @invariant()
    def movements_sum_up(self) -> None:
        held: Counter[tuple[str, str, str]] = Counter()
        with self.store.engine.connect() as connection:
            for row in connection.execute(select(movements).where(movements.c.store == self.key)):
                held[row.customer, row.unit, row.target] += row.amount
                held[row.customer, row.unit, row.source] -= row.amount
        for (customer, unit), plain in self.model.items():
            assert held[customer, unit, "available"] == plain.available
            assert held[customer, unit, "pending"] == plain.pending
            assert held[customer, unit, "issued"] == -plain.lifetime
            assert held[customer, unit, "owed"] == 0

    def teardown(self) -> None:
        found = check_ledger(self.store, self.key)
        self.store.close()
        # turns were made without events
        assert [difference for difference in found if difference.code in ("wallet", "lot")] == []

    def _write(self, turns: list[Any], *, locked: bool, give_up: bool = False) -> None:
        customers = list(dict.fromkeys(customer for customer, _, _ in turns))
        newest = to_micros(after(max(day for _, day, _ in turns)))
        stored = self._stored_lots()
        with self.store.batch(locked=locked) as transaction:
            loaded = transaction.load(Request((), customers, newest))
            writes = Writes()
            accounts = self._accounts(loaded, transaction, writes)
            for customer, day, moves in turns:
                self._turn(writes, customer)
                accounts[customer].begin(self.turns[customer], after(day))
                for place, (unit, move) in enumerate(moves):
                    if move[0] == "back":
                        self._take_back(accounts[customer], unit, move, {**stored, **writes.journal.lots})
                    else:
                        self._move(accounts[customer], unit, move, key_of(customer, self.turns[customer], place))
            if give_up:
                raise GivenUp
            transaction.write(writes)

    def _accounts(self, loaded: Any, transaction: Any, writes: Writes) -> dict[str, Account]:
        wallets: dict[str, dict[str, Wallet]] = {customer: {} for customer in CUSTOMERS}
        for row in loaded.wallets:
            wallets[row[0]][row[1]] = wallet_of(row)

        def fetch(customer: str, unit: str) -> list[Any]:
            return [lot_of(row) for row in transaction.open_lots([customer], unit)]

        return {customer: Account(customer, wallets[customer], writes.journal, fetch) for customer in CUSTOMERS}

    def _turn(self, writes: Writes, customer: str) -> None:
        before = writes.customers[customer][-1] if customer in writes.customers else self.turns[customer]
        self.turns[customer] += 1
        writes.customers[customer] = (customer, self.turns[customer], "", "", None, before)

    def _stored_lots(self) -> dict[tuple[str, str], StoredLot]:
        columns = [lots.c[name] for name in LOT_COLUMNS.split(", ")]
        with self.store.engine.connect() as connection:
            rows = connection.execute(select(*columns).where(lots.c.store == self.key)).all()
        return {(row.customer, row.key): lot_of(tuple(row)) for row in rows}

    def _take_back(self, account: Account, unit: str, move: Any, known: dict[tuple[str, str], StoredLot]) -> None:
        mine = [lot for (customer, _), lot in known.items() if customer == account.customer and lot.unit == unit]
        mine.sort(key=lambda lot: lot.key)
        lot = mine[move[1] % len(mine)] if mine else None
        if lot is not None and lot.amount:
            route = (PENDING if lot.pending else AVAILABLE, ISSUED)
            account.move(route, lot, min(move[2], lot.amount), ("test", lot.key))

    def _model_move(self, customer: str, unit: str, move: Any, lot: Lot) -> None:
        wallet, came = self.model[customer, unit], self.came[customer, unit]
        match move:
            case ("credit", amount, *spans):
                wallet.credit(lot[0], amount, *spans, place=lot[1], key=lot[2])
                came.append((lot, amount))
            case ("debit", amount):
                wallet.debit(amount)
            case (_, number, amount) if came:
                taken, there = came[number % len(came)]
                wallet.take_back(taken, min(amount, there))
                came[number % len(came)] = (taken, max(there - amount, 0))

    def _move(self, account: Account, unit: str, move: Any, key: str) -> None:
        if move[0] == "debit":
            wallet = account.wallets.get(unit)
            if wallet is not None and wallet.available >= move[1]:
                account.debit(Debit(unit, move[1]), "test", key)
            return
        _, amount, pending, valid = move
        wait, span = (None if not days else timedelta(days=days) for days in (pending, valid))
        account.credit(Credit(unit, amount, pending_for=wait, valid_for=span), "test", key)


def test_the_ledger_is_the_model(database_url: str) -> None:
    """Whatever turns are made, in whatever batches, wallets and lots are the model's, and movements sum up to them."""
    machine = type("Machine", (LedgerMachine,), {"url": database_url})
    run_state_machine_as_test(machine, settings=settings(max_examples=40, stateful_step_count=15))


def test_a_machine_needs_no_engine() -> None:
    """The model knows nothing of the engine: it takes the units that expire first, and gives none back."""
    wallet = PlainWallet()
    wallet.credit(0, 3, valid_days=9)
    wallet.credit(0, 3)
    wallet.credit(0, 3, pending_days=5)
    assert (wallet.debit(7), wallet.debit(4)) == (False, True)
    wallet.settle(20)
    assert (wallet.available, wallet.pending, wallet.lifetime) == (5, 0, 9)


def test_the_model_has_debts() -> None:
    """What the model takes back and no longer has is paid by what can be spent, and else by what comes."""
    wallet, one, other = PlainWallet(), (0, 0, "one"), (0, 1, "other")
    wallet.credit(0, 5, key="one")
    wallet.credit(0, 2, place=1, key="other")
    assert wallet.debit(5)
    wallet.take_back(one, 4)
    assert (wallet.available, wallet.left(one), wallet.left(other), wallet.lifetime) == (-2, -2, 0, 3)
    wallet.credit(1, 9, pending_days=3, valid_days=1)
    assert (wallet.available, wallet.pending, wallet.debit(1)) == (-2, 9, False)
    wallet.settle(4)
    assert (wallet.available, wallet.left(one)) == (7, 0)
    wallet.settle(5)
    assert (wallet.available, wallet.lifetime) == (0, 12)
