"""The hot path's statements, written from the tables' columns so that SQL and schema cannot drift apart."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table

from retention_sdk.store import schema
from retention_sdk.store.outbox import GIVEN_AGAIN, TAKEN_BACK, WAITING, moved
from retention_sdk.store.rows import Row, Writes

LOT_COLUMNS = "customer, key, unit, amount, remaining, at, place, available_from, expires_at, pending, waits_for, delay"
"""How a lot is read; see `Loaded.lots`."""

PAST = {
    "events": "SELECT customer, turn, settings, body, view, coalesce(revised, decision), kept FROM events",
    "movements": "SELECT customer, unit, lot, amount, source, target, at, cause, plugin, key FROM movements",
    "lots": f"SELECT {LOT_COLUMNS} FROM lots",
    "outbox": "SELECT customer, key, kind, body, cost, at, status, plugin, under, round, receipt FROM outbox",
}
"""What is read of customers whose past is decided again; see `Past`."""

ALL_COUNTERS = "SELECT name, period, amount FROM counters"

UPSERTED = ("wallets", "lots", "failures", "schedule")
"""Tables whose rows are set where they exist."""


def _own(table: str) -> "list[Column[Any]]":
    """The columns that a decision writes, without the store."""
    found = schema.metadata.tables[table].columns
    return [column for column in found if column.name != "store" and schema.DELIVERY not in column.info]


@cache
def columns(table: str) -> tuple[str, ...]:
    """The columns of a table that a decision writes, without the store."""
    return tuple(str(column.name) for column in _own(table))


def _conflict(table: Table) -> str:
    if table.name not in UPSERTED:
        return ""
    keys = ", ".join(column.name for column in table.primary_key)
    kept = {column.name for column in table.primary_key}
    changed = {name: f"excluded.{name}" for name in columns(table.name) if name not in kept}
    if "attempts" in changed:
        changed["attempts"] = f"{table.name}.attempts + 1"
    return f" ON CONFLICT ({keys}) DO UPDATE SET {', '.join(f'{name} = {value}' for name, value in changed.items())}"


@cache
def insert_values(table: str) -> str:
    """An insert of one row with `?` for the store and each column."""
    names = ["store", *columns(table)]
    marks = ", ".join("?" * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks}){_conflict(schema.metadata.tables[table])}"


def record(table: str) -> str:
    """The columns of a table with Postgres' types, for `json_to_recordset`."""
    kinds: dict[type, str] = {BigInteger: "bigint", Integer: "int", Boolean: "boolean"}
    return ", ".join(f"{column.name} {kinds.get(type(column.type), 'text')}" for column in _own(table))


@cache
def insert_records(table: str, condition: str) -> str:
    """An insert from a JSON parameter that bears the table's name, where a condition's relation has a row."""
    names = columns(table)
    target = f"INSERT INTO {table} (store, {', '.join(names)})"
    rows = f"SELECT %(store)s, r.* FROM {condition}, json_to_recordset(%({table})s::json) r({record(table)})"
    return f"{target} {rows}{_conflict(schema.metadata.tables[table])}"


def moves(writes: Writes) -> Iterator[tuple[str, Sequence[Row]]]:
    """The rare statements that make a customer's rows another's; `{}` is a parameter, and the last one is the store."""
    if not writes.moved:
        return
    whose = "WHERE customer = {} AND store = {}"
    later = f"customer = {{}}, turn = turn + {{}} {whose}"
    names = [(customer, other) for customer, _, other in writes.moved]
    yield f"UPDATE events SET {later}", writes.moved
    yield f"UPDATE outbox SET {later}", writes.moved
    yield (
        f"UPDATE movements SET cause = cause + {{}}, {later}",
        [(turns, customer, turns, other) for customer, turns, other in writes.moved],
    )
    for table in ("lots", "schedule", "failures"):
        yield f"UPDATE {table} SET customer = {{}} {whose}", names
    yield f"DELETE FROM wallets {whose}", [(other,) for _, other in names]


def corrections(writes: Writes) -> Iterator[tuple[str, Sequence[Row]]]:
    """The rare statements that set what was written before; `{}` is a parameter, and the last one is the store."""
    if writes.revised:
        yield "UPDATE events SET view = {}, revised = {} WHERE source = {} AND id = {} AND store = {}", writes.revised
    if writes.kept:
        yield "UPDATE events SET kept = {} WHERE source = {} AND id = {} AND store = {}", writes.kept
    for changed, states, rounds in ((writes.taken, TAKEN_BACK, "<="), (writes.given, GIVEN_AGAIN, "=")):
        if changed:
            row = f"key = {{}} AND round {rounds} {{}} AND store = {{}}"
            yield f"UPDATE outbox SET status = {moved(states)} WHERE {row}", changed
    if writes.dated:
        later = f"next_at = CASE status WHEN {WAITING} THEN {{}} ELSE next_at END"
        yield f"UPDATE outbox SET at = {{}}, {later} WHERE key = {{}} AND round = {{}} AND store = {{}}", writes.dated
    if writes.unscheduled:
        yield "DELETE FROM schedule WHERE key = {} AND store = {}", writes.unscheduled
    if writes.fired:
        yield "DELETE FROM schedule WHERE key = {} AND event = {} AND store = {}", writes.fired
    if writes.rescheduled:
        yield (
            "UPDATE schedule SET customer = {}, due_at = {}, event = {} WHERE key = {} AND store = {}",
            writes.rescheduled,
        )
