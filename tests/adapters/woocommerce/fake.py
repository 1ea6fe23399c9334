"""A shop with state that does what a real one was seen to do, its vices among them."""

from __future__ import annotations

import html
import json
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from inspect import signature
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from attrs import define, field

from tests.adapters.woocommerce.recordings import body_of

ROOT = "/wp-json/wc/v3/"
ZONE = ZoneInfo("America/New_York")
KEY, SECRET = "ck_known", "cs_right"

Json = Any
Vice = Callable[[httpx.Request, Callable[[], httpx.Response]], httpx.Response | None]


def said(status: int, code: str, message: str = "No.", data: Json = None) -> httpx.Response:
    """An error as WooCommerce words it."""
    return httpx.Response(status, json={"code": code, "message": message, "data": data or {"status": status}})


def no_such(kind: str) -> httpx.Response:
    """Something that is not there."""
    return said(404, f"woocommerce_rest_shop_{kind}_invalid_id", "Invalid ID.")


@define
class Shop:
    """The shop.

    Attributes:
        vices: what it does besides, first come first; one that answers None does nothing.
        lies: fields that it stores otherwise than they were sent, while it answers that all is well.
        asked: every request, as method and path.
    """

    rights: str = "read_write"
    currency: str = "USD"
    version: str = "11.0.1"
    wp_cron: bool = True
    key: str = KEY
    secret: str = SECRET
    sees_keys: bool = True
    vices: list[Vice] = field(factory=list)
    lies: dict[str, Json] = field(factory=dict)
    coupons: dict[int, Json] = field(factory=dict)
    orders: dict[int, Json] = field(factory=dict)
    refunds: dict[int, list[Json]] = field(factory=dict)
    notes: dict[int, list[str]] = field(factory=dict)
    customers: dict[int, Json] = field(factory=dict)
    webhooks: dict[int, Json] = field(factory=dict)
    secrets: dict[int, str] = field(factory=dict)
    subscriptions: dict[int, Json] = field(factory=dict)
    products: dict[str, int] = field(factory=dict)
    categories: list[Json] = field(factory=list)
    asked: list[str] = field(factory=list)
    bodies: list[Json] = field(factory=list)
    numbers: Any = field(factory=lambda: count(1000))
    now: datetime = datetime(2026, 11, 22, 12, tzinfo=UTC)

    # what is asked

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path.removeprefix(ROOT)}")
        self.bodies.append(json.loads(request.content) if request.content else None)
        for vice in list(self.vices):
            if (answer := vice(request, lambda: self.honest(request))) is not None:
                return answer
        return self.honest(request)

    def honest(self, request: httpx.Request) -> httpx.Response:
        """The answer of the shop itself."""
        path = request.url.path
        if path == "/wp-json/":
            return httpx.Response(200, json={"url": str(request.url.copy_with(path="/")), "namespaces": ["wc/v3"]})
        if not path.startswith(ROOT):
            return httpx.Response(404, html="<h1>Not found</h1>")
        if refused := self.refused(request):
            return refused
        path = path.removeprefix(ROOT)
        for pattern, answer in ROUTES:
            if match := re.fullmatch(f"{request.method} {pattern}", f"{request.method} {path}"):
                body = json.loads(request.content) if request.content else {}
                query = dict(request.url.params)
                found = getattr(self, f"{request.method.lower()}_{answer}", None)
                if found is not None:
                    known = signature(found).parameters
                    given = {name: value for name, value in (("body", body), ("query", query)) if name in known}
                    answered: httpx.Response = found(*map(int, match.groups()), **given)
                    return answered
        return said(404, "rest_no_route", "No route was found matching the URL and request method.")

    def refused(self, request: httpx.Request) -> httpx.Response | None:
        """What is answered to keys that are not right."""
        writes = request.method != "GET"
        key = secret = ""
        if (header := request.headers.get("authorization", "")).startswith("Basic "):
            key, _, secret = b64decode(header[6:]).decode().partition(":")
        elif "consumer_key" in request.url.params:
            key, secret = request.url.params["consumer_key"], request.url.params["consumer_secret"]
        elif "oauth_consumer_key" in request.url.params:
            key, secret = request.url.params["oauth_consumer_key"], self.secret
        if not self.sees_keys or key != self.key:
            return said(401, "woocommerce_rest_cannot_create" if writes else "woocommerce_rest_cannot_view")
        bad = "Consumer secret is invalid." if secret != self.secret else ""
        if ("write" if writes else "read") not in self.rights:
            bad = "The API key provided does not have such permissions."
        return said(401, "woocommerce_rest_authentication_error", bad) if bad else None

    # coupons

    def get_coupons(self, query: Json) -> httpx.Response:
        code = query.get("code", "").lower()
        live = [one for one in self.coupons.values() if one["code"] == code and one["status"] == "publish"]
        return httpx.Response(200, json=live[-1:])  # of twins, one is shown

    def get_coupon(self, number: int) -> httpx.Response:
        return httpx.Response(200, json=self.coupons[number]) if number in self.coupons else no_such("coupon")

    def post_coupons(self, body: Json) -> httpx.Response:
        if "code" not in body:
            return said(400, "rest_missing_callback_param", "Missing parameter(s): code")
        code = html.escape(body["code"].lower(), quote=False)
        if any(one["code"] == code and one["status"] == "publish" for one in self.coupons.values()):
            return said(400, "woocommerce_rest_coupon_code_already_exists", "The coupon code already exists")
        number = next(self.numbers)
        blank = body_of("coupon_create_date_expires_gmt") | {"id": number, "amount": "0.00"}
        return self.stored_coupon(blank, body, 201)

    def put_coupon(self, number: int, body: Json) -> httpx.Response:
        if number not in self.coupons:
            return no_such("coupon")
        return self.stored_coupon(self.coupons[number], body, 200)

    def stored_coupon(self, coupon: Json, body: Json, status: int) -> httpx.Response:
        """A coupon as it is stored, which is not how it was sent."""
        body = body | {name: value for name, value in self.lies.items() if name in body}
        if any(not isinstance(body.get(name, ""), str) for name in ("amount", "minimum_amount")):
            return said(400, "rest_invalid_param", "Invalid parameter(s): amount")
        for name, value in body.items():
            if name in TRAPS:
                TRAPS[name](coupon, value)
            elif name == "meta_data":
                put_meta(coupon, value, self.numbers)
            elif name in coupon and name not in {"id", "usage_count", "date_expires_gmt"}:
                coupon[name] = value
        self.coupons[coupon["id"]] = coupon
        return httpx.Response(status, json=coupon)

    def delete_coupon(self, number: int, query: Json) -> httpx.Response:
        if number not in self.coupons:
            return no_such("coupon")
        if query.get("force") != "true":
            self.coupons[number]["status"] = "trash"
            return httpx.Response(200, json=self.coupons[number] | {"status": "publish"})
        return httpx.Response(200, json=self.coupons.pop(number))

    def post_coupons_batch(self, body: Json) -> httpx.Response:
        if sum(map(len, body.values())) > 100:
            return said(413, "woocommerce_rest_request_entity_too_large")
        made = []
        for one in body["create"]:
            answer = self.post_coupons(one)
            made.append(answer.json() if answer.is_success else {"id": 0, "error": answer.json()})
        return httpx.Response(200, json={"create": made})

    # orders

    def get_orders(self, query: Json) -> httpx.Response:
        size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        if not 1 <= size <= 100:
            return said(400, "rest_invalid_param")
        trash = query.get("status") == "trash"
        hidden = {"checkout-draft"} if trash else {"trash", "checkout-draft"}
        found = [one for one in self.orders.values() if one["status"] not in hidden]
        found = [one for one in found if one["status"] == "trash"] if trash else found
        for name, key in (("modified_after", "date_modified"), ("after", "date_created")):
            if name in query:
                suffix = "_gmt" if query.get("dates_are_gmt") == "true" else ""
                found = [one for one in found if one[key + suffix] > query[name]]
        if "customer" in query:
            found = [one for one in found if str(one["customer_id"]) == query["customer"]]
        by = "date_modified_gmt" if query.get("orderby") == "modified" else "date_created_gmt"
        found.sort(key=lambda one: (one[by], one["id"]), reverse=query.get("order") != "asc")
        shown = found[(page - 1) * size : page * size]
        total = str(len(found)) if shown else "0"
        return httpx.Response(200, json=shown, headers={"X-WP-Total": total})

    def get_order(self, number: int) -> httpx.Response:
        return httpx.Response(200, json=self.orders[number]) if number in self.orders else no_such("order")

    def post_orders(self, body: Json) -> httpx.Response:
        number = next(self.numbers)
        order = body_of("order_create_completed") | body | {"id": number, "number": str(number), "meta_data": []}
        known = set(self.products.values())
        for line in order["line_items"]:  # an item that is not there is an empty line, and that is no error
            line["product_id"] = line["product_id"] if line["product_id"] in known else 0
        order["total"] = self.lies.get("total", f"{sum(float(one['total']) for one in order['line_items']):.2f}")
        order |= {f"{name}_gmt": f"{self.now:%Y-%m-%dT%H:%M:%S}" for name in ("date_created", "date_modified")}
        put_meta(order, body.get("meta_data", []), self.numbers)
        self.orders[number] = order
        return httpx.Response(201, json=order)

    def delete_order(self, number: int) -> httpx.Response:
        return httpx.Response(200, json=self.orders.pop(number)) if number in self.orders else no_such("order")

    def get_refunds(self, number: int) -> httpx.Response:
        return httpx.Response(200, json=self.refunds.get(number, []))

    def post_refunds(self, number: int, body: Json) -> httpx.Response:
        if not isinstance(body["amount"], str):
            return said(400, "rest_invalid_param")
        order = self.orders[number]
        back = sum(float(one["amount"]) for one in self.refunds.get(number, []))
        if float(body["amount"]) > float(order["total"]) - back:
            return said(500, "woocommerce_rest_cannot_create_order_refund", "Invalid refund amount.", 500)
        made = body_of("refund_create_rest") | {
            "id": next(self.numbers),
            "amount": self.lies.get("refund", body["amount"]),
            "reason": body["reason"],
            "refunded_payment": body["api_refund"],
        }
        put_meta(made, self.lies.get("refund_meta", body["meta_data"]), self.numbers)
        self.refunds.setdefault(number, []).insert(0, made)
        order["refunds"] = [{"id": made["id"], "reason": made["reason"], "total": f"-{made['amount']}"}]
        return httpx.Response(201, json=made)

    def post_notes(self, number: int, body: Json) -> httpx.Response:
        self.notes.setdefault(number, []).append(body["note"])
        return httpx.Response(201, json=body_of("order_note_create_private"))

    # customers

    def get_customers(self, query: Json) -> httpx.Response:
        size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        wanted = query.get("email", "").lower()
        role = query.get("role", "customer")
        found = [one for one in self.customers.values() if role == "all" or one["role"] == role]
        found = [one for one in found if not wanted or one["email"].lower() == wanted]
        field = {"id": "id", "registered_date": "date_created_gmt"}[query.get("orderby", "id")]
        found.sort(key=lambda one: (one[field], one["id"]), reverse=query.get("order") == "desc")
        return httpx.Response(200, json=found[(page - 1) * size : page * size])

    def get_customer(self, number: int) -> httpx.Response:
        known = number in self.customers
        return httpx.Response(200, json=self.customers[number]) if known else said(404, "wc_user_invalid_id")

    def put_customer(self, number: int, body: Json) -> httpx.Response:
        if number not in self.customers:
            return said(404, "wc_user_invalid_id", "Invalid user ID.")
        kept = [one for one in body.get("meta_data", []) if not one["key"].startswith("_")]  # the rest is dropped
        put_meta(self.customers[number], self.lies.get("customer_meta", kept), self.numbers)
        return httpx.Response(200, json=self.customers[number])

    # the rest

    def get_products(self, query: Json) -> httpx.Response:
        found = [{"id": number, "sku": sku} for sku, number in self.products.items() if sku == query.get("sku")]
        return httpx.Response(200, json=found)

    def get_categories(self) -> httpx.Response:
        return httpx.Response(200, json=self.categories)

    def get_currency(self) -> httpx.Response:
        return httpx.Response(200, json={"code": self.currency})

    def get_status(self) -> httpx.Response:
        return httpx.Response(200, json={"environment": {"version": self.version, "wp_cron": self.wp_cron}})

    def get_webhooks(self, query: Json) -> httpx.Response:
        size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        return httpx.Response(200, json=list(self.webhooks.values())[(page - 1) * size : page * size])

    def post_webhooks(self, body: Json) -> httpx.Response:
        if not body["delivery_url"].startswith(("http://", "https://")):
            return said(400, "woocommerce_rest_shop_webhook_invalid_delivery_url")
        number = next(self.numbers)
        self.webhooks[number] = body_of("webhook_get") | {"id": number}
        return self.put_webhook(number, body | {"status": "active"})

    def put_webhook(self, number: int, body: Json) -> httpx.Response:
        self.secrets[number] = body.get("secret", self.secrets.get(number, ""))
        self.webhooks[number] |= {name: value for name, value in body.items() if name != "secret"}
        return httpx.Response(200, json=self.webhooks[number])

    def delete_webhook(self, number: int) -> httpx.Response:
        return httpx.Response(200, json=self.webhooks.pop(number))

    def get_subscription(self, number: int) -> httpx.Response:
        known = number in self.subscriptions
        return httpx.Response(200, json=self.subscriptions[number]) if known else no_such("subscription")

    def put_subscription(self, number: int, body: Json) -> httpx.Response:
        known = self.subscriptions[number]
        if "start_date" not in body:
            known["start_date_gmt"] = f"{self.now:%Y-%m-%dT%H:%M:%S}"
        for name, value in body.items():
            if name.endswith("_date"):
                if name == "next_payment_date" and datetime.fromisoformat(value).replace(tzinfo=UTC) <= self.now:
                    return said(400, "woocommerce_rest_cannot_update_subscription_dates")
                known[f"{name}_gmt"] = value.replace(" ", "T")
            elif name == "transition_status":
                known["status"] = value
            elif name == "coupon_lines":
                known[name] = value
        put_meta(known, body.get("meta_data", []), self.numbers)
        return httpx.Response(200, json=known)


