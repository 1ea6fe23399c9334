"""The shop's own database. Money is in cents, times are ISO 8601 in UTC."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from secrets import token_hex
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = """
CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, name TEXT, email TEXT UNIQUE, session TEXT UNIQUE, tags TEXT);
CREATE TABLE IF NOT EXISTS orders (
  id TEXT PRIMARY KEY, customer TEXT, placed_at TEXT, coupon TEXT, refunded INTEGER DEFAULT 0, returned_at TEXT
);
CREATE TABLE IF NOT EXISTS lines (
  order_id TEXT, sku TEXT, quantity INTEGER, total INTEGER, discount INTEGER, free INTEGER
);
CREATE TABLE IF NOT EXISTS subscriptions (
  id TEXT PRIMARY KEY, customer TEXT, price INTEGER, percent INTEGER DEFAULT 0, cycles INTEGER DEFAULT 0, ended INTEGER
);
CREATE TABLE IF NOT EXISTS requests (id TEXT PRIMARY KEY, customer TEXT, subscription TEXT, ended INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS offers (key TEXT PRIMARY KEY, request TEXT, title TEXT, answered INTEGER DEFAULT 0);
CREATE TABLE IF NOT EXISTS coupons (
  code TEXT PRIMARY KEY, key TEXT UNIQUE, customer TEXT, benefit TEXT, expires_at TEXT, reason TEXT, state TEXT
);
CREATE TABLE IF NOT EXISTS letters (key TEXT, customer TEXT, template TEXT, written_at TEXT);
CREATE TABLE IF NOT EXISTS tasks (
  key TEXT, title TEXT, role TEXT, script TEXT, customer TEXT, closed INTEGER DEFAULT 0
);
CREATE TABLE IF NOT EXISTS done (key TEXT PRIMARY KEY, kind TEXT, answer TEXT, done_at TEXT);
CREATE TABLE IF NOT EXISTS events (
  place INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT, happened_at TEXT, sent INTEGER DEFAULT 0
);
"""

Rows = list[sqlite3.Row]


def now() -> str:
    """This moment."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def new_id(prefix: str) -> str:
    """An id that nothing else has, whatever it is of."""
    return f"{prefix}-{token_hex(6)}"


class Database:
    """The shop's database.

    Args:
        path: its file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self.change() as change:
            for statement in TABLES.split(";"):
                change.execute(statement)

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all of it, or nothing."""
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()  # what was not committed is gone

    def rows(self, query: str, *values: Any) -> Rows:
        """What a query answers."""
        with self.change() as connection:
            return connection.execute(query, values).fetchall()

    def row(self, query: str, *values: Any) -> sqlite3.Row | None:
        """The first row that a query answers."""
        found = self.rows(query, *values)
        return found[0] if found else None
