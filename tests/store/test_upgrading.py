"""What an error about the tables tells, and what an upgrade leaves alone; see also test_migrations.py."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url, text

from retention_sdk import DatabaseOutdated, Engine
from retention_sdk.store import open_store, upgrading
from tests.build import config, opened, visit


def upgrade(url: str) -> None:
    """Give a database its tables."""
    store = open_store(url, "any")
    store.upgrade()
    store.close()


def test_no_password_is_shown(postgres_url: str) -> None:
    """The error names the database without its password."""
    url = make_url(postgres_url).set(username="postgres", password="s3cret-word")  # noqa: S106 - made up, never checked
    with pytest.raises(DatabaseOutdated, match="has no tables yet; run `retention upgrade`") as raised:
        Engine.from_config(config(url.render_as_string(hide_password=False)))
    assert str(url.database) in str(raised.value)
    assert "s3cret-word" not in str(raised.value)


def test_no_connection_is_left(postgres_url: str) -> None:
    """An engine that could not be made lets go of the database."""
    with pytest.raises(DatabaseOutdated):
        Engine.from_config(config(postgres_url))
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    store = open_store(postgres_url, "any")
    with store.engine.connect() as connection:
        assert connection.execute(text(others)).scalar() == 0
    store.close()


def test_an_upgrade_keeps_what_is_there(database_url: str) -> None:
    """Upgrading a database that is up to date changes nothing in it."""
    upgrade(database_url)
    with opened(database_url) as engine:
        decision = engine.handle(visit())
    upgrade(database_url)
    with opened(database_url) as engine:
        assert engine.handle(visit()) == decision


def test_a_shops_own_alembic_is_left_alone(database_url: str) -> None:
    """In a database where the shop's own Alembic keeps its version, ours is another, and the shop's stays."""
    shop = open_store(database_url, "any")
    with shop.cold_write() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('f00dbabe')"))
    assert upgrading.version_of(shop.engine) is None
    upgrade(database_url)
    shop.check_version()
    with opened(database_url) as engine:
        assert engine.handle(visit()).failures == ()
    with shop.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [("f00dbabe",)]
    shop.close()