ROUTES = [
    ("coupons", "coupons"),
    ("coupons/batch", "coupons_batch"),
    (r"coupons/(\d+)", "coupon"),
    ("orders", "orders"),
    (r"orders/(\d+)", "order"),
    (r"orders/(\d+)/refunds", "refunds"),
    (r"orders/(\d+)/notes", "notes"),
    ("customers", "customers"),
    (r"customers/(\d+)", "customer"),
    ("products", "products"),
    ("products/categories", "categories"),
    ("data/currencies/current", "currency"),
    ("system_status", "status"),
    ("webhooks", "webhooks"),
    (r"webhooks/(\d+)", "webhook"),
    (r"subscriptions/(\d+)", "subscription"),
]


def put_meta(thing: Json, given: list[Json], numbers: Any) -> None:
    """Lay meta data over some: a known key is replaced, null deletes, values come back as texts."""
    known = {one["key"]: one for one in thing.setdefault("meta_data", [])}
    for one in given:
        if one["value"] is None:
            known.pop(one["key"], None)
        else:
            known[one["key"]] = {"id": next(numbers), "key": one["key"], "value": str(one["value"])}
    thing["meta_data"] = list(known.values())


def _code(coupon: Json, value: str) -> None:
    coupon["code"] = html.escape(value.lower(), quote=False)


