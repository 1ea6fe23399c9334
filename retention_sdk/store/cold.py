"""Cold queries: what is asked rarely, through SQLAlchemy."""

from collections.abc import Collection

from attrs import evolve
from sqlalchemy import select

from retention_sdk.events import Event
from retention_sdk.store.base import Store
from retention_sdk.store.schema import events, failures
from retention_sdk.wire import from_json


def failed_events(store: Store, key: str, plugins: Collection[str]) -> list[Event]:
    """The events on which one of some strategies failed, in the order in which they happened.

    Args:
        store: the database.
        key: the store's key.
        plugins: the strategies' names.

    Returns:
        The events, as events of whoever is their customer now.
    """
    same = (
        (events.c.store == failures.c.store) & (events.c.source == failures.c.source) & (events.c.id == failures.c.id)
    )
    query = (
        select(events.c.body, events.c.customer)
        .join(failures, same)
        .where(failures.c.store == key, failures.c.plugin.in_(sorted(plugins)))
        .order_by(events.c.occurred_at, events.c.source, events.c.id)
        .distinct()
        .add_columns(events.c.occurred_at, events.c.source, events.c.id)
    )
    with store.engine.connect() as connection:
        return [evolve(from_json(row.body, Event), customer=row.customer) for row in connection.execute(query)]
