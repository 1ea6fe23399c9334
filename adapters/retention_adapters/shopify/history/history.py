"""The events of a shop's past."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

from attrs import frozen

from retention_adapters.shopify.events import nodes
from retention_adapters.shopify.events.facts import facts
from retention_adapters.shopify.events.people import node_facts
from retention_adapters.shopify.events.reading import Part, Unreadable
from retention_adapters.shopify.history.bulk import Bulk
from retention_adapters.shopify.history.orders import WholeOrders
from retention_adapters.shopify.history.spool import Node
from retention_sdk import BadValue, Event

logger = logging.getLogger(__name__)

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
            yield from self._told(person.get("id"), partial(self._person, person))
        if since is not None and self.now() - since <= SHORT:
            for id in self.orders.changed(since):
                yield from self._told(id, partial(self._whole, id))
            return
        for node, children in self.bulk.all("orders_in_bulk", since):
            yield from self._told(node.get("id"), partial(self._order, node, children))

    def _told(self, id: object, read: Callable[[], list[Event]]) -> list[Event]:
        """What one of them tells; one that cannot be read does not keep the others from being told."""
        try:
            return read()
        except (Unreadable, BadValue) as error:
            # the sentence of a value that cannot be shows it, and it may be personal
            said = error if isinstance(error, Unreadable) else "a value that cannot be"
            logger.warning("%s: %s cannot be read, and is left out: %s", self.source, id, said)
            return []

    def _person(self, node: Node) -> list[Event]:
        return list(node_facts(Part(node), self.source))

    def _whole(self, id: str) -> list[Event]:
        order = self.orders.whole(id)
        return [] if order is None else facts(order, self.source)

    def _order(self, node: Node, children: list[Node]) -> list[Event]:
        if node.get("refunds"):  # their lines do not come in bulk
            return self._whole(Part(node).id())
        lines = {
            name: {"nodes": [child for child in children if f"/{kind}/" in str(child["id"])]}
            for name, kind in (("lineItems", "LineItem"), ("shippingLines", "ShippingLine"))
        }
        return facts(nodes.order_of(Part({**node, **lines})), self.source)
