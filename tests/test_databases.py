"""The databases that the suite gives to its tests."""

from __future__ import annotations

import sqlite3

import psycopg


def test_postgres_is_fresh(postgres_url: str) -> None:
    """A test gets an empty database on a Postgres of at least version 14."""
    with psycopg.connect(postgres_url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        assert tables == (0,)
        assert connection.info.server_version >= 140000


def test_sqlite_is_fresh(sqlite_url: str) -> None:
    """A test gets the path of a file that is not there yet."""
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    connection.close()


def test_both_databases_are_offered(database_url: str) -> None:
    """One test runs on each database."""
    assert database_url.startswith(("sqlite:///", "postgresql://"))
