"""Postgres: one reading and one writing statement a batch.

A batch of one event takes no lock: its write is guarded by the customer's turn, and is decided again where somebody
was faster. A larger batch locks the rows of its customers, in order, before it reads.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore
from typing import Any, cast

import psycopg
from psycopg import errors
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Engine, PoolProxiedConnection, create_engine, make_url

from retention_sdk.store import upgrading
from retention_sdk.store.postgres_sql import ERASED, LOCK, OPEN_LOTS, SCHEDULED, TAKE_ITEMS, UNLOCK, reading, writing
from retention_sdk.store.rows import Late, Loaded, Past, Request, Row, Stale, Writes, ledger_rows
from retention_sdk.store.sql import ALL_COUNTERS, PAST, columns, corrections, moves
from retention_sdk.wire import dumps, loads

Connection = psycopg.Connection[tuple[Any, ...]]

PLANS = "SET plan_cache_mode = force_generic_plan;" + "".join(
    f"SET enable_{way} = off;" for way in ("seqscan", "bitmapscan", "material", "hashjoin", "mergejoin")
)
"""The hot path looks rows up by key. A plan that was prepared while a table was small would scan it for ever."""

HOT, COLD = 8, 8
"""The most connections of a store, for batches and views and for all else: a database has about a hundred of them.

Those of the hot path are kept, and without a bound of their own would leave none for the rest."""

_LOST_RACES = (errors.UniqueViolation, errors.DeadlockDetected, errors.SerializationFailure)

_OWN_COLUMNS = {
    "customers": ("customer", "turn", "standing", "latest", "wakes_at", "before"),
    "counters": ("name", "period", "amount", "most"),
    "decisions": ("source", "id", "decision"),
    "answered": ("source", "id", "plugin"),
}


def _json(table: str, rows: list[Row]) -> str:
    names = _OWN_COLUMNS.get(table) or columns(table)
    return dumps([dict(zip(names, row, strict=True)) for row in rows])


class PostgresBatch:
    """A batch on Postgres: it holds its customers' rows, where it `locks`, or sees one moment `whole`."""

    def __init__(self, connection: Connection, store: str, *, locks: bool = False, whole: bool = False) -> None:
        self._db, self._store, self._locks, self._whole = connection, store, locks, whole
        self._locked: set[str] = set()

    def load(self, request: Request) -> Loaded:
        """Read what a batch needs in one statement."""
        parameters = {
            "store": self._store,
            "customers": dumps(list(request.customers)),
            "sources": dumps(list({source for source, _ in request.events})),
            "ids": dumps([id for _, id in request.events]),
            "newest": request.newest,
            "since": request.since,
            "units": dumps(list(request.units)),
            "names": dumps(list({slot.name for slot in request.slots})),
            "periods": dumps(list({slot.period for slot in request.slots})),
        }
        tables = ["events", "customers", "wallets", "lots"]
        tables += ["orders"] if request.since is not None and request.orders else []
        tables += ["rewards"] if request.since is not None else []
        tables += ["credits"] if request.since is not None and request.units else []
        tables += ["counters"] if request.slots else []
        try:
            if self._locks:
                self._db.execute(LOCK, parameters, prepare=True)
                self._locked = set(request.customers)
            row = self._db.execute(reading(tuple(tables)), parameters, prepare=True).fetchone() or ()
        except _LOST_RACES as error:
            raise Stale from error
        return Loaded(**{table: loads(text) for table, text in zip(tables, row, strict=True) if text})

    def open_lots(self, customers: Sequence[str], unit: str) -> list[Row]:
        """Read the open lots of some wallets of one unit."""
        parameters = {"store": self._store, "customers": dumps(customers), "unit": unit}
        return self._db.execute(OPEN_LOTS, parameters, prepare=True).fetchall()

    def past(self, customers: Sequence[str]) -> Past:
        """Read all that ever happened to some customers.

        Raises:
            Late: it is to be written again, and the customers are not locked; or each statement would see another
                moment.
        """
        if not self._whole and not self._locks:
            raise Late
        mine = (self._store, list(customers))
        # all are sent before the first is waited for
        asked = {
            table: self._db.execute(f"{query} WHERE store = %s AND customer = ANY(%s)".encode(), mine, prepare=True)
            for table, query in PAST.items()
        }
        asked["counters"] = self._db.execute(f"{ALL_COUNTERS} WHERE store = %s".encode(), mine[:1], prepare=True)
        return Past(**{table: cursor.fetchall() for table, cursor in asked.items()})

    def scheduled(self, keys: Sequence[str]) -> list[Row]:
        """Read what is to happen later."""
        return self._db.execute(SCHEDULED, {"store": self._store, "keys": dumps(keys)}, prepare=True).fetchall()

    def erased(self, marks: Sequence[str]) -> list[Row]:
        """Read what is kept of those who were forgotten."""
        return self._db.execute(ERASED, {"store": self._store, "marks": dumps(marks)}, prepare=True).fetchall()

    def take_items(self) -> list[Row]:
        """Take what batches have told of items."""
        return self._db.execute(TAKE_ITEMS, {"store": self._store}, prepare=True).fetchall()

    def write(self, writes: Writes) -> None:
        """Write all of it in one statement.

        Raises:
            Stale: a customer or a counter is not as it was read.
        """
        if unused := self._locked - writes.customers.keys():
            self._db.execute(UNLOCK, {"store": self._store, "customers": dumps(list(unused))}, prepare=True)
        if not writes.customers:
            self._change(corrections(writes))  # what was scheduled and has happened before
            return
        self._change(moves(writes))
        tables: dict[str, list[Row]] = {
            "events": writes.events,
            **ledger_rows(writes.journal),
            "outbox": writes.outbox,
            "schedule": writes.schedule,
            "failures": writes.failures,
            "item_counts": writes.items,
            "counters": writes.counted(),
            "decisions": writes.decisions,
            "answered": writes.answered,
        }
        tables = {table: rows for table, rows in tables.items() if rows}
        parameters: dict[str, Any] = {
            "store": self._store,
            "customers": _json("customers", sorted(writes.customers.values())),
            "expected": len(writes.customers),
            "before": None if self._locks else next(iter(writes.customers.values()))[5],
        }
        for table, rows in tables.items():
            parameters[table] = _json(table, rows)
        expected = (len(writes.customers), len(writes.counts))
        # a lone customer is written with everything or with nothing; more, or a counter, need to be rolled back
        if self._locks or not writes.counts:
            self._run(tuple(tables), parameters, expected)
        else:
            with self._db.transaction():
                self._run(tuple(tables), parameters, expected)
        self._change(corrections(writes))

    def _change(self, statements: Iterable[tuple[str, Sequence[Row]]]) -> None:
        for statement, changed in statements:
            marked = statement.format(*["%s"] * 6).encode()
            self._db.cursor().executemany(marked, [(*row, self._store) for row in changed])

    def _run(self, tables: tuple[str, ...], parameters: dict[str, Any], expected: tuple[int, int]) -> None:
        try:
            written = self._db.execute(writing(tables), parameters, prepare=True).fetchone()
        except _LOST_RACES as error:
            raise Stale from error
        if written != expected:
            raise Stale


