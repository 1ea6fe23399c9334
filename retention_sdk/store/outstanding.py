"""What customers could spend at a moment: a cold query over the lots."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, or_, select

from retention_sdk.store.base import Store
from retention_sdk.store.schema import lots
from retention_sdk.times import to_micros


class Outstanding(NamedTuple):
    """What is left in all wallets of a unit.

    Attributes:
        available: what can be spent.
        pending: what can be spent only later.
        owed: the debts, which later credits pay; they are not taken off what others can spend.
    """

    available: int
    pending: int
    owed: int


def outstanding(store: Store, key: str, at: datetime) -> dict[str, Outstanding]:
    """What is left in all wallets, and what is owed to them.

    Args:
        store: the database.
        key: the store's key.
        at: the moment, no earlier than the last event: lots are taken as they are now, and expire by then.

    Returns:
        By unit, what it comes to at that moment.
    """
    now, left = to_micros(at), lots.c.remaining
    ripe = func.sum(case(((left > 0) & (lots.c.available_from <= now), left), else_=0))
    later = func.sum(case(((left > 0) & (lots.c.available_from > now), left), else_=0))
    owed = func.sum(case((left < 0, -left), else_=0))
    # a debt does not expire with the lot that owes it
    counts = (left < 0) | ((left > 0) & or_(lots.c.expires_at.is_(None), lots.c.expires_at > now))
    query = (
        select(lots.c.unit, ripe, later, owed)
        .where(lots.c.store == key, counts)
        .group_by(lots.c.unit)
        .order_by(lots.c.unit)
    )
    with store.engine.connect() as connection:
        return {unit: Outstanding(*map(int, sums)) for unit, *sums in connection.execute(query)}
