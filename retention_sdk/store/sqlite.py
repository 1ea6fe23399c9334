"""SQLite: one writer at a time, hand-written SQL on the driver's connection.

Transactions begin with BEGIN IMMEDIATE: a deferred one that is upgraded conflicts and waits. A file lock stands in
front, because waiting processes would starve otherwise, and because SQLite before 3.51.3 can corrupt its WAL where
two connections write and checkpoint at once.
"""

import logging
import sqlite3
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event

from retention_sdk.store import upgrading
from retention_sdk.store.filelock import FileLock
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.rows import Loaded, Past, Request, Row, Writes, ledger_rows
from retention_sdk.store.sql import ALL_COUNTERS, LOT_COLUMNS, PAST, corrections, insert_values, moves
from retention_sdk.wire import dumps

_log = logging.getLogger("retention_sdk.store")

SOUND = (3, 51, 3)
"""The first SQLite without the WAL-reset bug (sqlite.org/wal.html, section 11)."""

PRAGMAS: tuple[str, ...] = (
    "busy_timeout=30000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "cache_size=-32768",
    "wal_autocheckpoint=8000",
)

_WRITES = "retention_writes"
"""What marks a connection of SQLAlchemy's whose transaction writes."""

_SET_CUSTOMER = (
    "INSERT OR REPLACE INTO customers (store, customer, turn, standing, latest, wakes_at) VALUES (?, ?, ?, ?, ?, ?)"
)
_SET_DECISION = "UPDATE events SET decision = ? WHERE store = ? AND source = ? AND id = ?"
_DROP_FAILURE = "DELETE FROM failures WHERE store = ? AND source = ? AND id = ? AND plugin = ?"
_COUNT = (
    "INSERT INTO counters (store, name, period, amount) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (store, name, period) DO UPDATE SET amount = amount + excluded.amount"
)


_MINE = "store = ? AND customer IN (SELECT value FROM json_each(?))"
# CROSS JOIN keeps the order: left to itself SQLite may read every event of the store
_EVENTS = (
    "SELECT source, e.id, customer, turn, fingerprint, body, view, decision, revised, kept "
    "FROM json_each(?) k CROSS JOIN events e WHERE store = ? AND source = k.value ->> 0 AND e.id = k.value ->> 1"
)
_CUSTOMERS = f"SELECT customer, turn, standing, latest FROM customers WHERE {_MINE}"
_WALLETS = f"SELECT customer, unit, available, pending, lifetime, changes_at, expires_at FROM wallets WHERE {_MINE}"
_LOTS = f"SELECT {LOT_COLUMNS} FROM lots WHERE {_MINE} AND remaining <> 0"
_OPEN_LOTS = f"SELECT {LOT_COLUMNS} FROM lots WHERE {_MINE} AND unit = ? AND remaining <> 0"
_ORDERS = (
    f"SELECT customer, coalesce(kept, body) FROM events WHERE {_MINE} AND kind = 'purchase' "
    "AND occurred_at >= ? AND coalesce(kept, body) <> ''"
)
_REWARDS = f"SELECT customer, plugin, body, at, receipt FROM outbox WHERE {_MINE} AND at >= ? AND status IN {STANDING}"
_CREDITS = (
    f"SELECT customer, key, unit, amount, at FROM lots WHERE {_MINE} AND unit IN (SELECT value FROM json_each(?)) "
    "AND at >= ? AND amount > 0"
)
_COUNTERS = (
    "SELECT name, c.period, amount FROM json_each(?) k CROSS JOIN counters c "
    "WHERE store = ? AND name = k.value ->> 0 AND period = k.value ->> 1"
)
_SCHEDULED = "SELECT key, event FROM schedule WHERE store = ? AND key IN (SELECT value FROM json_each(?))"
_ERASED = "SELECT mark, at, strategies FROM erased WHERE store = ? AND mark IN (SELECT value FROM json_each(?))"
_TAKE_ITEMS = "DELETE FROM item_counts WHERE store = ? RETURNING counts"


