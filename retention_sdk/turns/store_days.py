"""The store's days: each counts what became known of items since the last one, and tells all of it exactly once.

A batch notes what it tells of items in a row of its own, in its own transaction: nobody waits for anybody, and nothing
is noted where no strategy asks for the store's days. A day takes the rows away in the transaction that commits it, so
what it did not see is told by the next one. Of several days that are kept late, the first tells all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import uuid4

from attrs import evolve

from retention_sdk.checks import COUNTABLE
from retention_sdk.events import Complaint, Event, ItemCounts, Purchase, Refund, StoreDay
from retention_sdk.store import Batch, Writes
from retention_sdk.turns.incoming import Incoming, stored_form
from retention_sdk.wire import dumps, loads

COUNTS = ("orders", "sold", "complaints", "refunds", "refunded")
"""What is counted of an item, in the order in which it is noted."""

ORDERS, SOLD, COMPLAINTS, REFUNDS, REFUNDED = range(len(COUNTS))


def counted(batch: Sequence[Incoming], transaction: Batch) -> Sequence[Incoming]:
    """A batch whose days of the store count what became known since the last one.

    Args:
        batch: events that are not known yet, in order.
        transaction: the one that commits them.

    Returns:
        As many events.
    """
    return [_counted(one, transaction) for one in batch]


def _counted(one: Incoming, transaction: Batch) -> Incoming:
    if not isinstance(one.event, StoreDay) or one.timer is None:
        return one  # what somebody hands in counts what they say
    found = _nothing()
    for (text,) in transaction.take_items():
        told: dict[str, list[int]] = loads(text)
        for sku, counts in told.items():
            found[sku] = [before + more for before, more in zip(found[sku], counts, strict=True)]
    event = evolve(one.event, items=[_item(sku, counts) for sku, counts in sorted(found.items())])
    return evolve(stored_form(event), timer=one.timer)


def _nothing() -> defaultdict[str, list[int]]:
    return defaultdict(lambda: [0] * len(COUNTS))


def _item(sku: str, counts: Sequence[int]) -> ItemCounts:
    return ItemCounts(sku=sku, **{what: min(count, COUNTABLE) for what, count in zip(COUNTS, counts, strict=True)})


def note_items(batch: Iterable[Incoming], writes: Writes) -> None:
    """Note what the new events of a batch tell of items, in a row of its own.

    Args:
        batch: events that were decided, new ones and others.
        writes: what the batch writes.
    """
    new = {(row[0], row[1]) for row in writes.events}
    found = _nothing()
    for one in batch:
        event = one.event
        if (key := (event.source, event.id)) in new and not one.quiet:
            new.discard(key)  # it may be in the batch twice
            for sku, what, units in _told(event):
                found[sku][what] += units
    if found:
        counts = {sku: [min(count, COUNTABLE) for count in of_item] for sku, of_item in found.items()}
        writes.items.append((uuid4().hex, dumps(counts)))


def _told(event: Event) -> Iterator[tuple[str, int, int]]:
    """What an event tells of each item that it names: the place of a count, and how much it is."""
    match event:
        case Purchase(lines=lines):
            yield from ((sku, ORDERS, 1) for sku in {line.sku for line in lines})
            yield from ((line.sku, SOLD, line.quantity) for line in lines)
        case Complaint(sku=str(sku)):
            yield sku, COMPLAINTS, 1
        case Refund(lines=returned):
            yield from ((sku, REFUNDS, 1) for sku in {line.sku for line in returned})
            yield from ((line.sku, REFUNDED, line.quantity) for line in returned)
        case _:
            return
