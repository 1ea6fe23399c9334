"""What a webhook's topic makes of its body."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, Protocol

from attrs import frozen

from retention_adapters.shopify.events import bodies
from retention_adapters.shopify.events.facts import facts
from retention_adapters.shopify.events.notices import NOTICES, asked
from retention_adapters.shopify.events.people import consent_facts, customer_facts, merge_facts
from retention_adapters.shopify.events.reading import Part, Unreadable, parsed
from retention_adapters.shopify.events.service import delivery_facts, dispute_facts
from retention_adapters.shopify.events.signature import header
from retention_adapters.shopify.events.snapshot import Order
from retention_sdk import BadValue, Event
from retention_sdk.errors import UnreadableWebhook
from retention_sdk.platforms import Notice, WebhookRequest

Told = Iterable[Event | Notice]


class Orders(Protocol):
    """Reads an order where a webhook names one and does not show it."""

    def whole(self, id: str) -> Order | None:
        """An order by its number; None where the app cannot see it."""
        ...


@frozen
class Delivery:
    """A webhook that is read.

    Args:
        body: what it says.
        at: when it was sent.
        source: the adapter's name.
        orders: who reads orders.
    """

    body: Part
    at: datetime
    source: str
    orders: Orders

    def order(self, id: str) -> Order | None:
        """An order that the webhook names."""
        return self.orders.whole(id)


def _order(told: Delivery) -> Told:
    _is_a(told.body, "Order")
    return facts(bodies.order_of(told.body), told.source)


def _named(told: Delivery, body: Part) -> tuple[Order, list[Event | Notice]] | None:
    """The order that a body names, with all that it holds: the body has no customer."""
    if "order_id" not in body:
        return None
    order = told.order(body.id("order_id"))
    return None if order is None else (order, [*facts(order, told.source)])


def _edited(told: Delivery) -> Told:
    found = _named(told, told.body.part("order_edit"))
    return found[1] if found else ()


def _refund(told: Delivery) -> Told:
    _is_a(told.body, "Refund")
    found = _named(told, told.body)
    return found[1] if found else ()


def _dispute(told: Delivery) -> Told:
    if "admin_graphql_api_id" in told.body:
        _is_a(told.body, "ShopifyPaymentsDispute")
    told.body.words("status")
    found = _named(told, told.body)
    return [*found[1], *dispute_facts(told.body, found[0], told.source)] if found else ()


def _delivery(told: Delivery) -> Told:
    _is_a(told.body, "Fulfillment")
    if told.body.words("shipment_status").lower() != "delivered":
        return ()
    found = _named(told, told.body)
    return [*found[1], *delivery_facts(told.body, found[0], told.source)] if found else ()


def _customer(told: Delivery) -> Told:
    _is_a(told.body, "Customer")
    return customer_facts(told.body, told.source)


def _consent(told: Delivery) -> Told:
    return consent_facts(told.body, told.source, told.at)


def _merge(told: Delivery) -> Told:
    return merge_facts(told.body, told.source, told.at)


READERS: Final[Mapping[str, Callable[[Delivery], Told]]] = {
    **dict.fromkeys(
        (
            "orders/create",
            "orders/paid",
            "orders/updated",
            "orders/cancelled",
            "orders/fulfilled",
            "orders/partially_fulfilled",
        ),
        _order,
    ),
    "orders/edited": _edited,
    "refunds/create": _refund,
    "disputes/create": _dispute,
    "disputes/update": _dispute,
    "fulfillments/create": _delivery,
    "fulfillments/update": _delivery,
    "customers/create": _customer,
    "customers/update": _customer,
    "customers/enable": _customer,
    "customers_email_marketing_consent/update": _consent,
    "customers_marketing_consent/update": _consent,  # of SMS, whatever its name says
    "customers_whats_app_marketing_consent/update": _consent,
    "customers/merge": _merge,
}
"""Who reads a topic. What is not here means nothing to the engine; so do subscriptions, whose end is told too late."""


def read(request: WebhookRequest, shop: str, source: str, orders: Orders) -> list[Event | Notice]:
    """What a webhook tells, once it is verified.

    Args:
        request: as it came in.
        shop: our shop's domain.
        source: the adapter's name.
        orders: who reads orders.

    Returns:
        Every fact that it holds; nothing where its topic means nothing to us.

    Raises:
        UnreadableWebhook: it is not what its topic says, or a field is not what it should be.
        TryLater: an order had to be read, and Shopify did not answer.
    """
    topic = header(request, "topic").strip().lower()
    try:
        body = parsed(request.body)
        if topic in NOTICES:
            return [*asked(topic, body, shop)]
        if topic in READERS:
            return [*READERS[topic](Delivery(body, sent_at(request), source, orders))]
    except (Unreadable, BadValue) as error:
        # what did not fit may be personal: the sentence of a value that cannot be shows it
        said = error if isinstance(error, Unreadable) else "a value that cannot be"
        raise UnreadableWebhook(f"{topic}: {said}") from None
    return []


def sent_at(request: WebhookRequest) -> datetime:
    """When a webhook was sent; it is not signed, so it stands in where the body has no time alone."""
    try:
        at = datetime.fromisoformat(header(request, "triggered-at"))
    except ValueError:
        return datetime.now(UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _is_a(body: Part, kind: str) -> None:
    """Only the body is signed, so it has to be what the topic says."""
    if not body.words("admin_graphql_api_id").startswith(f"gid://shopify/{kind}/"):
        raise Unreadable(f"the body is no {kind}")
