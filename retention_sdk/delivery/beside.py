"""What was carried out for the same events: a message tells of it."""

from collections.abc import Iterable

from sqlalchemy import Connection, and_, or_, select

from retention_sdk.actions import Action, IssueNumber
from retention_sdk.delivery.receipts import from_text
from retention_sdk.delivery.waiting import Open
from retention_sdk.platforms import Made, Receipt
from retention_sdk.store.numbers import number_of, salt_of
from retention_sdk.store.outbox import BOOKED, DONE, TO_UNDO
from retention_sdk.store.schema import outbox
from retention_sdk.wire import converter, loads

Turn = tuple[str, int]
"""A customer and the turn of one of their events."""


def beside(connection: Connection, store: str, rows: Iterable[Open]) -> dict[Turn, tuple[Made, ...]]:
    """What adapters have carried out, and stands, for the events of some rows; and the numbers given for them.

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
    names = ("key", "customer", "turn", "kind", "body", "receipt")
    query = select(*(outbox.c[name] for name in names)).where(
        outbox.c.store == store,
        outbox.c.customer.in_({customer for customer, _ in turns}),
        outbox.c.turn.in_({number for _, number in turns}),
        or_(
            and_(outbox.c.status == DONE, outbox.c.adapter != ""),
            and_(outbox.c.status == BOOKED, outbox.c.kind == IssueNumber.kind),
        ),
    )
    found: dict[Turn, tuple[Made, ...]] = {}
    for row in connection.execute(query.order_by(outbox.c.key)):
        of, receipt = (row.customer, row.turn), from_text(row.receipt)
        if row.kind == IssueNumber.kind:
            receipt = Receipt(code=number_of(row.key, salt_of(connection, store)))
        if of in turns and receipt is not None:
            found[of] = (*found.get(of, ()), Made(converter.structure(loads(row.body), Action), receipt))
    return found
