"""The inbox while the service runs: webhooks are kept, claimed by whoever works, and settled."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from retention_sdk.store.base import Store
from retention_sdk.store.schema import IS_WAITING, inbox
from retention_sdk.store.webhooks import Status, Webhook

WORD = 1_000
"""The most webhooks that a statement names."""


def keep(store: Store, key: str, webhooks: Sequence[Webhook], most_unsigned: int) -> set[str]:
    """Keep webhooks in one transaction; one that is there already is counted.

    Args:
        store: the database.
        key: the store's key.
        webhooks: as they came in, no two of the same id.
        most_unsigned: of those that were not signed as they should be, so many are kept, the newest.

    Returns:
        The ids of those that had not been there.
    """
    # always in the same order: two transactions that keep the same webhooks never wait for one another in a ring
    given = {webhook.id: webhook for webhook in sorted(webhooks, key=lambda one: one.id)}
    with store.cold_write() as connection:
        rows = [{"store": key, **webhook.row()} for webhook in given.values()]
        kept = connection.execute(_insert(connection.dialect.name), rows).all()
        if any(webhook.status is Status.UNSIGNED for webhook in webhooks):
            _prune(connection, key, most_unsigned)
    return {row.id for row in kept if row.times == given[row.id].times}


@cache
def _insert(dialect: str) -> Any:
    statement = (postgresql if dialect == "postgresql" else sqlite).insert(inbox)
    again = {"times": inbox.c.times + statement.excluded.times}
    return statement.on_conflict_do_update(index_elements=["store", "id"], set_=again).returning(
        inbox.c.id, inbox.c.times
    )


def _prune(connection: Connection, key: str, most: int) -> None:
    """Drop the oldest of what nobody signed: whoever sends such things must not fill the disk."""
    unsigned = (inbox.c.store == key) & (inbox.c.status == Status.UNSIGNED.value)
    newest = select(inbox.c.id, inbox.c.received_at).where(unsigned).order_by(inbox.c.received_at.desc())
    spare = connection.execute(newest.offset(most).limit(WORD)).scalars().all()
    if spare:
        connection.execute(delete(inbox).where(unsigned, inbox.c.id.in_(spare)))


def claim(  # noqa: PLR0913, PLR0917 - whose, when and how many
    store: Store, key: str, adapters: Collection[str], now: int, until: int, most: int
) -> list[Webhook]:
    """Take webhooks to work on, those that wait longest first; nobody else is given them for a while.

    Args:
        store: the database.
        key: the store's key.
        adapters: whose webhooks the caller can read.
        now: in microseconds.
        until: when they are given to somebody else, should they not be settled by then.
        most: how many at most.

    Returns:
        The webhooks, each counted as tried once more.
    """
    due = (inbox.c.store == key) & IS_WAITING & (inbox.c.next_at <= now) & inbox.c.adapter.in_(sorted(adapters))
    oldest = select(inbox).where(due).order_by(inbox.c.next_at).limit(most)
    with store.engine.connect() as connection:  # without a writer's lock: mostly there is nothing
        if connection.execute(oldest.with_only_columns(inbox.c.id).limit(1)).first() is None:
            return []
    with store.cold_write() as connection:
        rows = connection.execute(oldest.with_for_update(skip_locked=True)).mappings().all()
        found = [Webhook.of_row({str(name): value for name, value in row.items()}) for row in rows]
        taken = update(inbox).where(_named(key, [one.id for one in found]))
        connection.execute(taken.values(attempts=inbox.c.attempts + 1, next_at=until))
    return found


def settle(store: Store, key: str, webhooks: Sequence[Webhook], *, tried: bool = True) -> None:
    """Write down what became of webhooks that were claimed; of one that somebody else was given since, nothing.

    Args:
        store: the database.
        key: the store's key.
        webhooks: as they were claimed, with another status, time, error, body or told.
        tried: False gives them back as if they had not been claimed.
    """
    with store.cold_write() as connection:
        for webhook in sorted(webhooks, key=lambda one: one.id):
            row = webhook.row()
            names = ("status", "next_at", "error", "told", "headers", "query", "body")
            values: dict[str, Any] = {name: row[name] for name in names}
            if not tried:
                values["attempts"] = webhook.attempts
            mine = (inbox.c.attempts == webhook.attempts + 1) & (inbox.c.status == Status.WAITING.value)
            connection.execute(update(inbox).where(_named(key, [webhook.id]), mine).values(values))


def _named(key: str, ids: Sequence[str]) -> ColumnElement[bool]:
    return (inbox.c.store == key) & inbox.c.id.in_(ids)