class SqliteBatch:
    """A transaction on SQLite."""

    def __init__(self, connection: sqlite3.Connection, store: str) -> None:
        self._db, self._store = connection, store

    def load(self, request: Request) -> Loaded:
        """Read what a batch needs, one query a table."""
        store, customers = self._store, dumps(request.customers)
        loaded = Loaded(
            events=self._all(_EVENTS, dumps(request.events), store) if request.events else (),
            customers=self._all(_CUSTOMERS, store, customers),
            wallets=self._all(_WALLETS, store, customers),
        )
        due = [row[0] for row in loaded.wallets if row[5] is not None and row[5] <= request.newest]
        if due:
            loaded.lots = self._all(_LOTS, store, dumps(due))
        if request.since is not None:
            loaded.orders = self._all(_ORDERS, store, customers, request.since) if request.orders else ()
            loaded.rewards = self._all(_REWARDS, store, customers, request.since)
            if request.units:
                loaded.credits = self._all(_CREDITS, store, customers, dumps(request.units), request.since)
        if request.slots:
            loaded.counters = self._all(_COUNTERS, dumps([slot[:2] for slot in request.slots]), store)
        return loaded

    def open_lots(self, customers: Sequence[str], unit: str) -> list[Row]:
        """Read the open lots of some wallets of one unit."""
        return self._all(_OPEN_LOTS, self._store, dumps(customers), unit)

    def past(self, customers: Sequence[str]) -> Past:
        """Read all that ever happened to some customers."""
        mine = dumps(customers)
        found = {table: self._all(f"{query} WHERE {_MINE}", self._store, mine) for table, query in PAST.items()}
        return Past(**found, counters=self._all(f"{ALL_COUNTERS} WHERE store = ?", self._store))

    def scheduled(self, keys: Sequence[str]) -> list[Row]:
        """Read what is to happen later."""
        return self._all(_SCHEDULED, self._store, dumps(keys))

    def erased(self, marks: Sequence[str]) -> list[Row]:
        """Read what is kept of those who were forgotten."""
        return self._all(_ERASED, self._store, dumps(marks))

    def take_items(self) -> list[Row]:
        """Take what batches have told of items."""
        return self._all(_TAKE_ITEMS, self._store)

    def write(self, writes: Writes) -> None:
        """Write all of it, one statement a table."""
        store, db = self._store, self._db
        for statement, changed in moves(writes):
            db.executemany(statement.format(*"?????"), [(*row, store) for row in changed])
        db.executemany(_SET_CUSTOMER, [(store, *row[:5]) for row in writes.customers.values()])
        tables = {
            "events": writes.events,
            **ledger_rows(writes.journal),
            "outbox": writes.outbox,
            "schedule": writes.schedule,
            "failures": writes.failures,
            "item_counts": writes.items,
        }
        for table, rows in tables.items():
            if rows:
                db.executemany(insert_values(table), [(store, *row) for row in rows])
        if writes.counts:
            db.executemany(_COUNT, [(store, *row[:3]) for row in writes.counted()])
        if writes.decisions:
            db.executemany(_SET_DECISION, [(text, store, source, id) for source, id, text in writes.decisions])
        for statement, changed in corrections(writes):
            db.executemany(statement.format(*"??????"), [(*row, store) for row in changed])
        if writes.answered:
            db.executemany(_DROP_FAILURE, [(store, *row) for row in writes.answered])

    def _all(self, statement: str, *values: Any) -> list[Row]:
        return self._db.execute(statement, values).fetchall()


class SqliteStore:
    """A SQLite file.

    Args:
        url: SQLAlchemy's.
        store: the store's key.
    """

    writers = 1

    def __init__(self, url: str, store: str) -> None:
        self.engine: Engine = create_engine(url, pool_size=8, max_overflow=56, hide_parameters=True)
        self._store = store
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)
        self._file_lock = FileLock(f"{self.engine.url.database}.lock")
        self._turn = threading.Lock()
        try:
            with self._file_lock:  # whoever is first turns the file to WAL, and SQLite lets nobody wait for that
                self._writer = self.engine.raw_connection()
        except BaseException:
            self._file_lock.close()
            raise
        if sqlite3.sqlite_version_info < SOUND:
            _log.info(
                "SQLite %s can corrupt its WAL where two processes write at once (mended in 3.51.3); a file lock keeps "
                "writers apart: never copy or write the database file with other programs while the engine runs",
                sqlite3.sqlite_version,
            )

    @contextmanager
    def batch(self, *, locked: bool) -> Generator[SqliteBatch]:  # noqa: ARG002 - there is one writer, always locked
        """One writing transaction."""
        db = cast(sqlite3.Connection, self._writer.driver_connection)
        with self._turn, self._file_lock:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteBatch(db, self._store)
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:  # a full disk may have ended it already
                    db.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self, *, whole: bool = False) -> Generator[SqliteBatch]:  # noqa: ARG002 - it always is
        """One reading transaction."""
        connection = self.engine.raw_connection()
        try:
            db = cast(sqlite3.Connection, connection.driver_connection)
            db.execute("BEGIN")
            yield SqliteBatch(db, self._store)
        finally:
            connection.close()

    @contextmanager
    def cold_write(self) -> Generator[Connection]:
        """A writing transaction through SQLAlchemy."""
        with self._turn, self._file_lock, self.engine.connect() as connection:
            writing = connection.execution_options(**{_WRITES: True})
            with writing.begin():
                yield writing

    def upgrade(self) -> None:
        """Bring the tables to this version."""
        with self._turn, self._file_lock:
            upgrading.upgrade(self.engine)

    def check_version(self) -> None:
        """Upgrade by itself: an embedded database has nobody else to do it."""
        if upgrading.version_of(self.engine) != upgrading.HEAD:
            self.upgrade()
            upgrading.check(self.engine)

    def close(self) -> None:
        """Close every connection."""
        self._writer.close()
        self.engine.dispose()
        self._file_lock.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
