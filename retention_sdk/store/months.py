"""What each month gave, counted anew from what was given."""

from collections import Counter
from collections.abc import Callable

from sqlalchemy import Connection, delete, func, insert, select

from retention_sdk.store.outbox import STANDING
from retention_sdk.store.schema import budgets, outbox

QUARTER = 15 * 60 * 1_000_000
"""The microseconds of a quarter of an hour: no zone's month begins between two of them."""


def recount(connection: Connection, key: str, month: Callable[[int], str]) -> None:
    """Set what every month of a store has spent to what its outbox says.

    Without a limit nothing is counted, so whoever begins to keep one counts what was given until then.

    Args:
        connection: a writing transaction.
        key: the store's key.
        month: the month, as "2026-11", of an instant in microseconds.

    Raises:
        IntegrityError: somebody began to spend in a month between the sum and its writing; begin again.
    """
    mine = budgets.c.store == key
    # whoever spends at this moment is waited for, in the order in which they lock; the sum then sees what they gave
    connection.execute(select(budgets.c.period).where(mine).order_by(budgets.c.period).with_for_update()).all()
    connection.execute(delete(budgets).where(mine))
    quarter = (outbox.c.at // QUARTER).label("quarter")
    counted = (outbox.c.store == key) & (outbox.c.cost > 0) & outbox.c.status.in_(STANDING)
    given = select(quarter, func.sum(outbox.c.cost)).where(counted).group_by(quarter)
    spent: Counter[str] = Counter()
    for number, cost in connection.execute(given):
        spent[month(int(number) * QUARTER)] += int(cost)
    if spent:
        rows = [{"store": key, "period": period, "spent": cost} for period, cost in spent.items()]
        connection.execute(insert(budgets), rows)
