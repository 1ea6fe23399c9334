"""What delivery knows of an accepted offer is told to its cancel session, as an event that the clock brings.

It is written down in the transaction that writes down what came of the action: neither is ever known without the other.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from retention_sdk.cancelling import CancelSession, SessionState
from retention_sdk.cancelling.due import SOURCE, event_id
from retention_sdk.delivery.claim import MESSAGES
from retention_sdk.events import OfferAccepted, OfferApplied, OfferFailed
from retention_sdk.store.outbox import BOOKED, DONE, FAILED, GIVEN_UP, LOST
from retention_sdk.store.schema import customers, events, outbox, schedule
from retention_sdk.times import from_micros, to_micros
from retention_sdk.wire import converter, loads, to_json

OVER = (FAILED, LOST, GIVEN_UP)
"""The states of what was promised, and nobody tries any more."""

_MOMENT = timedelta(microseconds=1)


def tell_sessions(connection: Connection, store: str, keys: Collection[str], now: int) -> None:
    """Schedule what cancel sessions have to hear, now that it is known what came of some actions.

    A session hears that its offer was applied when all is carried out that it promised, and that it failed when some of
    it is given up; that once each, and what is carried out after that is heard too. A message that went out, or did
    not, is no part of what was promised, unless there is nothing else.

    Args:
        connection: a transaction that holds the customers.
        store: the store's key.
        keys: of the actions.
        now: in microseconds.
    """
    if not keys:
        return
    for customer, session in _waiting(connection, store, keys):
        rows = _latest(connection, store, [one.key for one in session.effects])
        found = _heard(customer, session, rows, from_micros(now))
        if found is None:
            continue
        known = select(schedule.c.key).where(schedule.c.store == store, schedule.c.key == found.id)
        if connection.execute(known).first() is None:
            row = {"store": store, "key": found.id, "customer": found.customer, "event": to_json(found)}
            connection.execute(insert(schedule).values(row | {"due_at": to_micros(found.occurred_at)}))


def _waiting(connection: Connection, store: str, keys: Collection[str]) -> Iterator[tuple[str, CancelSession]]:
    """Customers with their sessions that wait for something of what has these keys."""
    same = (events.c.store == outbox.c.store) & (events.c.customer == outbox.c.customer)
    accepted = (
        select(events.c.customer)
        .join_from(outbox, events, same & (events.c.turn == outbox.c.turn))
        .where(outbox.c.store == store, outbox.c.key.in_(keys), events.c.kind == OfferAccepted.kind)
    )
    if not (whose := set(connection.execute(accepted).scalars())):
        return
    told = select(customers.c.customer, customers.c.standing).where(
        customers.c.store == store, customers.c.customer.in_(whose)
    )
    for customer, standing in connection.execute(told):
        for text in loads(standing or "{}").get("sessions", ()):
            session = converter.structure(text, CancelSession)
            if any(one.key in keys for one in session.effects):
                yield str(customer), session


def _latest(connection: Connection, store: str, keys: Collection[str]) -> Mapping[str, Any]:
    """The latest round of what is in the outbox, by key."""
    query = select(outbox.c.key, outbox.c.status, outbox.c.error).where(outbox.c.store == store, outbox.c.key.in_(keys))
    return {row.key: row for row in connection.execute(query.order_by(outbox.c.round))}


def _heard(
    customer: str, session: CancelSession, rows: Mapping[str, Any], now: datetime
) -> OfferApplied | OfferFailed | None:
    promised = [one for one in session.effects if one.action.kind not in MESSAGES] or session.effects
    found = [rows[one.key] for one in promised if one.key in rows]  # what is not there was done by its booking
    # two machines' clocks differ, and what came of it comes after it was accepted
    common: dict[str, Any] = {"customer": customer, "source": SOURCE, "session": session.id}
    common["occurred_at"] = max(now, session.changed_at + _MOMENT)
    over = next((row for row in found if row.status in OVER), None)
    if over is not None and session.state is SessionState.APPLYING:
        return OfferFailed(id=event_id(OfferFailed.kind, session), error=over.error, **common)
    is_waiting = session.state in (SessionState.APPLYING, SessionState.FAILED)
    if over is None and is_waiting and all(row.status in (DONE, BOOKED) for row in found):
        return OfferApplied(id=event_id(OfferApplied.kind, session), **common)
    return None
