"""The tables: what the migrations make is what the code says, on both databases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from retention_sdk.store import open_store, upgrading
from retention_sdk.store.schema import metadata
from retention_sdk.store.sql import columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from retention_sdk.store import Store

SCRIPTS = ScriptDirectory(str(upgrading._SCRIPTS))
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()]

DESCRIBED = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'"],
    "postgresql": [
        "SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'",
        "SELECT tablename, indexname, indexdef FROM pg_indexes "
        "WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace AND conrelid <> 'alembic_version'::regclass",
        "SELECT relname, obj_description(oid) FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'",
    ],
}
"""All that a database tells of its tables, partial indexes and comments too."""


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A database without tables."""
    store = open_store(database_url, "any")
    yield store
    store.close()


def described(engine: Engine) -> list[Any]:
    """What a database tells of its tables, without the white space of how they were made."""
    with engine.connect() as connection:
        rows = [row for query in DESCRIBED[engine.dialect.name] for row in connection.execute(text(query))]
    return sorted(tuple(re.sub(r"\s+", " ", str(value)) for value in row) for row in rows)


def differences(engine: Engine) -> list[Any]:
    """What Alembic would change to make the tables what the code says."""
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), metadata)


def migrate(engine: Engine, revision: str) -> None:
    """Bring a database to a version."""
    config = Config()
    config.set_main_option("script_location", str(upgrading._SCRIPTS))
    config.attributes["engine"] = engine
    command.upgrade(config, revision)


def test_a_fresh_database(store: Store) -> None:
    """Alembic finds nothing to change in the tables that the migrations made."""
    assert differences(store.engine) != []
    store.upgrade()
    assert differences(store.engine) == []


def test_what_alembic_does_not_compare(store: Store) -> None:
    """Partial indexes, tables without row ids and comments are the same, too, as those that the code would make."""
    store.upgrade()
    migrated = described(store.engine)
    with store.engine.begin() as connection:
        metadata.drop_all(connection)
    with store.engine.begin() as connection:
        metadata.create_all(connection)
    assert migrated == described(store.engine)


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_upgraded_database(store: Store, revision: str) -> None:
    """From whichever version a database comes, it ends with the same tables; once more changes nothing."""
    migrate(store.engine, revision)
    store.upgrade()
    once = described(store.engine)
    store.upgrade()
    assert described(store.engine) == once
    assert differences(store.engine) == []
    assert upgrading.version_of(store.engine) == upgrading.HEAD
    store.check_version()


def test_the_head() -> None:
    """The version that the code wants is that of the newest script, and there is one way to it."""
    assert SCRIPTS.get_heads() == [upgrading.HEAD]


def test_versions_are_in_order() -> None:
    """Versions are told apart by comparing them, so each is greater than the one before, and they are equally long."""
    assert sorted(REVISIONS, reverse=True) == REVISIONS
    assert len({len(revision) for revision in REVISIONS}) == 1


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_key_leads_with_the_store(table: str) -> None:
    """Many stores share a database, and it can be spread by store: every key and index begins with it."""
    wanted = metadata.tables[table]
    assert next(iter(wanted.primary_key)).name == "store"
    for index in wanted.indexes:
        assert next(iter(index.columns)).name == "store", index.name
    assert wanted.comment
    assert columns(table) == tuple(column.name for column in wanted.columns)[1:]


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_integers_are_wide(table: str) -> None:
    """Amounts, money and instants have 64 bits; no column holds a float."""
    kinds = {column.name: type(column.type).__name__ for column in metadata.tables[table].columns}
    assert set(kinds.values()) <= {"Text", "BigInteger", "Integer", "Boolean"}
    assert {name for name, kind in kinds.items() if kind == "Integer"} <= {"status"}
