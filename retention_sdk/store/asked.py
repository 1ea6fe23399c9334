"""Whom somebody was asked about: a cold query."""

from sqlalchemy import select

from retention_sdk.actions import RequestApproval
from retention_sdk.store.base import Store
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.schema import customers, outbox


def standings_asked_about(store: Store, key: str) -> list[str]:
    """The standings of customers about whom a request for approval was ever made, answered or not.

    Args:
        store: the database.
        key: the store's key.

    Returns:
        The standings, in their stored form.
    """
    asked = (outbox.c.store == key) & (outbox.c.kind == RequestApproval.kind) & outbox.c.status.in_(STANDING)
    with store.engine.connect() as connection:
        mine = (customers.c.store == key) & customers.c.customer.in_(select(outbox.c.customer).where(asked))
        return list(connection.execute(select(customers.c.standing).where(mine)).scalars())
