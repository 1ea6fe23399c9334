"""Fresh databases: one is made and upgraded, and every other is a copy of its file."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from retention_sdk.store import open_store


def fresh(file: Path) -> str:
    """A database that has its tables and nothing in them.

    Args:
        file: where it is put.

    Returns:
        Its URL.
    """
    file.write_bytes(_empty())
    return f"sqlite:///{file}"


@cache
def _empty() -> bytes:
    with TemporaryDirectory(prefix="retention-") as folder:
        file = Path(folder) / "empty.db"
        store = open_store(f"sqlite:///{file}", "store")
        try:
            store.upgrade()
            store.check_version()
        finally:
            store.close()
        return file.read_bytes()
