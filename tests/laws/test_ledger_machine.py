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
from retention_sdk.store import Request, Store, Writes, open_store
from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.store.rows import lot_of, wallet_of
from retention_sdk.store.schema import movements
from retention_sdk.times import to_micros
from tests.build import after
from tests.laws.points_model import PlainWallet

CUSTOMERS, UNITS = ("ann", "bob"), ("points", "stamps")
STORES = count(1)
DAYS = st.integers(0, 30)
CREDIT = st.tuples(st.just("credit"), st.integers(1, 9), st.integers(0, 9), st.none() | st.integers(1, 15))
DEBIT = st.tuples(st.just("debit"), st.integers(1, 12))
MOVES = st.lists(st.tuples(st.sampled_from(UNITS), st.one_of(CREDIT, DEBIT)), max_size=4)
TURNS = st.lists(st.tuples(st.sampled_from(CUSTOMERS), DAYS, MOVES), min_size=1, max_size=4)


class GivenUp(Exception):
    """A batch that ends before it is written."""


class LedgerMachine(RuleBasedStateMachine):
    """Turns are made through accounts, and written in one transaction a batch; models make the same turns."""

    url = ""

    @initialize()
    def open(self) -> None:
        self.key = f"store-{next(STORES)}"
        self.store: Store = open_store(self.url, self.key)
        self.turns = dict.fromkeys(CUSTOMERS, 0)
        self.model = {(customer, unit): PlainWallet() for customer in CUSTOMERS for unit in UNITS}

    @rule(turns=TURNS, locked=st.booleans())
    def commit(self, turns: list[Any], locked: bool) -> None:
        self._write(turns, locked=locked or len({customer for customer, _, _ in turns}) > 1)
        for customer, day, moves in turns:
            for unit in UNITS:
                self.model[customer, unit].settle(day)
            for unit, move in moves:
                wallet = self.model[customer, unit]
                if move[0] == "credit":
                    wallet.credit(day, *move[1:])
                else:
                    wallet.debit(move[1])

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
                lots = [lot_of(lot) for lot in transaction.open_lots([row[0]], row[1])]
                assert sum(lot.remaining for lot in lots) == len(plain.units)
                assert wallet.changes_at == min((lot.changes_at for lot in lots if lot.changes_at), default=None)
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

    def teardown(self) -> None:
        found = check_ledger(self.store, self.key)
        self.store.close()
        # turns were made without events
        assert [difference for difference in found if difference.code in ("wallet", "lot")] == []

    def _write(self, turns: list[Any], *, locked: bool, give_up: bool = False) -> None:
        customers = list(dict.fromkeys(customer for customer, _, _ in turns))
        newest = to_micros(after(max(day for _, day, _ in turns)))
        with self.store.batch(locked=locked) as transaction:
            loaded = transaction.load(Request((), customers, newest))
            writes = Writes()
            accounts = self._accounts(loaded, transaction, writes)
            for customer, day, moves in turns:
                before = self._turn(writes, customer)
                accounts[customer].begin(self.turns[customer], after(day))
                for place, (unit, move) in enumerate(moves):
                    self._move(accounts[customer], unit, move, f"{customer}.{before}.{place}")
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

    def _turn(self, writes: Writes, customer: str) -> int:
        before = writes.customers.get(customer, (None, None, None, self.turns[customer]))[3]
        self.turns[customer] += 1
        writes.customers[customer] = (customer, self.turns[customer], "", before)
        return int(before)

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
    run_state_machine_as_test(machine, settings=settings(max_examples=60, stateful_step_count=15))


def test_a_machine_needs_no_engine() -> None:
    """The model knows nothing of the engine: it takes the units that expire first, and gives none back."""
    wallet = PlainWallet()
    wallet.credit(0, 3, valid_days=9)
    wallet.credit(0, 3)
    wallet.credit(0, 3, pending_days=5)
    assert (wallet.debit(7), wallet.debit(4)) == (False, True)
    wallet.settle(20)
    assert (wallet.available, wallet.pending, wallet.lifetime) == (5, 0, 9)
