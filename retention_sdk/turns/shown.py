"""What a platform shows: a fact that is known already, and may read otherwise than it did."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from retention_sdk.events import Event, OrderEdited, Purchase, Withdrawn
from retention_sdk.store import Row
from retention_sdk.times import to_micros
from retention_sdk.turns.incoming import Incoming, of_customer, stored_form
from retention_sdk.wire import from_json

Key = tuple[str, str]


@frozen
class _Known:
    """A fact as it was first shown: in its stored form, and whether it was corrected since."""

    first: Incoming
    corrected: bool = False


def keys(events: Iterable[Event]) -> Iterator[Key]:
    """Source and id of events, of the edits that orders among them may turn out to be, and of what they withdraw.

    Args:
        events: a batch.

    Yields:
        What has to be looked up.
    """
    for event in events:
        yield event.source, event.id
        if isinstance(event, Purchase) and event.as_of is not None:
            yield event.source, _edit_id(event)
        if isinstance(event, Withdrawn):
            yield event.event_source, event.event


def moments(event: Event) -> Iterator[datetime]:
    """When an event happened, and the edit that it may turn out to be."""
    yield event.occurred_at
    if isinstance(event, Purchase) and event.as_of is not None:
        yield event.as_of


def as_known(batch: Sequence[Incoming], rows: Mapping[Key, Row]) -> Sequence[Incoming]:
    """A batch with what is known of the facts that it shows.

    A fact that is shown again is the fact as it was first shown. Only an order that is shown later than at first tells
    something more: that it consists of these lines as of then, which is an edit of it.

    Args:
        batch: the events.
        rows: of those that were handled before, by source and id.

    Returns:
        As many events.
    """
    if all(one.event.as_of is None for one in batch):
        return batch
    first: dict[Key, _Known] = {}
    return [_as_known(one, rows, first) for one in batch]


def _as_known(one: Incoming, rows: Mapping[Key, Row], first: dict[Key, _Known]) -> Incoming:
    key = (one.event.source, one.event.id)
    known = first.get(key) or _stored(rows.get(key))
    if known is None:
        first[key] = _Known(one)
        return one
    event, was = one.event, known.first.event
    if event.as_of is None or was.as_of is None or type(event) is not type(was):
        return one  # it was told, not shown
    first[key] = known
    if not isinstance(event, Purchase) or event.as_of <= was.as_of:
        return known.first
    return _edit(event, known)


def _stored(row: Row | None) -> _Known | None:
    if row is None or not row[5]:  # whoever it was about is forgotten
        return None
    event: Any = of_customer(from_json(row[5], Event), row[2])
    return _Known(Incoming(event, row[5], row[4]), corrected=row[9] is not None)


def _edit(order: Purchase, known: _Known) -> Incoming:
    """What an order that is shown again tells: of whoever it is shown as an order of.

    Where that is not whose it was, it waits until the two are one customer.
    """
    was = known.first.event
    unchanged = isinstance(was, Purchase) and _parts(order) == _parts(was)
    edit = OrderEdited(
        id=_edit_id(order),
        customer=order.customer,
        occurred_at=order.as_of or order.occurred_at,
        source=order.source,
        profile=order.profile,
        as_of=order.as_of,
        order=order.id,
        lines=order.lines,
        shipping=order.shipping,
        shipping_tax=order.shipping_tax,
        coupons=order.coupons,
        unchanged=unchanged,
    )
    moved = order.customer != was.customer
    return evolve(stored_form(edit), quiet=unchanged and not known.corrected and not moved)


def _edit_id(order: Purchase) -> str:
    return f"{order.id} as of {to_micros(order.as_of or order.occurred_at)}"


def _parts(order: Purchase) -> tuple[object, ...]:
    return order.lines, order.shipping, order.shipping_tax, order.coupons
