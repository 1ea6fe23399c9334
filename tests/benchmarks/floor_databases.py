"""The floor's statements on SQLite and Postgres."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg

from tests.benchmarks.floor import CUSTOMERS, SCHEMA, Event, Folded, Row, decide, fold

if TYPE_CHECKING:
    from collections.abc import Sequence


def _marks(count: int) -> str:
    return ",".join("?" * count)


class SqliteFloor:
    """The floor on a SQLite file, `synchronous=FULL` as the SDK has it.

    Args:
        path: a file that is not there yet.
        customers: how many there are.
    """

    def __init__(self, path: str, customers: int = CUSTOMERS) -> None:
        # row (c) hands the floor from thread to thread, one at a time
        self._db = db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        db.executescript(SCHEMA.format(serial="INTEGER PRIMARY KEY"))
        db.execute("BEGIN")
        db.executemany("INSERT INTO floor_customer VALUES (?, 0, 0, '{}')", ((n,) for n in range(1, customers + 1)))
        db.execute("COMMIT")

    def commit(self, batch: Sequence[Event]) -> None:
        """Handle events in one transaction."""
        db, ids, customers = self._db, [e[0] for e in batch], list({e[1] for e in batch})
        known = f"SELECT event_id FROM floor_inbox WHERE event_id IN ({_marks(len(ids))})"
        taken = f"SELECT id, balance, version, state FROM floor_customer WHERE id IN ({_marks(len(customers))})"
        db.execute("BEGIN IMMEDIATE")
        seen = {r[0] for r in db.execute(known, ids)}
        rows: dict[int, Row] = {r[0]: r[1:] for r in db.execute(taken, customers)}
        folded = fold(batch, seen, rows)
        db.executemany("INSERT INTO floor_inbox VALUES (?, ?, ?)", folded.inbox)
        db.executemany("INSERT INTO floor_ledger (event_id, account, unit, amount) VALUES (?, ?, ?, ?)", folded.legs)
        changed = [(*row, n) for n, row in rows.items()]
        db.executemany("UPDATE floor_customer SET balance=?, version=?, state=? WHERE id=?", changed)
        db.executemany("INSERT INTO floor_outbox (key, payload) VALUES (?, ?)", folded.outbox)
        db.execute("COMMIT")

    def run(self, statement: str) -> None:
        """Run a statement by itself."""
        self._db.execute(statement)

    def query(self, statement: str) -> list[Row]:
        """The rows of a query."""
        return self._db.execute(statement).fetchall()

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()


_READ = """
SELECT balance, version, state, EXISTS (SELECT FROM floor_inbox WHERE event_id = %s) FROM floor_customer WHERE id = %s
"""
_WRITE = """
WITH customer AS (UPDATE floor_customer SET balance = %s, version = %s, state = %s
                  WHERE id = %s AND version = %s RETURNING 1),
     inbox AS (INSERT INTO floor_inbox SELECT %s::text, %s::int, %s::text FROM customer),
     legs AS (INSERT INTO floor_ledger (event_id, account, unit, amount)
              SELECT v.* FROM customer, (VALUES (%s::text, %s::int, %s::text, %s::bigint), (%s, %s, %s, %s)) v),
     outbox AS (INSERT INTO floor_outbox (key, payload) SELECT %s::text, %s::text FROM customer)
SELECT count(*) FROM customer
"""
_TAKE = "SELECT id, balance, version, state FROM floor_customer WHERE id = ANY(%s) ORDER BY id FOR UPDATE"
_KNOWN = "SELECT event_id FROM floor_inbox WHERE event_id = ANY(%s)"
_INBOX = "INSERT INTO floor_inbox SELECT * FROM json_to_recordset(%s::json) t(e text, c int, p text)"
_LEGS = """
INSERT INTO floor_ledger (event_id, account, unit, amount)
SELECT * FROM json_to_recordset(%s::json) t(e text, a int, u text, m bigint)
"""
_CUSTOMERS = """
UPDATE floor_customer c SET balance=n.b, version=n.v, state=n.s
FROM json_to_recordset(%s::json) n(i int, b bigint, v int, s text) WHERE c.id=n.i
"""
_OUTBOX = "INSERT INTO floor_outbox (key, payload) SELECT * FROM json_to_recordset(%s::json) t(k text, p text)"


def _records(names: str, rows: Sequence[Row]) -> tuple[str]:
    return (json.dumps([dict(zip(names.split(), row, strict=True)) for row in rows]),)


class PostgresFloor:
    """The floor on Postgres.

    One event: one read and one writing statement. A batch: one JSON parameter a table (half the cost of arrays).

    Args:
        url: a database without the floor's tables.
        customers: how many there are.
    """

    def __init__(self, url: str, customers: int = CUSTOMERS) -> None:
        self._db: psycopg.Connection[Row] = psycopg.connect(url, autocommit=True)
        self._db.execute(SCHEMA.format(serial="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY").encode())
        self._db.execute(
            "INSERT INTO floor_customer SELECT n, 0, 0, '{}' FROM generate_series(1, %s::int) n", (customers,)
        )

    def commit(self, batch: Sequence[Event]) -> None:
        """Handle events in one transaction."""
        if len(batch) == 1:
            while not self._single(batch[0]):
                pass
            return
        db = self._db
        with db.pipeline() as pipe:
            db.execute("BEGIN")
            taken = db.execute(_TAKE, (list({e[1] for e in batch}),))
            known = db.execute(_KNOWN, ([e[0] for e in batch],))
            pipe.sync()
            rows: dict[int, Row] = {r[0]: r[1:] for r in taken}
            self._write(fold(batch, {r[0] for r in known}, rows), rows)
            db.execute("COMMIT")

    def run(self, statement: str) -> None:
        """Run a statement by itself."""
        self._db.execute(statement.encode())

    def query(self, statement: str) -> list[Row]:
        """The rows of a query."""
        return self._db.execute(statement.encode()).fetchall()

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def _single(self, event: Event) -> bool:
        balance, version, state, seen = self._one(_READ, event[:2])
        if seen:
            return True
        balance, state, legs, message = decide(event, balance, state)
        new = (balance, version + 1, state, event[1], version)
        return bool(self._one(_WRITE, (*new, *event, *legs[0], *legs[1], *message))[0])

    def _one(self, statement: LiteralString, values: Sequence[Any]) -> Row:
        row = self._db.execute(statement, values).fetchone()
        assert row is not None
        return row

    def _write(self, folded: Folded, rows: dict[int, Row]) -> None:
        self._db.execute(_INBOX, _records("e c p", folded.inbox))
        self._db.execute(_LEGS, _records("e a u m", folded.legs))
        self._db.execute(_CUSTOMERS, _records("i b v s", [(n, *row) for n, row in rows.items()]))
        self._db.execute(_OUTBOX, _records("k p", folded.outbox))
