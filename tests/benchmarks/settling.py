"""Stores where every customer has bought once before, made faster than by their purchases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve
from sqlalchemy import text

from retention_sdk.store.schema import metadata
from tests.benchmarks.floor import CUSTOMERS, purchases
from tests.benchmarks.orders import START, name, purchase

if TYPE_CHECKING:
    from retention_sdk import Engine
    from tests.benchmarks.floor import Floor

SETTLED = {"SQLite": "PRAGMA wal_checkpoint(TRUNCATE)", "Postgres": "VACUUM ANALYZE"}
"""What a database does sooner or later by itself."""

_LEG = "INSERT INTO floor_ledger (event_id, account, unit, amount) SELECT 'settler-' || id, {}, 'points', 0"
_BY_HAND = (
    f"INSERT INTO floor_inbox SELECT 'settler-' || id, id, '{'x' * 300}' FROM floor_customer",
    _LEG.format("id") + " FROM floor_customer",
    _LEG.format("0") + " FROM floor_customer",
    "INSERT INTO floor_outbox (key, payload) SELECT 'settler-' || id || ':earned', 'x' FROM floor_customer",
)


def settle_floor(floor: Floor, database: str) -> None:
    """Let each of the floor's customers have bought once, for nothing."""
    for statement in (*_BY_HAND, SETTLED[database]):
        floor.run(statement)


def settle(engine: Engine, database: str, customers: int) -> None:
    """Let customers come: a thousand buy once, and all that this left is copied for the others.

    Args:
        engine: on an empty store.
        database: "SQLite" or "Postgres".
        customers: thousands of them.
    """
    first = enumerate(purchases(CUSTOMERS, seed=1, duplicates=0), 1)
    before = START - timedelta(days=60)  # what comes then comes in its turn
    engine.handle_many(evolve(purchase(event), customer=name(n), occurred_at=before) for n, event in first)
    copies = customers // CUSTOMERS - 1
    with engine.store.engine.begin() as connection:
        for table in metadata.tables.values():
            if copies and "customer" in table.columns:
                connection.execute(text(_copying(table.name, [column.name for column in table.columns], copies)))
    with engine.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(SETTLED[database])


def _copying(table: str, columns: list[str], copies: int) -> str:
    """An insert that copies each row: customer 17's for 1017, 2017, …, an event's id as `id.1`, `id.2`, …."""
    values = {column: f"t.{column}" for column in columns}
    if "id" in values:
        values["id"] = "t.id || '.' || n.n"
    values["customer"] = f"'c-' || (CAST(substr(t.customer, 3) AS BIGINT) + {CUSTOMERS} * n.n)"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "
        f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {copies}) "
        f"SELECT {', '.join(values.values())} FROM {table} t CROSS JOIN n ORDER BY t.customer"
    )
