"""What is about an item that is held waits, until the item is released."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from retention_sdk.actions import Action
from retention_sdk.events import STORE
from retention_sdk.store.outbox import WAITING
from retention_sdk.store.schema import customers
from retention_sdk.wire import loads

HELD = "item_held"
"""The code of what waits for an item."""


def held_items(connection: Connection, store: str) -> Mapping[str, str]:
    """The items that are held now.

    Args:
        connection: any transaction.
        store: the store's key.

    Returns:
        Why, by item.
    """
    own = (customers.c.store == store) & (customers.c.customer == STORE)
    standing = connection.execute(select(customers.c.standing).where(own)).scalar_one_or_none()
    held: list[Mapping[str, str]] = loads(standing).get("held", []) if standing else []
    return {one["sku"]: one.get("reason", "") for one in held}


def held_back(status: int, action: Action | None, held: Mapping[str, str]) -> str:
    """Why something has to wait, in a sentence.

    Args:
        status: its state in the outbox; what may have come through before goes on.
        action: what is to be done.
        held: why items are held, by item.

    Returns:
        The sentence; nothing where it can be done.
    """
    if not held or action is None or status != WAITING:
        return ""
    skus = sorted(action.concerns() & held.keys())
    return "; ".join(f"what is offered of {sku!r} waits: {held[sku] or 'it is held'}" for sku in skus)
