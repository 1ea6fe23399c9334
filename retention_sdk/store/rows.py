"""What a batch reads and writes, as rows: tuples in the order of the tables' columns, without the store."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Protocol

from attrs import define, field, frozen

from retention_sdk.customer import Wallet
from retention_sdk.guards import Slot
from retention_sdk.ledger import Journal, Lot
from retention_sdk.times import from_micros, to_micros
from retention_sdk.wire import loads

Row = tuple[Any, ...]

MERGED = -1
"""The turn of a customer who was merged into another, whose id is their `latest`."""


class Stale(Exception):
    """Somebody else committed one of the batch's customers or counters in between: read again and decide again."""


class Late(Stale):
    """An event happened before others of its customer, or corrects an order: it needs the customer's lock."""


@frozen
class Request:
    """What a batch needs.

    Args:
        events: (source, id) of its events.
        customers: their customers.
        newest: the latest time among them, in microseconds; wallets with something due by then come with their lots.
        since: orders and rewards are read back to here; None reads none.
        orders: whether orders are read.
        slots: the rows of counters that are read.
        failures: whether the strategies that failed on these events are read.
        units: the units whose credits are read, back to `since`.
    """

    events: Sequence[tuple[str, str]]
    customers: Sequence[str]
    newest: int
    since: int | None = None
    slots: Sequence[Slot] = ()
    orders: bool = True
    units: Sequence[str] = ()


@define
class Loaded:
    """What a batch read.

    Attributes:
        events: (source, id, customer, turn, fingerprint, body, view, decision, revised, kept) of those that are known.
        customers: (customer, turn, standing, latest).
        wallets: (customer, unit, available, pending, lifetime, changes_at, expires_at).
        lots: (customer, key, unit, amount, remaining, at, place, available_from, expires_at, pending, waits_for,
            delay) of due wallets.
        orders: (customer, body of what is left).
        rewards: (customer, plugin, body, at, receipt).
        counters: (name, period, amount).
        credits: (customer, key, unit, amount, at).
    """

    events: Sequence[Row] = ()
    customers: Sequence[Row] = ()
    wallets: Sequence[Row] = ()
    lots: Sequence[Row] = ()
    orders: Sequence[Row] = ()
    rewards: Sequence[Row] = ()
    counters: Sequence[Row] = ()
    credits: Sequence[Row] = ()


@define
class Past:
    """All that ever happened to some customers.

    Attributes:
        events: (customer, turn, settings, body, view, decision, kept).
        movements: (customer, unit, lot, amount, source, target, at, cause, plugin, key).
        lots: as in `Loaded`, spent ones too.
        outbox: (customer, key, kind, body, cost, at, status, plugin, under, round, receipt).
        counters: (name, period, amount) of all that are kept.
    """

    events: Sequence[Row] = ()
    movements: Sequence[Row] = ()
    lots: Sequence[Row] = ()
    outbox: Sequence[Row] = ()
    counters: Sequence[Row] = ()


@define
class Writes:
    """What a batch writes.

    Attributes:
        journal: the ledger's part.
        customers: (customer, turn, standing, latest, wakes_at, turn before), to set.
        events: to append.
        decisions: (source, id, decision), to set anew after a retry.
        outbox: to append.
        schedule: to append.
        failures: to append or set.
        answered: (source, id, plugin) of failures that are no more.
        revised: (view, decision, source, id) of events that later facts have revised, to set.
        kept: (body, source, id) of what is left of purchases, to set; no body is the whole, an empty one nothing.
        taken: (key, round) of actions in the outbox that are taken back, up to that round.
        given: (key, round) of actions in the outbox that are given again, in that round.
        dated: (at, next_at, key, round) of actions in the outbox that count from another time; written after `given`.
        unscheduled: (key,) of events that are not to happen any more.
        fired: (key, event) of what has happened, or is not due any more, where it is not scheduled otherwise by now.
        rescheduled: (customer, due_at, event, key) of events that are to happen otherwise.
        moved: (customer, turns, other) of customers whose rows become another's, so many turns later; written first.
        counts: what is to be added to rows of counters, or taken off; none comes to more than it may.
        items: (batch, counts) of what the batch tells of items, for the store's day.
    """

    journal: Journal = field(factory=Journal)
    customers: dict[str, Row] = field(factory=dict[str, Row])
    events: list[Row] = field(factory=list[Row])
    decisions: list[Row] = field(factory=list[Row])
    outbox: list[Row] = field(factory=list[Row])
    schedule: list[Row] = field(factory=list[Row])
    failures: list[Row] = field(factory=list[Row])
    answered: list[Row] = field(factory=list[Row])
    revised: list[Row] = field(factory=list[Row])
    kept: list[Row] = field(factory=list[Row])
    taken: list[Row] = field(factory=list[Row])
    given: list[Row] = field(factory=list[Row])
    dated: list[Row] = field(factory=list[Row])
    unscheduled: list[Row] = field(factory=list[Row])
    fired: list[Row] = field(factory=list[Row])
    rescheduled: list[Row] = field(factory=list[Row])
    moved: list[Row] = field(factory=list[Row])
    counts: dict[Slot, int] = field(factory=dict[Slot, int])
    items: list[Row] = field(factory=list[Row])

    def count(self, changes: Iterable[tuple[Slot, int]], sign: int = 1) -> None:
        """Add changes to what is to be added to counters, or take them off; what comes to nothing is not written."""
        for slot, amount in changes:
            if left := self.counts.get(slot, 0) + sign * amount:
                self.counts[slot] = left
            else:
                self.counts.pop(slot, None)

    def counted(self) -> list[Row]:
        """(name, period, amount, most) of what is to be added to counters, always in the same order."""
        return [(*slot[:2], amount, slot.most) for slot, amount in sorted(self.counts.items())]


