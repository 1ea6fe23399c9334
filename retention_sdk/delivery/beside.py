"""What was carried out for the same events: a message tells of it."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from retention_sdk.actions import Action
from retention_sdk.delivery.receipts import from_text
from retention_sdk.delivery.waiting import Open
from retention_sdk.platforms import Made
from retention_sdk.store.outbox import DONE, TO_UNDO
from retention_sdk.store.schema import outbox
from retention_sdk.wire import converter, loads

Turn = tuple[str, int]
"""A customer and the turn of one of their events."""


def beside(connection: Connection, store: str, rows: Iterable[Open]) -> dict[Turn, tuple[Made, ...]]:
    """What adapters have carried out, and stands, for the events of some rows.

    Args:
        connection: any transaction.
        store: the store's key.
        rows: the rows; those that are to be undone tell of nothing.

    Returns:
        By customer and turn, what was carried out, in the order of keys.
    """
    turns = {(row.customer, row.turn) for row in rows if row.status not in TO_UNDO}
    if not turns:
        return {}
    query = select(outbox.c.customer, outbox.c.turn, outbox.c.body, outbox.c.receipt).where(
        outbox.c.store == store,
        outbox.c.customer.in_({customer for customer, _ in turns}),
        outbox.c.turn.in_({number for _, number in turns}),
        outbox.c.status == DONE,
        outbox.c.adapter != "",
    )
    found: dict[Turn, tuple[Made, ...]] = {}
    for row in connection.execute(query.order_by(outbox.c.key)):
        of, receipt = (row.customer, row.turn), from_text(row.receipt)
        if of in turns and receipt is not None:
            found[of] = (*found.get(of, ()), Made(converter.structure(loads(row.body), Action), receipt))
    return found
