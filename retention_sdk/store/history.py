"""Cold queries about the past: which events are known, and what one customer has had."""

from collections.abc import Collection

from sqlalchemy import func, select

from retention_sdk.actions import KINDS, Action, Giving
from retention_sdk.customer import Reward
from retention_sdk.events import Event
from retention_sdk.ledger import Lot
from retention_sdk.store.base import Store
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.rows import lot_of
from retention_sdk.store.schema import events, lots, outbox
from retention_sdk.store.sql import LOT_COLUMNS
from retention_sdk.times import from_micros
from retention_sdk.wire import converter, from_json, loads


def known_events(store: Store, key: str, ids: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which events were handled before.

    Args:
        store: the database.
        key: the store's key.
        ids: source and id of each event that is asked about, a batch at most.

    Returns:
        Those of them that are known.
    """
    known: set[tuple[str, str]] = set()
    with store.engine.connect() as connection:
        for source in {source for source, _ in ids}:
            asked = [id for of, id in ids if of == source]
            query = select(events.c.id).where(events.c.store == key, events.c.source == source, events.c.id.in_(asked))
            known |= {(source, id) for id in connection.execute(query).scalars()}
    return known


def open_lots(store: Store, key: str, customer: str) -> list[Lot]:
    """What is left of a customer's credits, in all units, as of their latest turn; below zero is what they owe.

    Args:
        store: the database.
        key: the store's key.
        customer: the customer's id.

    Returns:
        The lots, oldest first.
    """
    columns = [lots.c[name] for name in LOT_COLUMNS.split(", ")]
    mine = (lots.c.store == key) & (lots.c.customer == customer) & (lots.c.remaining != 0)
    with store.engine.connect() as connection:
        rows = connection.execute(select(*columns).where(mine).order_by(lots.c.at, lots.c.place, lots.c.key))
        return [lot_of(tuple(row)) for row in rows]


def latest_rewards(store: Store, key: str, customer: str, most: int) -> list[Reward]:
    """What was given to a customer last, wallets aside.

    Args:
        store: the database.
        key: the store's key.
        customer: the customer's id.
        most: how many.

    Returns:
        The rewards, newest first.
    """
    giving = [kind for kind, action in KINDS.items() if issubclass(action, Giving)]
    query = (
        select(outbox.c.plugin, outbox.c.body, outbox.c.at)
        .where(outbox.c.store == key, outbox.c.customer == customer, outbox.c.kind.in_(giving))
        .where(outbox.c.status.in_(STANDING))
        .order_by(outbox.c.at.desc(), outbox.c.turn.desc())
        .limit(most)
    )
    with store.engine.connect() as connection:
        rows = connection.execute(query).all()
    return [Reward(row.plugin, converter.structure(loads(row.body), Action), from_micros(row.at)) for row in rows]


def latest_events(store: Store, key: str, customer: str, most: int) -> list[tuple[Event, str]]:
    """A customer's last events.

    Args:
        store: the database.
        key: the store's key.
        customer: the customer's id.
        most: how many.

    Returns:
        The events with their decisions in the stored form, as later facts revised them, newest first.
    """
    query = (
        select(events.c.body, func.coalesce(events.c.revised, events.c.decision).label("decision"))
        .where(events.c.store == key, events.c.customer == customer)
        .order_by(events.c.turn.desc())
        .limit(most)
    )
    with store.engine.connect() as connection:
        return [(from_json(row.body, Event), row.decision) for row in connection.execute(query)]


def known_event(store: Store, key: str, source: str, id: str) -> Event | None:
    """The event that was handled under a source and an id.

    Args:
        store: the database.
        key: the store's key.
        source: where the event is from.
        id: the event's id there.

    Returns:
        The event as it was handled; None where there is none, or its customer is forgotten.
    """
    query = select(events.c.body).where(events.c.store == key, events.c.source == source, events.c.id == id)
    with store.engine.connect() as connection:
        body = connection.execute(query).scalar_one_or_none()
    return from_json(body, Event) if body else None
