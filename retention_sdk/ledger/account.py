"""One customer's wallets and lots, turn after turn."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from attrs import evolve

from retention_sdk.actions import Credit, Debit
from retention_sdk.customer import Wallet
from retention_sdk.ledger.journal import (
    ACCRUAL,
    ACTIVATION,
    AVAILABLE,
    EXPIRY,
    HELD,
    HELD_ACCRUAL,
    ISSUED,
    OWED,
    PENDING,
    REDEMPTION,
    TIME_OUT,
    Journal,
    Movement,
    Route,
)
from retention_sdk.ledger.lots import Lot, consumed, next_times, oldest_first
from retention_sdk.times import to_micros

By = tuple[str, str]
"""The strategy that causes a movement and its action's key; both empty for the passing of time."""

TIME: By = ("", "")

_WAITING = (PENDING, HELD)

_NOTHING = timedelta(0)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return other if one is None else one if other is None else min(one, other)


def _passing(lot: Lot) -> Route:
    """What the passing of time does to a lot."""
    if lot.pending:
        return TIME_OUT if lot.is_held else ACTIVATION
    return EXPIRY


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
        self._lots: dict[str, dict[str, Lot]] = {}
        self._turn = self._cause = self._place = self._credits = 0
        self.at: datetime

    def begin(self, turn: int, at: datetime, cause: int | None = None) -> None:
        """Begin a turn: pending lots whose time has come are activated, then those past their date expire.

        Args:
            turn: the customer's turn.
            at: when the event happened.
            cause: the turn of the event that is decided, where it is an earlier one.
        """
        self._turn, self._cause, self.at = turn, turn if cause is None else cause, at
        self._place = self._credits = 0
        due = [unit for unit, wallet in self.wallets.items() if wallet.changes_at and wallet.changes_at <= at]
        for unit in sorted(due):  # wallets come in any order, and movements have places
            self._settle(unit, at)

    def credit(self, action: Credit, plugin: str, key: str) -> None:
        """Open a lot; where the wallet is in debt, the lot pays it."""
        at, unit, amount = self.at, action.unit, action.amount
        waits_for, delay = action.until_delivered or "", action.pending_for or _NOTHING
        available_from = at + (action.at_most if waits_for else delay)
        expires_at = None if action.valid_for is None else available_from + action.valid_for
        place, self._credits = self._credits, self._credits + 1
        lot = Lot(key, unit, amount, amount, at, place, available_from, expires_at, available_from > at)
        if waits_for:
            lot = evolve(lot, waits_for=waits_for, delay=delay)
        self.issue(lot, amount, plugin)

    def issue(self, lot: Lot, amount: int, plugin: str) -> None:
        """Put units into a wallet.

        Args:
            lot: the lot as it is with them.
            amount: the units.
            plugin: the strategy that gives them.
        """
        unit, pending = lot.unit, lot.pending
        wallet = self.wallets.get(unit) or Wallet(unit)
        self._note(HELD_ACCRUAL if pending else ACCRUAL, lot, amount, self.at, (plugin, lot.key))
        self._keep(lot)
        self._set(
            Wallet(
                unit,
                wallet.available + (0 if pending else amount),
                wallet.pending + (amount if pending else 0),
                wallet.lifetime + amount,
                _earlier(wallet.changes_at, lot.changes_at),
                _earlier(wallet.expires_at, lot.lost_at),
            )
        )
        if wallet.available < 0 and not pending:
            self.absorb(unit)

    def deliver(self, order: str, at: datetime) -> None:
        """Let what waits for the delivery of an order wait no longer than it has to.

        Args:
            order: the order.
            at: when it was delivered, no later than the turn.
        """
        for unit in sorted(self.wallets):
            for lot in [one for one in self.lots(unit).values() if one.waits_for == order]:
                if (sooner := lot.delivered(at)) != lot:
                    self._keep(sooner)
            self._settle(unit, self.at)

    def debit(self, action: Debit, plugin: str, key: str) -> None:
        """Consume lots; the caller has seen to it that the wallet holds enough."""
        for lot, taken in consumed(self.lots(action.unit).values(), action.amount):
            self._transfer(REDEMPTION, lot, taken, (plugin, key), self.at)
        self._retime(action.unit)

    def lots(self, unit: str) -> dict[str, Lot]:
        """The lots of a wallet that are open, and all that were used here."""
        if unit in self._stored:
            self._stored -= {unit}
            self._lots[unit] = {lot.key: lot for lot in self._fetch(self.customer, unit)} | self._lots.get(unit, {})
        return self._lots.setdefault(unit, {})

    def used(self) -> Iterator[Lot]:
        """The lots that were opened or used here, as they are now."""
        for lots in self._lots.values():
            yield from lots.values()

    def move(self, route: Route, lot: Lot, amount: int, by: By = TIME, at: datetime | None = None) -> None:
        """Transfer units within a lot, and set lot and wallet accordingly.

        What a lot has no longer is taken from the wallet's other lots; a debt is what none of them could pay.

        Args:
            route: from which account to which.
            lot: the lot as it stands.
            amount: units, above zero; more than the lot has can only be taken from what was available.
            by: who causes it.
            at: when it counts from; the turn's time where not given.
        """
        self._transfer(route, lot, amount, by, at or self.at)
        if self._lots[lot.unit][lot.key].remaining < 0:
            self.absorb(lot.unit, at)
        self._retime(lot.unit)

    def absorb(self, unit: str, at: datetime | None = None) -> None:
        """Pay a wallet's debts out of what it holds, the oldest first; as of the turn's time where none is given."""
        when, lots = at or self.at, self.lots(unit)
        for debt in sorted((lot for lot in lots.values() if lot.remaining < 0), key=oldest_first):
            for lot, taken in consumed(lots.values(), -debt.remaining):
                self._transfer((AVAILABLE, OWED), lot, taken, TIME, when)
                self._transfer((OWED, AVAILABLE), lots[debt.key], taken, TIME, when)
        self._retime(unit)

    def _transfer(self, route: Route, lot: Lot, amount: int, by: By, at: datetime) -> None:
        """Move units; when the wallet changes next is left to `_retime`, which looks at every lot."""
        source, target = route
        self._note(route, lot, amount, at, by)
        available = amount * ((target == AVAILABLE) - (source == AVAILABLE))
        pending = amount * ((target in _WAITING) - (source in _WAITING))
        issued = amount * ((source == ISSUED) - (target == ISSUED))
        self._keep(
            evolve(
                lot,
                amount=lot.amount + issued,
                remaining=lot.remaining + available + pending,
                pending=lot.pending and not available,
            )
        )
        wallet = self.wallets[lot.unit]
        totals = (wallet.available + available, wallet.pending + pending, wallet.lifetime + issued)
        self._set(Wallet(lot.unit, *totals, wallet.changes_at, wallet.expires_at))

    def _settle(self, unit: str, at: datetime) -> None:
        """Let time pass from one change to the next: what becomes available pays debts before it can expire."""
        lots, due = self.lots(unit), dict[datetime, list[str]]()
        for lot in sorted(lots.values(), key=oldest_first):
            for when in (lot.available_from if lot.pending else None, lot.lost_at):
                if when is not None and when <= at:
                    due.setdefault(when, []).append(lot.key)
        for now in sorted(due):
            in_debt = self.wallets[unit].available < 0
            for lot in (lots[key] for key in due[now]):
                if lot.changes_at is not None and lot.changes_at <= now:
                    self._transfer(_passing(lot), lot, lot.remaining, TIME, now)
            if in_debt:
                self.absorb(unit, now)
        self._retime(unit)

    def _retime(self, unit: str) -> None:
        """Set when a wallet changes next, and when something in it expires next."""
        self._set(evolve(self.wallets[unit], **next_times(self.lots(unit).values())))

    def _keep(self, lot: Lot) -> None:
        self._lots.setdefault(lot.unit, {})[lot.key] = lot
        self._journal.lots[self.customer, lot.key] = lot

    def _set(self, wallet: Wallet) -> None:
        self.wallets[wallet.unit] = self._journal.wallets[self.customer, wallet.unit] = wallet

    def _note(self, route: Route, lot: Lot, amount: int, at: datetime, by: By) -> None:
        place, self._place = self._place, self._place + 1
        self._journal.movements.append(
            Movement(
                *(self.customer, self._turn, place, lot.unit, lot.key, amount),
                *(*route, to_micros(at), self._cause, *by),
            )
        )
