"""The inbox while the service runs: webhooks are kept, claimed by whoever works, and settled."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from retention_sdk.store.base import Store
from retention_sdk.store.schema import IS_WAITING, inbox
from retention_sdk.store.webhooks import Status, Webhook

WORD = 1_000
"""The most webhooks that a statement names."""

SETTLED = ("status", "next_at", "error", "told")
"""What a worker writes of a webhook; what came in is only emptied."""

CAME_IN = {"headers": "{}", "query": "{}", "body": b""}
"""What came in of a webhook, where nothing is left of it."""

SUSPECT = 5
"""So often tried, with nobody who lived to tell, a webhook may be the end of whoever works on it."""

_SUSPECT = (inbox.c.attempts >= SUSPECT) & (inbox.c.error == "")


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
        The webhooks, each counted as tried once more. One that may be the end of whoever works on it comes alone:
        others must not be taken for what it is.
    """
    due = (inbox.c.store == key) & IS_WAITING & (inbox.c.next_at <= now) & inbox.c.adapter.in_(sorted(adapters))
    oldest = select(inbox).where(due).order_by(inbox.c.next_at)
    with store.engine.connect() as connection:  # without a writer's lock: mostly there is nothing
        first = connection.execute(oldest.with_only_columns(_SUSPECT).limit(1)).first()
    if first is None:
        return []
    alone, together = oldest.where(_SUSPECT).limit(1), oldest.where(~_SUSPECT).limit(most)
    with store.cold_write() as connection:
        for wanted in (alone, together) if first[0] else (together, alone):
            rows = connection.execute(wanted.with_for_update(skip_locked=True)).mappings().all()
            found = [Webhook.of_row({str(name): value for name, value in row.items()}) for row in rows]
            if found:
                taken = update(inbox).where(_named(key, [one.id for one in found]))
                connection.execute(taken.values(attempts=inbox.c.attempts + 1, next_at=until))
                return found
    return []


_MINE = (
    (inbox.c.store == bindparam("in_store"))
    & (inbox.c.id == bindparam("of_id"))
    & (inbox.c.attempts == bindparam("tried"))
    & (inbox.c.status == Status.WAITING.value)
)
_SETTLED = update(inbox).where(_MINE).values({name: bindparam(f"new_{name}") for name in SETTLED})
_EMPTIED = update(inbox).where(_MINE).values(CAME_IN)


def settle(store: Store, key: str, webhooks: Sequence[Webhook]) -> None:
    """Write down what became of webhooks that were claimed; of one that somebody else was given since, nothing.

    Args:
        store: the database.
        key: the store's key.
        webhooks: as they were claimed, with another status, time, error or told, or emptied.
    """
    if not webhooks:
        return
    ordered = sorted(webhooks, key=lambda one: one.id)
    with store.cold_write() as connection:
        if emptied := [_mark(key, one) for one in ordered if one.is_empty]:
            connection.execute(_EMPTIED, emptied)
        # what came in is not written again
        connection.execute(_SETTLED, [_mark(key, one) | _news(one) for one in ordered])


def give_back(store: Store, key: str, webhooks: Sequence[Webhook], now: int, until: int) -> None:
    """Let webhooks that were claimed wait as if they had not been.

    Args:
        store: the database.
        key: the store's key.
        webhooks: as they were claimed.
        now: in microseconds.
        until: as they were claimed; one that somebody else was given since is left alone.
    """
    mine = _named(key, [webhook.id for webhook in webhooks]) & IS_WAITING & (inbox.c.next_at == until)
    with store.cold_write() as connection:
        connection.execute(update(inbox).where(mine).values(attempts=inbox.c.attempts - 1, next_at=now))


def _mark(key: str, webhook: Webhook) -> dict[str, Any]:
    return {"in_store": key, "of_id": webhook.id, "tried": webhook.attempts + 1}


def _news(webhook: Webhook) -> dict[str, Any]:
    row = webhook.row()
    return {f"new_{name}": row[name] for name in SETTLED}


def _named(key: str, ids: Sequence[str]) -> ColumnElement[bool]:
    return (inbox.c.store == key) & inbox.c.id.in_(ids)
