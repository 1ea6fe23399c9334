"""The events of a shop's past."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from attrs import frozen

from retention_adapters.shopify.events.facts import facts
from retention_adapters.shopify.events.people import node_facts
from retention_adapters.shopify.events.reading import Part, Unreadable
from retention_adapters.shopify.history.bulk import Bulk
from retention_adapters.shopify.history.orders import WholeOrders, read_order
from retention_adapters.shopify.history.spool import Node
from retention_sdk import Event
from retention_sdk.errors import Refused

SHORT = timedelta(days=2)
"""Up to here orders are read one by one, which begins at once; a bulk operation takes its time."""


@frozen
class History:
    """Reads what happened in a shop.

    Args:
        source: the adapter's name.
        orders: reads orders one by one.
        bulk: reads many.
        now: the time now.
    """

    source: str
    orders: WholeOrders
    bulk: Bulk
    now: Callable[[], datetime]

    def since(self, since: datetime | None) -> Iterator[Event]:
        """All that is known of customers and orders that have changed since a time; None is all of them.

        Orders older than 60 days are there where the app has the scope `read_all_orders` alone.
        """
        since = since and since.astimezone(UTC)
        for person, _ in self.bulk.all("customers_in_bulk", since):
            yield from self._person(person)
        if since is not None and self.now() - since <= SHORT:
            for order in self.orders.changed(since):
                yield from facts(order, self.source)
            return
        for node, children in self.bulk.all("orders_in_bulk", since):
            yield from self._order(node, children)

    def _order(self, node: Node, children: list[Node]) -> list[Event]:
        if node.get("refunds"):  # their lines do not come in bulk
            order = self.orders.whole(Part(node).id())
            return [] if order is None else facts(order, self.source)
        lines = {
            name: {"nodes": [child for child in children if f"/{kind}/" in str(child["id"])]}
            for name, kind in (("lineItems", "LineItem"), ("shippingLines", "ShippingLine"))
        }
        return facts(read_order({**node, **lines}), self.source)

    def _person(self, node: Node) -> list[Event]:
        try:
            return list(node_facts(Part(node), self.source))
        except Unreadable as error:
            raise Refused(f"Shopify answered a customer that cannot be read: {error}") from None
