"""The hot path's statements, written from the tables' columns so that SQL and schema cannot drift apart."""

from functools import cache

from sqlalchemy import BigInteger, Boolean, Integer, Table

from retention_sdk.store import schema

LOT_COLUMNS = "customer, key, unit, amount, remaining, at, place, available_from, expires_at, pending"
"""How a lot is read; see `Loaded.lots`."""

UPSERTED = ("wallets", "lots", "failures")
"""Tables whose rows are set where they exist."""


@cache
def columns(table: str) -> tuple[str, ...]:
    """The columns of a table, without the store."""
    return tuple(str(column.name) for column in schema.metadata.tables[table].columns if column.name != "store")


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
    own = [column for column in schema.metadata.tables[table].columns if column.name != "store"]
    return ", ".join(f"{column.name} {kinds.get(type(column.type), 'text')}" for column in own)


@cache
def insert_records(table: str, condition: str) -> str:
    """An insert from a JSON parameter that bears the table's name, where a condition's relation has a row."""
    names = columns(table)
    target = f"INSERT INTO {table} (store, {', '.join(names)})"
    rows = f"SELECT %(store)s, r.* FROM {condition}, json_to_recordset(%({table})s::json) r({record(table)})"
    return f"{target} {rows}{_conflict(schema.metadata.tables[table])}"
