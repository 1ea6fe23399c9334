"""One customer's wallets and lots, turn after turn."""

from collections.abc import Callable
from datetime import datetime

from attrs import evolve

from retention_sdk.actions import Credit, Debit
from retention_sdk.customer import Wallet
from retention_sdk.ledger.journal import (
    ACCRUAL,
    ACTIVATION,
    EXPIRY,
    HELD_ACCRUAL,
    REDEMPTION,
    Journal,
    Movement,
    Route,
)
from retention_sdk.ledger.lots import Lot, consumed
from retention_sdk.times import to_micros


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return other if one is None else one if other is None else min(one, other)


class Account:
    """A customer's wallets while a batch is decided; what changes is written into the journal.

    Args:
        customer: whose.
        wallets: the wallets as stored, by unit.
        journal: where changes are collected.
        fetch: reads the open lots of one of the stored wallets; called only when a debit or a due date needs them.
    """

    def __init__(
        self, customer: str, wallets: dict[str, Wallet], journal: Journal, fetch: Callable[[str, str], list[Lot]]
    ) -> None:
        self.customer, self.wallets = customer, wallets
        self._journal, self._fetch = journal, fetch
        self._stored = frozenset(wallets)
        self._lots: dict[str, dict[tuple[int, int], Lot]] = {}
        self._turn = self._cause = self._place = 0
        self._at: datetime

    def begin(self, turn: int, at: datetime, cause: int | None = None) -> None:
        """Begin a turn: pending lots whose time has come are activated, then those past their date expire.

        Args:
            turn: the customer's turn.
            at: when the event happened.
            cause: the turn of the event that is decided, where it is an earlier one.
        """
        self._turn, self._cause, self._place, self._at = turn, turn if cause is None else cause, 0, at
        for wallet in self.wallets.values():
            if wallet.changes_at is not None and wallet.changes_at <= at:
                self._settle(wallet.unit, at)

    def credit(self, action: Credit, plugin: str, key: str) -> None:
        """Open a lot."""
        at = self._at
        available_from = at + action.pending_for if action.pending_for else at
        expires_at = None if action.valid_for is None else available_from + action.valid_for
        pending = available_from > at
        wallet = self.wallets.get(action.unit) or Wallet(action.unit)
        lot = Lot(
            action.unit, self._turn, self._place, action.amount, action.amount, available_from, expires_at, pending
        )
        self._move(HELD_ACCRUAL if pending else ACCRUAL, action.unit, action.amount, at, (plugin, key))
        self._keep(lot)
        self._set(
            Wallet(
                action.unit,
                wallet.available + (0 if pending else action.amount),
                wallet.pending + (action.amount if pending else 0),
                wallet.lifetime + action.amount,
                _earlier(wallet.changes_at, lot.changes_at),
            )
        )

    def debit(self, action: Debit, plugin: str, key: str) -> None:
        """Consume lots; the caller has seen to it that the wallet holds enough."""
        wallet, lots = self.wallets[action.unit], self._open_lots(action.unit)
        place = self._move(REDEMPTION, action.unit, action.amount, self._at, (plugin, key))
        for lot, taken in consumed(lots.values(), action.amount):
            self._consume(lot, taken, place)
        self._set(evolve(wallet, available=wallet.available - action.amount, changes_at=self._next(action.unit)))

    def _settle(self, unit: str, at: datetime) -> None:
        lots, wallet = self._open_lots(unit), self.wallets[unit]
        activated = expired = 0
        for lot in [lot for lot in lots.values() if lot.pending and lot.available_from <= at]:
            self._move(ACTIVATION, unit, lot.remaining, lot.available_from)
            self._keep(evolve(lot, pending=False))
            activated += lot.remaining
        for lot in [lot for lot in lots.values() if lot.changes_at and not lot.pending and lot.changes_at <= at]:
            place = self._move(EXPIRY, unit, lot.remaining, lot.changes_at or at)
            self._consume(lot, lot.remaining, place)
            expired += lot.remaining
        self._set(
            evolve(
                wallet,
                available=wallet.available + activated - expired,
                pending=wallet.pending - activated,
                changes_at=self._next(unit),
            )
        )

    def _consume(self, lot: Lot, amount: int, place: int) -> None:
        self._journal.consumptions.append((self.customer, lot.turn, lot.place, self._turn, place, amount))
        self._keep(evolve(lot, remaining=lot.remaining - amount))

    def _open_lots(self, unit: str) -> dict[tuple[int, int], Lot]:
        if unit in self._stored:
            self._stored -= {unit}
            stored = {(lot.turn, lot.place): lot for lot in self._fetch(self.customer, unit)}
            self._lots[unit] = stored | self._lots.get(unit, {})
        return self._lots.setdefault(unit, {})

    def _next(self, unit: str) -> datetime | None:
        return min((lot.changes_at for lot in self._lots[unit].values() if lot.changes_at), default=None)

    def _keep(self, lot: Lot) -> None:
        lots = self._lots.setdefault(lot.unit, {})
        lots[lot.turn, lot.place] = lot
        self._journal.lots[self.customer, lot.turn, lot.place] = lot

    def _set(self, wallet: Wallet) -> None:
        self.wallets[wallet.unit] = self._journal.wallets[self.customer, wallet.unit] = wallet

    def _move(self, route: Route, unit: str, amount: int, at: datetime, by: tuple[str, str] = ("", "")) -> int:
        """Append a movement, by a strategy with an action's key or by the passing of time; its place is answered."""
        place, self._place = self._place, self._place + 1
        self._journal.movements.append(
            Movement(self.customer, self._turn, place, unit, amount, *route, to_micros(at), self._cause, *by)
        )
        return place
