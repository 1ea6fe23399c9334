"""What the tests of our side share: signed webhooks, bodies, an adapter before the fake."""

from __future__ import annotations

import base64
import hmac
import json
from copy import deepcopy
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retention_adapters.shopify import Shopify
from retention_sdk import Secret
from retention_sdk.platforms import WebhookRequest
from tests.adapters.shopify.fake.shop import TOKEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.adapters.shopify.fake.state import Row, State

SHOP = "bean-and-leaf.myshopify.com"
SECRET = "shpss_newest"  # noqa: S105 - nobody's
BODIES = Path(__file__).parent / "bodies"
AT = "2026-11-22T09:00:00.123456789Z"


def shopify(**settings: Any) -> Shopify:
    """An adapter of the fake shop."""
    given = {"shop": SHOP, "token": Secret(TOKEN), "client_secrets": (Secret(SECRET),)} | settings
    return Shopify(**given)


def body(name: str) -> Row:
    """A recorded body."""
    found: Row = json.loads((BODIES / f"{name}.json").read_text("utf-8"))
    return found


PAID = body("orders_paid.derived_2026_10_shape")
CANCELLED = body("orders_cancelled.usd_discounts_refund")


def webhook(
    topic: str, told: Row | bytes, *, secret: str = SECRET, prefix: str = "X-Shopify-", **headers: str
) -> WebhookRequest:
    """A webhook as Shopify signs it."""
    raw = told if isinstance(told, bytes) else json.dumps(told).encode()
    signature = base64.b64encode(hmac.digest(secret.encode(), raw, sha256)).decode()
    named = {"Topic": topic, "Hmac-Sha256": signature, "Shop-Domain": SHOP, "Triggered-At": AT} | headers
    return WebhookRequest({prefix + name.replace("_", "-"): value for name, value in named.items()}, raw)


def pair(amount: str, currency: str = "EUR") -> Row:
    """An amount in both currencies."""
    money = {"amount": amount, "currency_code": currency}
    return {"shop_money": money, "presentment_money": money}


def line(id: int = 1, sku: str = "beans", quantity: int = 1, price: str = "10.00", **more: Any) -> Row:
    """A line of an order."""
    return {
        "id": id,
        "sku": sku,
        "title": "Fine beans",
        "variant_id": id * 10,
        "quantity": quantity,
        "current_quantity": quantity,
        "gift_card": False,
        "price_set": pair(price),
        "tax_lines": [],
        "discount_allocations": [],
    } | more


def refund(id: int, of: Sequence[tuple[Row, int]], paid: str | None, day: int = 3, **more: Any) -> Row:
    """A refund of units of lines; `paid` is what went back."""
    items = [
        {
            "id": id * 100 + place,
            "line_item_id": item["id"],
            "line_item": item,
            "quantity": quantity,
            "subtotal": 0.1,
            "subtotal_set": pair(f"{float(item['price_set']['shop_money']['amount']) * quantity:.2f}"),
            "total_tax_set": pair("0.00"),
        }
        for place, (item, quantity) in enumerate(of)
    ]
    moved = [{"kind": "refund", "status": "success", "amount": paid, "currency": "EUR"}] if paid else []
    at = f"2026-11-{day:02}T10:00:00Z"
    return {
        "id": id,
        "admin_graphql_api_id": f"gid://shopify/Refund/{id}",
        "order_id": 7,
        "created_at": at,
        "processed_at": at,
        "refund_line_items": items,
        "transactions": moved,
    } | more


def order(id: int = 7, *, lines: Sequence[Row] | None = None, **more: Any) -> Row:
    """An order that is paid."""
    return {
        "id": id,
        "admin_graphql_api_id": f"gid://shopify/Order/{id}",
        "created_at": "2026-11-01T09:00:00Z",
        "processed_at": "2026-11-01T09:00:00Z",
        "updated_at": "2026-11-01T09:00:05Z",
        "cancelled_at": None,
        "currency": "EUR",
        "taxes_included": True,
        "financial_status": "paid",
        "test": False,
        "email": "Ada@Example.com",
        "customer_locale": "de-DE",
        "customer": {"id": 42, "email": "ada@example.com", "first_name": "Ada", "last_name": "L"},
        "discount_codes": [],
        "tags": "",
        "line_items": list(lines or [line()]),
        "shipping_lines": [{"id": 5, "price_set": pair("4.00"), "tax_lines": [], "discount_allocations": []}],
        "refunds": [],
    } | more


