"""What becomes of the outbox when something of it was carried out."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Insert, case, insert, literal, select, update

from retention_sdk.delivery.due import Due
from retention_sdk.delivery.saves import tell_sessions
from retention_sdk.store import Store
from retention_sdk.store.outbox import DONE, PERFORMED, REVERSED, WAITING
from retention_sdk.store.schema import DELIVERY, customers, outbox
from retention_sdk.times import to_micros


def performed(store: Store, key: str, one: Due) -> int:
    """Note that something was carried out, or undone. Twice changes nothing.

    It may have been taken back, or given again, since it was read: then what was carried out is to be undone, and what
    was undone is to be carried out in its next round.

    Args:
        store: the database.
        key: the store's key.
        one: what was carried out.

    Returns:
        The state that it has now, one of `store.outbox`.
    """
    mine = (outbox.c.store == key) & (outbox.c.key == one.key) & (outbox.c.round == one.round)
    lock = select(customers.c.turn).where(customers.c.store == key, customers.c.customer == one.customer)
    with store.cold_write() as connection:
        # whoever decides the customer's past again at this moment has the lock, and knows the states
        connection.execute(lock.with_for_update()).all()
        status: int = connection.execute(select(outbox.c.status).where(mine)).scalar_one()
        now = (REVERSED if one.undoes else PERFORMED).get(status, status)
        if now != status:
            known = case((outbox.c.receipt == "", "{}"), else_=outbox.c.receipt)
            connection.execute(update(outbox).where(mine).values(status=now, receipt=known))
        if one.undoes and status == DONE:
            connection.execute(next_round(mine))
        tell_sessions(connection, key, {one.key}, to_micros(datetime.now(UTC)))
        return now


def next_round(which: ColumnElement[bool]) -> Insert:
    """An insert of the next round of some rows, which waits and knows nothing of the tries before it.

    Args:
        which: the rows.

    Returns:
        The statement.
    """
    columns = [column for column in outbox.columns if DELIVERY not in column.info]
    again = {"round": outbox.c.round + 1, "status": literal(WAITING)}
    copied = select(*(again.get(column.name, column) for column in columns)).where(which)
    return insert(outbox).from_select([column.name for column in columns], copied)
