"""Disputes and deliveries: each names its order, and not the customer."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from retention_adapters.shopify.events.reading import Part
from retention_adapters.shopify.events.snapshot import Order
from retention_sdk import Delivered, Dispute, Event
from retention_sdk.events import DisputeState

STATES: Final[dict[str, DisputeState]] = {
    "needs_response": "opened",
    "under_review": "opened",
    "won": "won",
    "lost": "lost",
    "accepted": "lost",
}
"""What a dispute's status means; a charge that was refunded is told by its refund, a prevented one by nothing."""


def dispute_facts(body: Part, order: Order, source: str) -> Iterator[Event]:
    """How far a dispute is.

    Args:
        body: a dispute.
        order: the order that it is about.
        source: the adapter's name.
    """
    state = STATES.get(body.words("status").lower())
    if state is None or order.buyer is None or not order.counts:
        return
    opened = body.moment("initiated_at")
    ended = body.maybe_moment("finalized_on")
    at = opened if state == "opened" else max(ended or opened, opened + timedelta(seconds=1))
    yield Dispute(
        id=f"dispute-{body.id()}-{state}",
        customer=order.buyer.id,
        occurred_at=at,
        source=source,
        order=order.id,
        state=state,
        as_of=at,
    )


def delivery_facts(body: Part, order: Order, source: str) -> Iterator[Event]:
    """That an order reached the customer.

    Args:
        body: a fulfillment.
        order: the order that it is of.
        source: the adapter's name.
    """
    if body.words("shipment_status").lower() != "delivered" or order.buyer is None or not order.counts:
        return
    at = body.moment("updated_at")
    yield Delivered(
        id=f"{order.id}-delivered-{body.id()}",
        customer=order.buyer.id,
        occurred_at=at,
        source=source,
        order=order.id,
        as_of=at,
    )