def _amount(coupon: Json, value: str) -> None:
    try:
        coupon["amount"] = f"{float(value):.2f}"
    except ValueError:
        coupon["amount"] = "0.00"


def _expires(coupon: Json, value: str) -> None:
    """A time without a zone is the shop's; nonsense is 1970."""
    try:
        at = datetime.fromisoformat(value) if value else None
    except ValueError:
        at = datetime(1970, 1, 1, tzinfo=UTC)
    at = at.replace(tzinfo=ZONE) if at is not None and at.tzinfo is None else at
    coupon["date_expires"] = at and f"{at.astimezone(ZONE):%Y-%m-%dT%H:%M:%S}"
    coupon["date_expires_gmt"] = at and f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def _emails(coupon: Json, value: list[str]) -> None:
    coupon["email_restrictions"] = [one for one in value if re.fullmatch(r"\S+@\S+\.\S+", one)]


def _limit(name: str) -> Callable[[Json, int], None]:
    def set_limit(coupon: Json, value: int) -> None:
        coupon[name] = value or None

    return set_limit


TRAPS: dict[str, Callable[[Json, Any], None]] = {
    "code": _code,
    "amount": _amount,
    "date_expires": _expires,
    "email_restrictions": _emails,
} | {name: _limit(name) for name in ("usage_limit", "usage_limit_per_user", "limit_usage_to_x_items")}


def once(method: str, path: str, vice: Callable[[Callable[[], httpx.Response]], httpx.Response]) -> Vice:
    """A vice that is had once, at one place."""
    left = [1]

    def act(request: httpx.Request, honest: Callable[[], httpx.Response]) -> httpx.Response | None:
        if not left or request.method != method or not re.fullmatch(ROOT + path, request.url.path):
            return None
        left.pop()
        return vice(honest)

    return act


def lost(honest: Callable[[], httpx.Response]) -> httpx.Response:
    """The work is done, and the answer never arrives."""
    honest()
    raise httpx.ReadTimeout("slow")


def page(_honest: Callable[[], httpx.Response]) -> httpx.Response:
    """A page in place of an answer, and nothing was done."""
    return httpx.Response(200, html="<html><body>Coming soon</body></html>")
