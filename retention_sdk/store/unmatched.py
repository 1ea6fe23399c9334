"""Refunds of which something was not found among a customer's orders: a cold query, for a person who looks."""

from collections.abc import Iterator

from attrs import frozen
from sqlalchemy import func, select

from retention_sdk.store.base import Store
from retention_sdk.store.schema import events
from retention_sdk.wire import loads

CODE = "unmatched"


@frozen
class Unmatched:
    """A refund of which something was not found.

    Args:
        refund: the id of its event.
        source: where that is from.
        customer: whose it is.
        sentence: what was not found.
    """

    refund: str
    source: str
    customer: str
    sentence: str


def unmatched(store: Store, key: str) -> Iterator[Unmatched]:
    """All refunds of which something was not found, as later facts have left them.

    Args:
        store: the database.
        key: the store's key.

    Yields:
        The refunds in the order in which they happened; every refund's decision is looked through for it.
    """
    decision = func.coalesce(events.c.revised, events.c.decision)
    query = (
        select(events.c.id, events.c.source, events.c.customer, decision.label("decision"))
        .where(events.c.store == key, events.c.kind == "refund", decision.like(f'%"{CODE}"%'))
        .order_by(events.c.occurred_at, events.c.source, events.c.id)
    )
    with store.engine.connect() as connection:
        for row in connection.execute(query):
            for code, sentence in loads(row.decision).get("notes", ()):
                if code == CODE:
                    yield Unmatched(row.id, row.source, row.customer, sentence)
