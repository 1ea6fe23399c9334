"""A shop in memory: one order, changed as people change orders, and shown as WooCommerce shows it."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from copy import deepcopy
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retention_adapters.woocommerce.events import facts_of_order
from retention_sdk import Secret
from retention_sdk.platforms import WebhookRequest

if TYPE_CHECKING:
    from retention_sdk import Event

SOURCE = "woocommerce"
FIXTURES = Path(__file__).with_name("fixtures")
BEGIN = datetime(2100, 1, 1, 12)  # noqa: DTZ001 - WooCommerce writes UTC without a zone
Body = dict[str, Any]


def recorded(name: str) -> tuple[WebhookRequest, Secret]:
    """A recorded webhook, with the secret that it was signed with."""
    found = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return WebhookRequest(found["headers"], found["text"].encode()), Secret(found["secret"])


def body(name: str) -> Body:
    """The body of a recorded webhook."""
    return json.loads(recorded(name)[0].body)


SECRET = Secret("a webhook's own")


def signed(body: object, topic: str = "order.updated", secret: Secret = SECRET) -> WebhookRequest:
    """A webhook as a shop with this secret would sign it."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = b64encode(hmac.digest(secret.reveal().encode(), raw, "sha256")).decode()
    return WebhookRequest({"X-WC-Webhook-Topic": topic, "X-WC-Webhook-Signature": given}, raw)


def facts(body: Body) -> list[Event]:
    """What an order tells."""
    return facts_of_order(body, SOURCE)


def money(cents: int) -> str:
    """An amount as WooCommerce writes it."""
    return f"{Decimal(cents) / 100:.2f}"


def item(sku: str, quantity: int, cents: int, tax: int = 0) -> Body:
    """A line of an order; its price is a float that nobody may look at."""
    line: Body = {"id": 1, "sku": sku, "product_id": 10, "variation_id": 0, "quantity": quantity, "price": cents / 300}
    amounts = {"subtotal": cents, "total": cents, "subtotal_tax": tax, "total_tax": tax}
    return line | {name: money(amount) for name, amount in amounts.items()}


class Shop:
    """An order of a shop.

    Args:
        number: the order's.
        customer: the account that buys; 0 is a guest.
        email: the address that they type.
    """

    def __init__(self, number: int = 1, customer: int = 0, email: str = "ann@example.test") -> None:
        self.now, self.shown = BEGIN, list[Body]()
        self._refunds = 1000 * number
        self.order: Body = {
            "id": number,
            "status": "pending",
            "currency": "EUR",
            "customer_id": customer,
            "billing": {"first_name": "Ann", "last_name": "Doe", "email": email},
            "payment_method": "bacs",
            "date_paid_gmt": None,
            "date_completed_gmt": None,
            "date_created_gmt": self.now.isoformat(),
            "shipping_total": "4.90",
            "shipping_tax": "0.00",
            "fee_lines": [],
            "coupon_lines": [],
            "refunds": [],
            "meta_data": [],
        }
        self.edit([item("beans", 2, 2000)])

    def show(self) -> Body:
        """The order as it is now, changed a second later than before."""
        self.now += timedelta(seconds=1)
        self.order["date_modified_gmt"] = self.now.isoformat()
        self.shown.append(deepcopy(self.order))
        return self.shown[-1]

    def edit(self, lines: list[Body]) -> Body:
        """Give the order other lines."""
        self.order["line_items"] = lines
        paid = sum(Decimal(line["total"]) + Decimal(line["total_tax"]) for line in lines)
        self.order["total"] = str(paid + Decimal(self.order["shipping_total"]))
        return self.show()

    def status(self, status: str) -> Body:
        """Give the order another status, with what WooCommerce does by itself."""
        self.order["status"] = status
        if status in {"processing", "completed"} and not self.order["date_paid_gmt"]:
            self.order["date_paid_gmt"] = (self.now + timedelta(seconds=1)).isoformat()
        if status == "completed":
            self.order["date_completed_gmt"] = (self.now + timedelta(seconds=1)).isoformat()
        return self.show()

    @property
    def left(self) -> int:
        """What can be paid back yet, in cents."""
        back = sum(Decimal(one["total"]) for one in self.order["refunds"])
        return int((Decimal(self.order["total"]) + back) * 100)

    def refund(self, cents: int) -> Body:
        """Pay something back; all of it makes the order a refunded one."""
        cents = min(cents, max(self.left, 0))
        self._refunds += 1
        self.order["refunds"].insert(
            0, {"id": self._refunds, "reason": "", "total": money(-cents), "total_tax": "0.00"}
        )
        if self.left <= 0:
            self.order["status"] = "refunded"
        return self.show()

    def join(self) -> Body:
        """Put the order into the account that the guest has made."""
        self.order["customer_id"] = 7
        return self.show()

    def touch(self) -> Body:
        """Save the order as it is, with a note of some plugin."""
        self.order["meta_data"].append({"id": 1, "key": "_noted", "value": "1"})
        return self.show()
