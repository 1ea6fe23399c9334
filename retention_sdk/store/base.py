"""What both databases offer, and the choice between them."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Engine, make_url

from retention_sdk.store.rows import Batch


class Store(Protocol):
    """A database of one or many stores.

    Attributes:
        engine: SQLAlchemy's, for cold queries.
        writers: how many batches can be written at once.
    """

    engine: Engine
    writers: int

    def batch(self, *, locked: bool) -> AbstractContextManager[Batch]:
        """A transaction that reads, then writes, a batch; it is rolled back where it raises.

        Args:
            locked: hold the customers' rows from reading to writing; without, a lone customer's write is guarded.
        """
        ...

    def reading(self, *, whole: bool = False) -> AbstractContextManager[Batch]:
        """A view of the database that writes nothing and waits for nobody.

        Args:
            whole: all that is read is of one moment; without, a past cannot be read.
        """
        ...

    def cold_write(self) -> AbstractContextManager[Connection]:
        """A writing transaction through SQLAlchemy, for what is rare."""
        ...

    def upgrade(self) -> None:
        """Bring the tables to this version."""
        ...

    def check_version(self) -> None:
        """See that the tables are of this version.

        Raises:
            DatabaseOutdated: they are not; the message says what to run.
        """
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


def open_store(url: str, store: str) -> Store:
    """Open a database.

    Args:
        url: `sqlite:///file` or `postgresql://…`.
        store: the store's key, which leads every key.

    Returns:
        The store; its tables are not looked at yet.
    """
    if make_url(url).get_backend_name() == "sqlite":
        from retention_sdk.store.sqlite import SqliteStore

        return SqliteStore(url, store)
    from retention_sdk.store.postgres import PostgresStore

    return PostgresStore(url, store)
