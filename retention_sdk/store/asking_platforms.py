"""When platforms are asked what happened: whoever claims one asks it, and nobody else does meanwhile."""

from contextlib import suppress

from attrs import frozen
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from retention_sdk.store.base import Store
from retention_sdk.store.schema import asked


@frozen
class Asking:
    """When one platform is asked.

    Args:
        store: the database.
        key: the store's key.
        adapter: its adapter's name.
    """

    store: Store
    key: str
    adapter: str

    def claim(self, now: int, until: int, first: int) -> int | None:
        """Claim the platform, where its time has come.

        Args:
            now: in microseconds.
            until: when somebody else may claim it, where nothing is heard of this one any more.
            first: from when on it is asked where it never was.

        Returns:
            From when on it is to be asked; None where it is not its time yet.
        """
        mine = (asked.c.store == self.key) & (asked.c.adapter == self.adapter)
        blank = {"store": self.key, "adapter": self.adapter, "through": first, "next_at": 0}
        with self.store.engine.connect() as connection:
            known = connection.execute(select(asked.c.next_at).where(mine)).first()
        if known is None:
            with suppress(IntegrityError), self.store.cold_write() as connection:  # another worker may note it too
                connection.execute(insert(asked).values(blank))
        elif known.next_at > now:
            return None
        with self.store.cold_write() as connection:
            due = update(asked).where(mine, asked.c.next_at <= now).values(next_at=until)
            if not connection.execute(due).rowcount:
                return None
            through: int = connection.execute(select(asked.c.through).where(mine)).scalar_one()
            return through

    def settle(self, next_at: int, through: int | None) -> None:
        """Note when the platform is asked again.

        Args:
            next_at: in microseconds.
            through: until when all that happened is known now; None where it could not be asked.
        """
        mine = (asked.c.store == self.key) & (asked.c.adapter == self.adapter)
        values = {"next_at": next_at} | ({} if through is None else {"through": through})
        with self.store.cold_write() as connection:
            connection.execute(update(asked).where(mine).values(values))
