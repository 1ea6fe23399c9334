"""Cold queries about all who hold units of a wallet, and about the settings of a time."""

from sqlalchemy import func, select

from retention_sdk.guards import place_name
from retention_sdk.store.base import Store
from retention_sdk.store.schema import counters, lots, settings, wallets


def holders(store: Store, key: str, unit: str) -> list[str]:
    """Who holds units that can be spent, as of their latest turns.

    Args:
        store: the database.
        key: the store's key.
        unit: "points", ...

    Returns:
        The customers' ids, sorted.
    """
    mine = (wallets.c.store == key) & (wallets.c.unit == unit) & (wallets.c.available > 0)
    with store.engine.connect() as connection:
        found = connection.execute(select(wallets.c.customer).where(mine)).scalars().all()
    return sorted(map(str, found))


def first_holders(store: Store, key: str, unit: str, most: int) -> list[tuple[str, str]]:
    """Who has held units of a wallet the longest.

    Args:
        store: the database.
        key: the store's key.
        unit: "points", ...
        most: how many are answered.

    Returns:
        The customers' ids, each with the key of their lot.
    """
    mine = (lots.c.store == key) & (lots.c.unit == unit) & (lots.c.remaining > 0)
    query = select(lots.c.customer, lots.c.key).where(mine).order_by(lots.c.at, lots.c.place, lots.c.key).limit(most)
    with store.engine.connect() as connection:
        return [(str(customer), str(lot)) for customer, lot in connection.execute(query)]


def taken_of(store: Store, key: str, of: str) -> int:
    """How many places of something are taken."""
    mine = (counters.c.store == key) & (counters.c.name == place_name(of))
    with store.engine.connect() as connection:
        return int(connection.execute(select(func.coalesce(func.sum(counters.c.amount), 0)).where(mine)).scalar_one())


def settings_since(store: Store, key: str, since: int) -> list[str]:
    """The settings that held at a time, and all that came after them.

    Args:
        store: the database.
        key: the store's key.
        since: the time, in microseconds.

    Returns:
        Their texts, in order.
    """
    query = select(settings.c.since, settings.c.body).where(settings.c.store == key).order_by(settings.c.version)
    with store.engine.connect() as connection:
        rows = connection.execute(query).all()
    before = [place for place, row in enumerate(rows) if row.since <= since]
    return [str(row.body) for row in rows[before[-1] if before else 0 :]]
