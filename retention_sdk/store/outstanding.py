"""What customers could spend at a moment: a cold query over the lots."""

from datetime import datetime

from sqlalchemy import case, func, or_, select

from retention_sdk.store.base import Store
from retention_sdk.store.schema import lots
from retention_sdk.times import to_micros


def outstanding(store: Store, key: str, at: datetime) -> dict[str, tuple[int, int]]:
    """What is left in all wallets.

    Args:
        store: the database.
        key: the store's key.
        at: the moment, no earlier than the last event: lots are taken as they are now, and expire by then.

    Returns:
        By unit, what can be spent at that moment, and what only later.
    """
    now = to_micros(at)
    ripe = func.sum(case((lots.c.available_from <= now, lots.c.remaining), else_=0))
    query = (
        select(lots.c.unit, ripe, func.sum(lots.c.remaining) - ripe)
        .where(lots.c.store == key, lots.c.remaining > 0, or_(lots.c.expires_at.is_(None), lots.c.expires_at > now))
        .group_by(lots.c.unit)
        .order_by(lots.c.unit)
    )
    with store.engine.connect() as connection:
        return {unit: (int(available), int(pending)) for unit, available, pending in connection.execute(query)}
