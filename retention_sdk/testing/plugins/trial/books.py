"""All that a store's books hold, read from its tables, so that two stores can be compared."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from retention_sdk.engine import Engine
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.schema import metadata

TABLES = ("events", "customers", "wallets", "movements", "lots", "outbox", "schedule", "failures", "counters")
Books = dict[str, list[Any]]
"""The rows of a store by table."""


def rows(engine: Engine, table: str, connection: Connection | None = None) -> list[Any]:
    """The rows of a table that belong to an engine's store, in the order of their keys."""
    wanted = metadata.tables[table]
    query = select(wanted).where(wanted.c.store == engine.config.store.key).order_by(*wanted.primary_key)
    if connection is not None:
        return list(connection.execute(query))
    with engine.store.engine.connect() as opened:
        return list(opened.execute(query))


def books(engine: Engine) -> Books:
    """All rows of a store."""
    with engine.store.engine.connect() as connection:
        return {table: rows(engine, table, connection) for table in TABLES}


def decisions(read: Books) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of all events in the order in which they happened, each with its decision as it is now."""
    for row in sorted(read["events"], key=lambda row: (row.customer, row.occurred_at, row.source, row.id)):
        yield row, json.loads(row.revised or row.decision)


def standing(read: Books) -> dict[str, tuple[int, str, dict[str, Any]]]:
    """What was granted and not taken back, by key: when the event happened that it was first for, plugin and action."""
    stands: dict[str, tuple[int, str, dict[str, Any]]] = {}
    first: dict[str, int] = {}
    for row, decision in decisions(read):
        for plugin, key, action, *_ in decision.get("granted", []):
            stands[key] = (first.setdefault(key, row.occurred_at), plugin, action)
        for plugin, key, action, *_, stays in decision.get("reversals", []):
            if not stays:
                stands.pop(key, None)
            elif key not in stands:
                stands[key] = (first.setdefault(key, row.occurred_at), plugin, action)
    return stands


def ended(engine: Engine) -> dict[str, Any]:
    """All that a store holds, apart from the order in which it came to hold it."""
    read = books(engine)
    causes = {(row.customer, row.turn): (row.source, row.id) for row in read["events"]}
    moved: Counter[Any] = Counter()
    for row in read["movements"]:
        low, high = sorted((row.source, row.target))
        sign = 1 if row.source == low else -1
        key = (causes[row.customer, row.cause], row.unit, row.lot, row.plugin, row.key, low, high)
        moved[key] += sign * row.amount
    return {
        "movements": {key: amount for key, amount in moved.items() if amount},
        "wallets": {
            (row.customer, row.unit): (row.available, row.pending, row.lifetime)
            for row in read["wallets"]
            if row.available or row.pending or row.lifetime
        },
        "lots": {
            row.key: (row.unit, row.amount, row.remaining, row.at, row.available_from, row.expires_at)
            for row in read["lots"]
            if row.amount or row.remaining
        },
        "customers": {row.customer: (json.loads(row.standing or "{}"), row.latest) for row in read["customers"]},
        "decisions": {(row.source, row.id): json.loads(row.revised or row.decision) for row in read["events"]},
        "views": {(row.source, row.id): json.loads(row.view or "{}") for row in read["events"]},
        "kept": {row.id: row.kept for row in read["events"] if row.kept is not None},
        "outbox": {
            row.key: (row.plugin, row.kind, row.body, row.cost, row.at)
            for row in read["outbox"]
            if row.status in STANDING
        },
        # whom something was withdrawn of is told with the next tick: how often that was depends on the order
        "schedule": {row.key: row.event for row in read["schedule"] if '"kind":"withdrawn"' not in row.event},
        "budgets": {row.period: row.amount for row in read["counters"] if row.amount},
    }


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """The parts of two stores' books that are not the same, by name."""
    return [name for name in one if one[name] != other[name]]
