"""The store's days: each counts what became known of items since the last one, and tells all of it exactly once.

A batch notes what it tells of items in rows of its own, in its own transaction: nobody waits for anybody, and nothing
is noted where no strategy asks for the store's days. A day takes the rows away in the transaction that commits it, so
what it did not see is told by the next one. Of several days that are kept late, the first tells all.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import uuid4

from attrs import evolve

from retention_sdk.events import Complaint, Event, ItemCounts, Purchase, Refund, StoreDay
from retention_sdk.store import Batch, Writes
from retention_sdk.turns.incoming import Incoming, stored_form

COUNTS = ("orders", "sold", "complaints", "refunds", "refunded")
"""What is counted of an item, in the order of the table's columns."""

MOST = 2**40
"""The most units of an item that a batch tells of, so that a day's sum has a place in the database."""


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
    rows = transaction.take_items()
    items = [ItemCounts(sku=sku, **dict(zip(COUNTS, counts, strict=True))) for sku, *counts in rows]
    event = evolve(one.event, items=sorted(items, key=lambda item: item.sku))
    return evolve(stored_form(event), timer=one.timer)


def note_items(batch: Iterable[Incoming], writes: Writes) -> None:
    """Note what the new events of a batch tell of items, in rows of its own.

    Args:
        batch: events that were decided, new ones and others.
        writes: what the batch writes.
    """
    new = {(row[0], row[1]) for row in writes.events}
    found: dict[str, Counter[str]] = {}
    for one in batch:
        key = (one.event.source, one.event.id)
        if key not in new or one.quiet:
            continue
        new.discard(key)  # it may be in the batch twice
        for sku, told in _told(one.event).items():
            found.setdefault(sku, Counter()).update(told)
    name = uuid4().hex
    writes.items += [(name, sku, *(min(of[what], MOST) for what in COUNTS)) for sku, of in sorted(found.items())]


def _told(event: Event) -> Mapping[str, Counter[str]]:
    """What an event tells of each item that it names."""
    found: dict[str, Counter[str]] = {}
    match event:
        case Purchase(lines=lines):
            for line in lines:
                found.setdefault(line.sku, Counter(orders=1))["sold"] += line.quantity
        case Complaint(sku=str(sku)):
            found[sku] = Counter(complaints=1)
        case Refund(lines=returned):
            for line_back in returned:
                found.setdefault(line_back.sku, Counter(refunds=1))["refunded"] += line_back.quantity
        case _:
            pass
    return found
