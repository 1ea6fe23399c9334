"""The tables' version, and how they get to this one: Alembic's migrations inside the package."""

import threading
from pathlib import Path

from sqlalchemy import Engine, inspect, text

from retention_sdk.errors import DatabaseOutdated

HEAD = "0001"
"""The migration that this version of the package wants; a test holds it against the scripts."""

VERSION_TABLE = "retention_version"
"""Where the migration is kept: Alembic's own name for it may be taken by the shop, in the same database."""

_ONE_AT_A_TIME = threading.Lock()
"""Alembic keeps what it works on in a module's variables."""

_SCRIPTS = Path(__file__).parent / "migrations"


def version_of(engine: Engine) -> str | None:
    """The migration that a database is at; None where it has no tables of ours."""
    if not inspect(engine).has_table(VERSION_TABLE):
        return None
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing.

    Args:
        engine: the database's.

    Raises:
        DatabaseOutdated: the tables are newer than this version.
    """
    _refuse_newer(engine, version_of(engine))
    # Alembic takes a tenth of a second to import, and an engine that is up to date never needs it
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["engine"] = engine
    with _ONE_AT_A_TIME:
        command.upgrade(config, "head")


def check(engine: Engine) -> None:
    """See that a database is at this version.

    Raises:
        DatabaseOutdated: it is not; the message says what to run.
    """
    found = version_of(engine)
    if found == HEAD:
        return
    _refuse_newer(engine, found)
    lacks = "has no tables yet" if found is None else f"is at {found} and this version needs {HEAD}"
    raise DatabaseOutdated(f"{_where(engine)} {lacks}; run `retention upgrade`")


def _refuse_newer(engine: Engine, found: str | None) -> None:
    if found is not None and found > HEAD:
        raise DatabaseOutdated(f"{_where(engine)} is at {found} and this version knows {HEAD}; upgrade retention-sdk")


def _where(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
