"""A WooCommerce shop with as many orders as it is told, which answers at once."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import orjson

from retention_adapters.http import Http
from retention_adapters.woocommerce import WooCommerce
from retention_sdk import Secret
from retention_sdk.platforms import adapter

if TYPE_CHECKING:
    from collections.abc import Mapping

ORDERS = int(os.environ.get("RETENTION_LARGE_SHOP", "1000"))
CUSTOMERS = 1_000
BEGIN, APART = datetime(2024, 1, 1, tzinfo=UTC), timedelta(seconds=30)
PAGE = 100


def worth(number: int) -> int:
    """The points of an order, at one for each whole dollar."""
    return _cents(number) // 100


def _cents(number: int) -> int:
    return 1_000 + number * 37 % 9_000


def _order(number: int) -> dict[str, Any]:
    at = f"{BEGIN + number * APART:%Y-%m-%dT%H:%M:%S}"
    total = f"{_cents(number) / 100:.2f}"
    line = {"id": number, "name": "Beans", "product_id": 7, "variation_id": 0, "quantity": 2, "sku": "beans-250"}
    line |= {
        "subtotal": total,
        "subtotal_tax": "0.00",
        "total": total,
        "total_tax": "0.00",
        "price": 1.5,
        "meta_data": [],
    }
    who = {"first_name": "Zoe", "last_name": "Doe", "email": f"c{number % CUSTOMERS}@customer.example", "country": "US"}
    blank = {"discount_total": "0.00", "discount_tax": "0.00", "shipping_total": "0.00", "shipping_tax": "0.00"}
    return {
        "id": number,
        "number": str(number),
        "status": "completed",
        "currency": "USD",
        "total": total,
        "total_tax": "0.00",
        "cart_tax": "0.00",
        "prices_include_tax": False,
        "customer_id": number % CUSTOMERS + 1,
        **{f"date_{name}_gmt": at for name in ("created", "modified", "paid", "completed")},
        **blank,
        "billing": who,
        "shipping": who,
        "payment_method": "stripe",
        "customer_note": "",
        "meta_data": [],
        "line_items": [line],
        "tax_lines": [],
        "shipping_lines": [],
        "fee_lines": [],
        "coupon_lines": [],
        "refunds": [],
    }


def answer(request: httpx.Request) -> httpx.Response:
    """A page of it."""
    query = request.url.params
    if not request.url.path.endswith("/orders") or query.get("status") == "trash":
        return httpx.Response(200, json=[], headers={"X-WP-Total": "0"})
    first = 1
    if after := query.get("modified_after"):
        first = (datetime.fromisoformat(after).replace(tzinfo=UTC) - BEGIN) // APART + 1
    first = max(first, 1) + (int(query.get("page", "1")) - 1) * PAGE
    found = [_order(number) for number in range(first, min(first + PAGE, ORDERS + 1))]
    return httpx.Response(200, content=orjson.dumps(found), headers={"Content-Type": "application/json"})


@adapter
class LargeShop(WooCommerce):
    """The adapter as it is, on a shop without a network."""

    def _client(self, auth: httpx.Auth | None) -> Http:
        return Http(self.url, auth=auth, transport=httpx.MockTransport(answer))


_KEY = Secret("not a secret: the benchmark's own")
ADAPTERS: Mapping[str, Any] = {
    "shop": LargeShop(
        name="shop", url="https://shop.example", consumer_key=_KEY, consumer_secret=_KEY, webhook_secret=_KEY
    )
}
