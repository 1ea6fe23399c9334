"""What each counter came to, counted anew from what was given."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select

from retention_sdk.guards import Gift, Slot
from retention_sdk.store.outbox import COUNTED
from retention_sdk.store.rows import Writes
from retention_sdk.store.schema import counters, outbox
from retention_sdk.times import from_micros

QUARTER = 15 * 60 * 1_000_000
"""The microseconds of a quarter of an hour: no zone's day begins between two of them."""


def recount(connection: Connection, key: str, count: Callable[[datetime, Gift], Iterable[tuple[Slot, int]]]) -> None:
    """Set all counters of a store to what its outbox says.

    Without a limit nothing is counted, so whoever begins to keep one counts what was given until then.

    Args:
        connection: a writing transaction.
        key: the store's key.
        count: what a gift of an instant adds to which rows.

    Raises:
        IntegrityError: somebody began to count in a row between the sum and its writing; begin again.
    """
    mine = counters.c.store == key
    # whoever gives at this moment is waited for, in the order in which they lock; the sum then sees what they gave
    held = select(counters.c.name).where(mine).order_by(counters.c.name, counters.c.period).with_for_update()
    connection.execute(held).all()
    connection.execute(delete(counters).where(mine))
    quarter = (outbox.c.at // QUARTER).label("quarter")
    counted = (outbox.c.store == key) & or_(outbox.c.cost > 0, outbox.c.under != "") & outbox.c.status.in_(COUNTED)
    groups = (outbox.c.plugin, outbox.c.under, quarter)
    given = select(*groups, func.sum(outbox.c.cost), func.count()).where(counted).group_by(*groups)
    found = Writes()
    for plugin, under, number, cost, pieces in connection.execute(given):
        found.count(count(from_micros(int(number) * QUARTER), Gift(plugin, under, int(cost), int(pieces))))
    if found.counts:
        rows = [
            {"store": key, "name": name, "period": period, "amount": amount}
            for name, period, amount, _ in found.counted()
        ]
        connection.execute(insert(counters), rows)
