"""Versions of the tables: an embedded SQLite upgrades itself, a Postgres is told what to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from retention_sdk import DatabaseOutdated, Engine
from retention_sdk.store import open_store, upgrading
from tests.build import config, opened, visit

if TYPE_CHECKING:
    from pathlib import Path


def upgrade(url: str) -> None:
    """Give a database its tables."""
    store = open_store(url, "any")
    store.upgrade()
    store.close()


def set_version(url: str, version: str) -> None:
    """Pretend that a database is of another version."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    engine.dispose()


def test_an_embedded_database_is_made(tmp_path: Path) -> None:
    """A SQLite file that is not there is made with its tables, by whoever opens it first."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with opened(url) as engine:
        assert upgrading.version_of(engine.store.engine) == upgrading.HEAD
        engine.handle(visit())
    with opened(url) as engine:
        assert engine.handle(visit()).event == visit()


def test_postgres_without_tables(postgres_url: str) -> None:
    """A Postgres database without tables is left alone, and the error says what to run."""
    with pytest.raises(DatabaseOutdated, match=r"has no tables yet; run `retention upgrade`$") as raised:
        Engine.from_config(config(postgres_url))
    assert str(make_url(postgres_url).database) in str(raised.value)
    store = open_store(postgres_url, "any")
    assert upgrading.version_of(store.engine) is None
    store.close()


def test_postgres_of_an_older_version(postgres_url: str) -> None:
    """A Postgres that needs an upgrade is not upgraded behind its operator's back."""
    upgrade(postgres_url)
    set_version(postgres_url, "0000")
    said = rf"is at 0000 and this version needs {upgrading.HEAD}; run `retention upgrade`$"
    with pytest.raises(DatabaseOutdated, match=said):
        Engine.from_config(config(postgres_url))


def test_a_newer_database(database_url: str) -> None:
    """Tables of a newer version are neither used nor changed; the error says what to upgrade."""
    upgrade(database_url)
    set_version(database_url, "9999")
    said = rf"is at 9999 and this version knows {upgrading.HEAD}; upgrade retention-sdk$"
    with pytest.raises(DatabaseOutdated, match=said):
        Engine.from_config(config(database_url))
    with pytest.raises(DatabaseOutdated, match=said):
        upgrade(database_url)


def test_no_password_is_shown(postgres_url: str) -> None:
    """The error names the database without its password."""
    url = make_url(postgres_url).set(username="postgres", password="s3cret-word")  # noqa: S106 - made up, never checked
    with pytest.raises(DatabaseOutdated) as raised:
        Engine.from_config(config(url.render_as_string(hide_password=False)))
    assert "s3cret-word" not in str(raised.value)
    assert "has no tables yet" in str(raised.value)


def test_an_upgrade_keeps_what_is_there(database_url: str) -> None:
    """Upgrading a database that is up to date changes nothing in it."""
    upgrade(database_url)
    with opened(database_url) as engine:
        decision = engine.handle(visit())
    upgrade(database_url)
    with opened(database_url) as engine:
        assert engine.handle(visit()) == decision


def test_the_database_stays_closed_after_an_error(postgres_url: str) -> None:
    """An engine that could not be made leaves no connection behind."""
    with pytest.raises(DatabaseOutdated):
        Engine.from_config(config(postgres_url))
    store = open_store(postgres_url, "any")
    with store.engine.connect() as connection:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        assert connection.execute(text(others)).scalar() == 0
    store.close()
