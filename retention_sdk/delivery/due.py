"""What waits in the outbox: the actions that are to be carried out, and those that are to be undone."""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Executable, select

from retention_sdk.actions import Action
from retention_sdk.delivery.around import NOTHING_AROUND, Around, around
from retention_sdk.delivery.held import held_back, held_items
from retention_sdk.delivery.undoing import to_do, to_undo
from retention_sdk.settings.refunds import Told
from retention_sdk.store import Store
from retention_sdk.store.outbox import CARRIED_OUT, TO_UNDO, platform_key
from retention_sdk.store.schema import IS_DUE, outbox
from retention_sdk.wire import converter, loads


@frozen
class Due:
    """Something that waits to be carried out, or to be undone.

    Args:
        key: the key that it was granted with.
        round: how many times it was undone, or granted otherwise, before.
        undoes: whether it is to be undone.
        customer: whose it is.
        plugin: the strategy that gave it.
        granted: what was granted.
        action: what is to be carried out now: what was granted, what undoes it, or a task for a person; None where
            there is nothing to be done but to say so.
    """

    key: str
    round: int
    undoes: bool
    customer: str
    plugin: str
    granted: Action
    action: Action | None

    @property
    def platform_key(self) -> str:
        """The idempotency key that the platform sees, the same however often it is tried."""
        return platform_key(self.key, self.round, undoes=self.undoes)


def rows_due(key: str, now: int, most: int | None) -> Executable:
    """The query of what waits, all of it where no most is given; the index of it answers."""
    return (
        select(outbox.c.key, outbox.c.round, outbox.c.customer, outbox.c.plugin, outbox.c.body, outbox.c.status)
        .where(outbox.c.store == key, IS_DUE, outbox.c.next_at <= now)
        .order_by(outbox.c.next_at, outbox.c.key, outbox.c.round)
        .limit(most)
    )


def due(store: Store, key: str, now: int, most: int, told: Told = "leave") -> list[Due]:
    """What waits, as it is to be done now, but for what is about a held item. Nobody is kept from reading the same.

    Args:
        store: the database.
        key: the store's key.
        now: in microseconds.
        most: how many at most.
        told: what becomes of messages that are not true any more, as `[refunds] told` says.

    Returns:
        What was due first comes first; each is to be told to `performed` when it was done.
    """
    with store.engine.connect() as connection:
        held = held_items(connection, key)
        found = connection.execute(rows_due(key, now, None if held else most))
        rows = [*islice((row for row in found if not _waits(row, held)), most)]
        done = carried_out(connection, key, {row.key for row in rows if row.round})
        known = around(connection, key, {row.customer for row in rows if row.status in TO_UNDO})
    return [_due(row, done.get(row.key, ()), known.get(row.customer, NOTHING_AROUND), told) for row in rows]


def _waits(row: Any, held: Mapping[str, str]) -> bool:
    """Whether it is about an item that is held."""
    return bool(held and held_back(row.status, converter.structure(loads(row.body), Action), held))


def _due(row: Any, done: Sequence[int], known: Around, told: Told) -> Due:
    granted, undoes = converter.structure(loads(row.body), Action), row.status in TO_UNDO
    key = platform_key(row.key, row.round, undoes=False)
    if not undoes:
        action = to_do(granted, key, whom=row.customer, before=any(one < row.round for one in done))
    elif known.is_settled(granted):
        action = None
    else:
        action = to_undo(granted, key, whom=row.customer, told=told)
    return Due(row.key, row.round, undoes, row.customer, row.plugin, granted, action)


def carried_out(connection: Connection, store: str, keys: Collection[str]) -> dict[str, list[int]]:
    """The rounds of some grants that were carried out."""
    found: dict[str, list[int]] = {}
    if keys:
        query = select(outbox.c.key, outbox.c.round).where(
            outbox.c.store == store, outbox.c.key.in_(keys), outbox.c.status.in_(CARRIED_OUT)
        )
        for row in connection.execute(query):
            found.setdefault(row.key, []).append(row.round)
    return found
