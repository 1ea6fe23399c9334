"""Reads orders whole, and which orders have changed."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from retention_adapters.shopify.events import nodes
from retention_adapters.shopify.events.reading import Part
from retention_adapters.shopify.events.snapshot import Order
from retention_adapters.shopify.graphql import Runs


def order_name(id: str) -> str:
    """The name that the API has for an order."""
    return f"gid://shopify/Order/{id}"


def changed_since(since: datetime) -> str:
    """The filter of what has changed since a time."""
    return f"updated_at:>='{since:%Y-%m-%dT%H:%M:%SZ}'"


@frozen
class WholeOrders:
    """Reads orders over the API.

    Args:
        graphql: the shop's client.
    """

    graphql: Runs

    def whole(self, id: str) -> Order | None:
        """An order with all its lines, shipping lines and refunds.

        Args:
            id: its number.

        Returns:
            The order; None where the app cannot see it: it was deleted, or is too old for its scopes.

        Raises:
            TryLater: Shopify did not answer.
            CredentialsRefused: it does not let us.
            Unreadable: it answered something else than an order.
        """
        node = self.graphql.run("order_whole", {"id": order_name(id)}).get("order")
        if node is None:
            return None
        lines = self._rest("order_lines_page", "order", node, "lineItems")
        refunds = [
            {**refund, "refundLineItems": self._rest("refund_lines_page", "refund", refund, "refundLineItems")}
            for refund in node["refunds"]
        ]
        return nodes.order_of(Part({**node, "lineItems": lines, "refunds": refunds}))

    def changed(self, since: datetime) -> Iterator[str]:
        """The numbers of the orders that have changed since a time, the oldest change first."""
        after: str | None = None
        while True:
            variables = {"first": 100, "after": after, "query": changed_since(since)}
            page = self.graphql.run("orders_changed", variables)["orders"]
            for node in page["nodes"]:
                yield Part(node).id()
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]

    def _rest(self, document: str, owner: str, node: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """A connection with the nodes of all its pages."""
        found, page = list(node[name]["nodes"]), node[name]["pageInfo"]
        while page["hasNextPage"]:
            answer = self.graphql.run(document, {"id": node["id"], "after": page["endCursor"]})[owner][name]
            found += answer["nodes"]
            page = answer["pageInfo"]
        return {"nodes": found}
