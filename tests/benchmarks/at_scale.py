"""(h) The time of an event with a thousand customers in the store, and with a million."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve
from sqlalchemy import text

from retention_sdk.store.schema import metadata
from tests.benchmarks.bench import DATABASES, Bench, Rounds
from tests.benchmarks.contests import many, one_by_one
from tests.benchmarks.floor import CUSTOMERS, expected, purchases
from tests.benchmarks.measuring import Race, race
from tests.benchmarks.orders import name, purchase
from tests.benchmarks.table import Goal, Row
from tests.benchmarks.verifying import rows, verify_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine
    from tests.benchmarks.contests import Ours

_SETTLED = {"SQLite": "PRAGMA wal_checkpoint(TRUNCATE)", "Postgres": "VACUUM ANALYZE"}
_COUNTS = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM customers), sum(available) FROM wallets"


def settle(engine: Engine, database: str, customers: int) -> None:
    """Let customers come: a thousand buy once, and all that this left is copied for the others.

    Args:
        engine: on an empty store.
        database: "SQLite" or "Postgres".
        customers: thousands of them.
    """
    first = enumerate(purchases(CUSTOMERS, seed=1, duplicates=0), 1)
    engine.handle_many(evolve(purchase(event), customer=name(n)) for n, event in first)
    copies = customers // CUSTOMERS - 1
    with engine.store.engine.begin() as connection:
        for table in metadata.tables.values():
            if copies and "customer" in table.columns:
                connection.execute(text(_copying(table.name, [column.name for column in table.columns], copies)))
    with engine.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(_SETTLED[database])


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


def _race(count: int, stores: list[tuple[Engine, Rounds]], ours: Ours) -> Race:
    """Race a small store and a large one, each with events of its own customers, and verify both."""
    before = [rows(engine, _COUNTS)[0] for engine, _ in stores]
    (small, few), (large, many) = stores
    laps = race(
        lambda number: ours(small, few.ours(number)), lambda number: ours(large, many.ours(number)), count, few.size
    )
    for (events, customers, points), (engine, rounds) in zip(before, stores, strict=True):
        came = expected(rounds.events)
        unique = len({event[0] for event in rounds.events})
        assert rows(engine, _COUNTS) == [(events + unique, customers, points + sum(came.values()))]
        verify_ledger(engine)
    return laps


def run(bench: Bench) -> Iterator[Row]:
    """Two rows for each database: one by one, and in batches."""
    effort = bench.effort
    ways = (("one by one", effort.single, one_by_one), ("in batches", effort.batched, many))
    for database in DATABASES:
        with bench.engine(database) as small, bench.engine(database) as large:
            settle(small, database, CUSTOMERS)
            settle(large, database, effort.customers)
            for seed, (how, size, ours) in enumerate(ways, 20):
                few = Rounds.of(effort.rounds, size, seed=seed)
                more = Rounds.of(effort.rounds, size, seed=seed, customers=effort.customers)
                laps = _race(effort.rounds, [(small, few), (large, more)], ours)
                what = f"{how}, {database}: time at {effort.customers:,} to {CUSTOMERS:,}"
                yield evolve(Row.of("h", what, laps), value=1 / laps.speed, unit="×", goal=Goal("≤", 1.3))