class Batch(Protocol):
    """One transaction: what it reads is true until it has written."""

    def load(self, request: Request) -> Loaded:
        """Read what a batch needs, with one query a table."""
        ...

    def open_lots(self, customers: Sequence[str], unit: str) -> list[Row]:
        """Read the open lots of some wallets of one unit, in the columns of `Loaded.lots`."""
        ...

    def past(self, customers: Sequence[str]) -> Past:
        """Read all that ever happened to some customers, with one query a table."""
        ...

    def scheduled(self, keys: Sequence[str]) -> Sequence[Row]:
        """Read what is to happen later: (key, event) of the keys that are known."""
        ...

    def erased(self, marks: Sequence[str]) -> Sequence[Row]:
        """Read what is kept of those who were forgotten: (mark, at, strategies) of the marks that are known."""
        ...

    def take_items(self) -> Sequence[Row]:
        """Take away what batches have told of items: (counts,) of each."""
        ...

    def write(self, writes: Writes) -> None:
        """Write all of it, with one statement a table.

        Raises:
            Stale: what was read is no longer true; nothing is written.
        """
        ...


def micros(value: Any) -> int | None:
    """An instant as it is stored, or None."""
    return None if value is None else to_micros(value)


def instant(value: int | None) -> Any:
    """A stored instant, or None."""
    return None if value is None else from_micros(value)


def wallet_of(row: Row) -> Wallet:
    """A wallet from its row."""
    _, unit, available, pending, lifetime, changes_at, expires_at = row
    return Wallet(unit, available, pending, lifetime, instant(changes_at), instant(expires_at))


def code_in(receipt: str) -> str | None:
    """What a customer types to use something, of a stored receipt; None where no platform has told."""
    code = loads(receipt).get("code") if '"code"' in receipt else None
    return None if code is None else str(code)


def lot_of(row: Row) -> Lot:
    """A lot from its row."""
    _, key, unit, amount, remaining, at, place, available_from, expires_at, pending, waits_for, delay = row
    times = (from_micros(available_from), instant(expires_at))
    waits = (waits_for, timedelta(microseconds=delay))
    return Lot(key, unit, amount, remaining, from_micros(at), place, *times, bool(pending), *waits)


def ledger_rows(journal: Journal) -> dict[str, list[Row]]:
    """The rows of a journal, by table."""
    return {
        "wallets": [
            (
                *(customer, unit, wallet.available, wallet.pending, wallet.lifetime),
                *(micros(wallet.changes_at), micros(wallet.expires_at)),
            )
            for (customer, unit), wallet in journal.wallets.items()
        ],
        "movements": list(journal.movements),
        "lots": [
            (
                *(customer, key, lot.unit, lot.amount, lot.remaining),
                *(to_micros(lot.at), lot.place, to_micros(lot.available_from), micros(lot.expires_at), lot.pending),
                *(lot.waits_for, lot.delay // timedelta(microseconds=1)),
            )
            for (customer, key), lot in journal.lots.items()
        ],
    }
