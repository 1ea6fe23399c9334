"""Corrections that wait for their order: a cold query, for a person who looks why nothing was taken back."""

from collections.abc import Collection

from attrs import frozen
from sqlalchemy import Connection, select

from retention_sdk.store.base import Store
from retention_sdk.store.schema import customers, events
from retention_sdk.wire import loads

_TOLD = '%"waiting":%'
"""What a standing has in its stored form where something waits."""


@frozen
class Waiting:
    """An order that was corrected, and is not known of that customer.

    Args:
        customer: whose correction it is.
        order: the order's id.
        others: other customers who have an order of this id: the correction may be theirs.
    """

    customer: str
    order: str
    others: tuple[str, ...]


def waiting(store: Store, key: str) -> list[Waiting]:
    """All corrections that wait for their order, which is looked for among the customer's own.

    Args:
        store: the database.
        key: the store's key.

    Returns:
        The orders, by customer; every customer's standing is read through for it.
    """
    query = (
        select(customers.c.customer, customers.c.standing)
        .where(customers.c.store == key, customers.c.standing.like(_TOLD))
        .order_by(customers.c.customer)
    )
    with store.engine.connect() as connection:
        found = [
            (row.customer, order)
            for row in connection.execute(query)
            for order in sorted(loads(row.standing).get("waiting", ()))
        ]
        owners = _owners(connection, key, {order for _, order in found})
    return [Waiting(customer, order, tuple(owners.get(order, ()))) for customer, order in found]


def _owners(connection: Connection, store: str, orders: Collection[str]) -> dict[str, list[str]]:
    """Who has orders of some ids."""
    found: dict[str, list[str]] = {}
    query = (
        select(events.c.id, events.c.customer)
        .where(events.c.store == store, events.c.kind == "purchase", events.c.id.in_(orders))
        .order_by(events.c.customer)
        .distinct()
    )
    for row in connection.execute(query) if orders else ():
        found.setdefault(row.id, []).append(row.customer)
    return found
