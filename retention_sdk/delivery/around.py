"""What is known of customers around what is to be undone: some of it needs no undoing."""

from collections.abc import Collection

from attrs import frozen
from sqlalchemy import Connection, select

from retention_sdk.actions import (
    Action,
    CancelSubscription,
    ChangePlan,
    DiscountSubscription,
    ExtendService,
    PauseSubscription,
    SkipDelivery,
    Tag,
    Untag,
)
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.schema import customers, outbox
from retention_sdk.wire import converter, loads

OF_A_SUBSCRIPTION = (PauseSubscription, SkipDelivery, DiscountSubscription, ChangePlan, ExtendService)
"""What ended with its subscription: to undo it there could bring the subscription to life again."""


@frozen
class Around:
    """What is known of a customer.

    Args:
        tags: the tags that they bear.
        ended: the subscriptions that were cancelled, as far as that stands.
    """

    tags: Collection[str] = ()
    ended: Collection[str] = ()

    def is_settled(self, action: Action) -> bool:
        """Whether an action that was carried out needs no undoing: something else that stands has seen to it."""
        if isinstance(action, Tag):
            return action.tag in self.tags
        if isinstance(action, Untag):
            return action.tag not in self.tags
        return isinstance(action, OF_A_SUBSCRIPTION) and action.subscription in self.ended


NOTHING_AROUND = Around()


def around(connection: Connection, store: str, whose: Collection[str]) -> dict[str, Around]:
    """Read what is known of some customers.

    Args:
        connection: any transaction.
        store: the store's key.
        whose: the customers.

    Returns:
        What is known of each of them.
    """
    if not whose:
        return {}
    told = select(customers.c.customer, customers.c.standing).where(
        customers.c.store == store, customers.c.customer.in_(whose)
    )
    tags = {row.customer: loads(row.standing or "{}").get("tags", []) for row in connection.execute(told)}
    ended: dict[str, list[str]] = {}
    cancelled = select(outbox.c.customer, outbox.c.body).where(
        outbox.c.store == store,
        outbox.c.customer.in_(whose),
        outbox.c.kind == CancelSubscription.kind,
        outbox.c.status.in_(STANDING),
        outbox.c.body != "",  # whose it was is forgotten
    )
    for row in connection.execute(cancelled):
        ended.setdefault(row.customer, []).append(converter.structure(loads(row.body), CancelSubscription).subscription)
    return {customer: Around(tags.get(customer, ()), ended.get(customer, ())) for customer in whose}
