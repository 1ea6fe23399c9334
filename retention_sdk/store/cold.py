"""Cold queries: what is asked rarely, through SQLAlchemy."""

from collections.abc import Collection
from contextlib import suppress

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from retention_sdk.events import Event
from retention_sdk.store.base import Store
from retention_sdk.store.schema import budgets, events, failures, outbox
from retention_sdk.wire import from_json


def failed_events(store: Store, key: str, plugins: Collection[str]) -> list[Event]:
    """The events on which one of some strategies failed, in the order in which they happened.

    Args:
        store: the database.
        key: the store's key.
        plugins: the strategies' names.

    Returns:
        The events.
    """
    same = (
        (events.c.store == failures.c.store) & (events.c.source == failures.c.source) & (events.c.id == failures.c.id)
    )
    query = (
        select(events.c.body)
        .join(failures, same)
        .where(failures.c.store == key, failures.c.plugin.in_(sorted(plugins)))
        .order_by(events.c.occurred_at, events.c.source, events.c.id)
        .distinct()
        .add_columns(events.c.occurred_at, events.c.source, events.c.id)
    )
    with store.engine.connect() as connection:
        return [from_json(row.body, Event) for row in connection.execute(query)]


def begin_budget(store: Store, key: str, period: str, begin: int, end: int) -> None:
    """Count into a month's budget what was given in it before there was a limit; a month that is counted stays.

    Args:
        store: the database.
        key: the store's key.
        period: the month, as "2026-11".
        begin: the month's first instant, in microseconds.
        end: the next month's.
    """
    mine = (outbox.c.store == key) & (outbox.c.at >= begin) & (outbox.c.at < end)
    known = select(budgets.c.spent).where(budgets.c.store == key, budgets.c.period == period)
    given = select(func.coalesce(func.sum(outbox.c.cost), 0)).where(mine)
    with suppress(IntegrityError), store.cold_write() as connection:  # another process may count it at the same moment
        if connection.execute(known).first() is None:
            spent = connection.execute(given).scalar_one()
            connection.execute(insert(budgets).values(store=key, period=period, spent=int(spent)))
