"""Versions of the settings: each decision names the one that it was made with."""

from collections.abc import Callable

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from retention_sdk.store.base import Store
from retention_sdk.store.schema import settings
from retention_sdk.wire import fingerprint


def settings_version(  # noqa: PLR0913 - a row, and what begins with it
    store: Store,
    key: str,
    body: str,
    now: int,
    *,
    written: str = "{}",
    begin: Callable[[Connection], None] | None = None,
) -> int:
    """The version of settings; new ones are written down.

    Args:
        store: the database.
        key: the store's key.
        body: the settings, in a form where equal settings are equal texts, without secrets.
        now: in microseconds.
        written: the tables as the merchant wrote them, to make the same program again.
        begin: what begins together with a new version, in its transaction.

    Returns:
        The version: 1 for the first settings of a store, one more with each change.
    """
    latest = select(settings.c.version, settings.c.fingerprint).where(settings.c.store == key)
    mark = fingerprint(body)
    while True:
        with store.engine.connect() as connection:
            row = connection.execute(latest.order_by(settings.c.version.desc()).limit(1)).first()
        if row is not None and row.fingerprint == mark:
            return int(row.version)
        version = 1 if row is None else int(row.version) + 1
        values = {"store": key, "version": version, "fingerprint": mark, "body": body, "written": written, "since": now}
        try:
            with store.cold_write() as connection:
                connection.execute(insert(settings).values(values))
                if begin is not None:
                    begin(connection)
        except IntegrityError:  # another process wrote its settings down at the same moment
            continue
        return version


def settings_of(store: Store, key: str, version: int) -> tuple[str, str] | None:
    """The settings of a version: their text, and the tables as they were written; None where there is none."""
    query = select(settings.c.body, settings.c.written).where(settings.c.store == key, settings.c.version == version)
    with store.engine.connect() as connection:
        row = connection.execute(query).first()
    return None if row is None else (str(row.body), str(row.written))