class PostgresStore:
    """A Postgres database.

    Args:
        url: `postgresql://…`.
        store: the store's key.
    """

    writers = 3

    def __init__(self, url: str, store: str) -> None:
        address = make_url(url).set(drivername="postgresql+psycopg")
        self.engine: Engine = create_engine(address, pool_size=HOT + COLD, max_overflow=0, hide_parameters=True)
        self._store = store
        self._idle: SimpleQueue[PoolProxiedConnection] = SimpleQueue()
        self._free = BoundedSemaphore(HOT)

    @contextmanager
    def batch(self, *, locked: bool) -> Generator[PostgresBatch]:
        """One writing transaction; without a lock, two statements that need none."""
        with self._connection() as db:
            if not locked:
                yield PostgresBatch(db, self._store)
            else:
                with db.pipeline(), db.transaction():
                    yield PostgresBatch(db, self._store, locks=True)

    @contextmanager
    def reading(self, *, whole: bool = False) -> Generator[PostgresBatch]:
        """A reading statement, which is a snapshot of its own; or, where it is to be whole, one of all statements."""
        with self._connection() as db:
            if not whole:
                yield PostgresBatch(db, self._store)
                return
            with db.pipeline(), db.transaction():
                db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                yield PostgresBatch(db, self._store, whole=True)

    @contextmanager
    def _connection(self) -> Generator[Connection]:
        """A connection that was prepared for the hot path; a broken one is not used again."""
        with self._free:
            try:
                held = self._idle.get_nowait()
            except Empty:
                held = self._open()
            db = cast(Connection, held.driver_connection)
            try:
                yield db
            finally:
                if db.closed:
                    held.invalidate()
                    held.close()
                else:
                    self._idle.put(held)

    def _open(self) -> PoolProxiedConnection:
        held = self.engine.raw_connection()
        db = cast(Connection, held.driver_connection)
        db.autocommit = True
        db.execute(PLANS.encode())
        return held

    def cold_write(self) -> AbstractContextManager[SqlConnection]:
        """A writing transaction through SQLAlchemy."""
        return self.engine.begin()

    def upgrade(self) -> None:
        """Bring the tables to this version."""
        upgrading.upgrade(self.engine)

    def check_version(self) -> None:
        """See that the tables are of this version.

        Raises:
            DatabaseOutdated: they are not; the message says what to run.
        """
        upgrading.check(self.engine)

    def close(self) -> None:
        """Close every connection."""
        with suppress(Empty):
            while True:
                held = self._idle.get_nowait()
                held.invalidate()
                held.close()
        self.engine.dispose()
