"""Whom somebody was asked about: a cold query."""

from sqlalchemy import select

from retention_sdk.actions import RequestApproval
from retention_sdk.store.base import Store
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.schema import outbox


def customers_asked_about(store: Store, key: str) -> list[str]:
    """The customers about whom a request for approval was ever made, answered or not.

    Args:
        store: the database.
        key: the store's key.

    Returns:
        Their ids, sorted.
    """
    asked = (outbox.c.store == key) & (outbox.c.kind == RequestApproval.kind) & outbox.c.status.in_(STANDING)
    with store.engine.connect() as connection:
        return sorted(connection.execute(select(outbox.c.customer).where(asked).distinct()).scalars())