def changed(base: Mapping[str, Any], **more: Any) -> Row:
    """Another version of a body."""
    return deepcopy(dict(base)) | more


def held(state: State, told: Row) -> Row:
    """The same order in the fake shop, as the API shows it."""
    items = {"nodes": [_line(one) for one in told["line_items"]], "pageInfo": {"hasNextPage": False}}
    shipping = {"nodes": [_shipping(one) for one in told["shipping_lines"]]}
    person = told.get("customer")
    return state.add(
        "Order",
        told["id"],
        createdAt=told["created_at"],
        updatedAt=told["updated_at"],
        processedAt=told["processed_at"],
        cancelledAt=told["cancelled_at"],
        test=told["test"],
        displayFinancialStatus=told["financial_status"].upper(),
        currencyCode=told["currency"],
        taxesIncluded=told["taxes_included"],
        email=told["email"] or None,
        customerLocale=told["customer_locale"],
        discountCodes=[one["code"] for one in told["discount_codes"]],
        tags=[tag.strip() for tag in (told.get("tags") or "").split(",") if tag.strip()],
        customer=person
        and {
            "id": f"gid://shopify/Customer/{person['id']}",
            "firstName": person["first_name"],
            "lastName": person["last_name"],
            "defaultEmailAddress": {"emailAddress": person["email"]} if person["email"] else None,
        },
        lineItems=items,
        shippingLines=shipping,
        made_refunds=[_refund(one) for one in told["refunds"]],
    )


def _bag(of: Row) -> Row:
    money = of["shop_money"]
    return {"shopMoney": {"amount": money["amount"], "currencyCode": money["currency_code"]}}


def _shipping(one: Row) -> Row:
    return {
        "id": f"gid://shopify/ShippingLine/{one['id']}",
        "originalPriceSet": _bag(one["price_set"]),
        "discountAllocations": [
            {"allocatedAmountSet": _bag(each["amount_set"])} for each in one["discount_allocations"]
        ],
        "taxLines": [{"priceSet": _bag(each["price_set"])} for each in one["tax_lines"]],
    }


def _item(one: Row) -> Row:
    variant = {"id": f"gid://shopify/ProductVariant/{one['variant_id']}"} if one["variant_id"] else None
    return {
        "id": f"gid://shopify/LineItem/{one['id']}",
        "sku": one["sku"],
        "title": one["title"],
        "variant": variant,
    }


def _line(one: Row) -> Row:
    return _item(one) | {
        "quantity": one["quantity"],
        "currentQuantity": one.get("current_quantity", one["quantity"]),
        "isGiftCard": one["gift_card"],
        "originalUnitPriceSet": _bag(one["price_set"]),
        "discountAllocations": [
            {"allocatedAmountSet": _bag(each["amount_set"])} for each in one["discount_allocations"]
        ],
        "taxLines": [{"priceSet": _bag(each["price_set"])} for each in one["tax_lines"]],
    }


def _refund(one: Row) -> Row:
    lines = [
        {
            "quantity": each["quantity"],
            "subtotalSet": _bag(each["subtotal_set"]),
            "totalTaxSet": _bag(each["total_tax_set"]),
            "lineItem": _item(each["line_item"]),
        }
        for each in one["refund_line_items"]
    ]
    moved = sum(float(each["amount"]) for each in one["transactions"] if each["kind"] == "refund")
    currency = one["transactions"][0]["currency"] if one["transactions"] else "EUR"
    return {
        "__typename": "Refund",
        "id": f"gid://shopify/Refund/{one['id']}",
        "createdAt": one["created_at"],
        "processedAt": one["processed_at"],
        "totalRefundedSet": {"shopMoney": {"amount": f"{moved:.2f}", "currencyCode": currency}},
        "refundLineItems": {"nodes": lines, "pageInfo": {"hasNextPage": False}},
    }
