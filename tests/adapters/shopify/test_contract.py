"""A Shopify shop keeps the contract of adapters."""

from __future__ import annotations

import base64
import hmac
import json
import re
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar

import httpx
import pytest

from retention_adapters.http import Http
from retention_adapters.shopify import adapter as module
from retention_adapters.shopify.connection.wanted import SCOPES
from retention_adapters.shopify.graphql import GraphQL, Timer
from retention_adapters.shopify.history.bulk import Bulk
from retention_sdk import (
    CancelSubscription,
    ChangePlan,
    DiscountSubscription,
    ExtendService,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    Money,
    PauseSubscription,
    PercentOff,
    Profile,
    Purchase,
    Refund,
    RefundMoney,
    SendReplacement,
    SkipDelivery,
    Tag,
    days,
)
from retention_sdk.platforms import ForgetCustomer, Recipient, WebhookRequest
from retention_sdk.testing import AdapterContract, SampleWebhook, Trouble
from tests.adapters.shopify.fake.subscriptions import add_contract
from tests.adapters.shopify.kit import ANN, seeded
from tests.adapters.shopify.ours import AT, SECRET, SHOP, TOKEN, held, line, order, refund, shopify
from tests.adapters.shopify.test_connection import EXTRA, URL, allow
from tests.adapters.shopify.test_history import Shop

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock

    from retention_adapters.shopify import Shopify
    from tests.adapters.shopify.fake.state import Row

ITEM = line(1, quantity=2)
DATES = {"created_at": "2020-11-01T09:00:00Z", "processed_at": "2020-11-01T09:00:00Z"}
ORDER = order(
    7,
    **DATES,
    updated_at="2020-11-03T10:00:05Z",
    lines=[ITEM, line(2, "tea")],
    refunds=[refund(1, [(ITEM, 1)], "10.00")],
)
FORGET = {"shop_domain": SHOP, "customer": {"id": 42, "email": "ada@example.com"}, "orders_to_redact": []}
OF_OURS = ("DiscountCodeNode", "GiftCard", "Order", "SubscriptionContract", "StoreCreditAccount", "WebhookSubscription")
TEN = Money.of(10, "EUR")


class Past(Shop):
    """A shop whose bulk operations leave out what was not changed since."""

    def orders(self) -> list[Row]:
        """The lines of what was asked for."""
        since = re.search(r"updated_at:>='([^']+)'", self.queries[-1])
        return super().orders() if since is None or since[1] < ORDER["updated_at"] else []


class TestShopify(AdapterContract):
    """A shop whose subscription contracts are ours."""

    installed = "shopify"
    settings: ClassVar = {"shop": SHOP, "token": TOKEN, "client_secrets": [SECRET]}
    secret = SECRET
    webhooks = (
        SampleWebhook(ORDER, (Purchase, Refund), {"Topic": "orders/updated"}),
        SampleWebhook(FORGET, (ForgetCustomer, ForgetCustomer), {"Topic": "customers/redact"}),
        SampleWebhook({"id": 1}, (), {"Topic": "themes/publish"}),
    )
    whom = Recipient(ANN, Profile(email="ann@example.com", name="Ann Example"))
    busy_for = None  # a shop's bucket fills while it is waited for
    actions = (
        IssueCoupon(PercentOff(15), valid_for=days(30)),
        IssueGiftCard(TEN),
        IssueStoreCredit(TEN),
        RefundMoney("5324790137142", Money.of(1, "EUR")),
        SendReplacement("5324790137142"),
        Tag("a"),
        PauseSubscription("77", days(60)),
        SkipDelivery("78", 2),
        ExtendService("79", days(30)),
        DiscountSubscription("80", percent=20),
        ChangePlan("81", "beans"),
        CancelSubscription("82"),
    )

    @pytest.fixture(autouse=True)
    def shop(self, httpx_mock: HTTPXMock, monkeypatch: pytest.MonkeyPatch) -> None:
        """The shop; nobody waits for real."""
        self.shop, self.trouble = Past(seeded()), None
        self.state = self.shop.fake.state
        self.state.now = datetime.now(UTC)
        for number in range(78, 83):
            add_contract(self.state, number)
        allow(self.shop.fake, *SCOPES, *EXTRA)
        httpx_mock.add_callback(self.answer, is_reusable=True, is_optional=True)
        monkeypatch.setattr(module, "Http", partial(Http, sleep=self.sleep))
        monkeypatch.setattr(module, "GraphQL", partial(GraphQL, timer=Timer(sleep=self.sleep)))
        monkeypatch.setattr(module, "Bulk", partial(Bulk, timer=Timer(sleep=self.shop.sleep)))

    def sleep(self, seconds: float) -> None:
        """Time passes in the shop."""
        self.state.now += timedelta(seconds=seconds)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, or be in trouble."""
        if self.trouble is None:
            if request.method == "GET" and request.url.host == SHOP:
                return httpx.Response(302)
            return self.shop.answer(request)
        if self.trouble.name in ("refuses", "refuses credentials"):
            code = {"refuses": "BAD_REQUEST", "refuses credentials": "ACCESS_DENIED"}[self.trouble.name]
            told = {"message": json.loads(self.trouble.body)["message"], "extensions": {"code": code}}
            return httpx.Response(200, json={"errors": [told]})
        if self.trouble.status:
            return httpx.Response(self.trouble.status, headers=self.trouble.headers, content=self.trouble.body)
        answered = self.shop.answer(request)
        if b"mutation" not in request.content:
            return answered
        raise httpx.ReadTimeout("lost")

    def adapter(self) -> Shopify:
        """The adapter of the shop."""
        return shopify(subscriptions=True, webhook_url=URL)

    def signed(self, webhook: SampleWebhook, secret: str) -> WebhookRequest:
        """As Shopify signs it."""
        mark = base64.b64encode(hmac.digest(secret.encode(), webhook.body, sha256)).decode()
        headers = {"Hmac-Sha256": mark, "Shop-Domain": SHOP, "Triggered-At": AT, **webhook.headers}
        return WebhookRequest({f"X-Shopify-{name}": value for name, value in headers.items()}, webhook.body)

    def made(self) -> Any:
        """What there is in the shop."""
        tables = [self.state.table("Customer"), *(self.state.table(kind) for kind in OF_OURS)]
        return deepcopy([[one | {"revision": None} for one in table.values()] for table in tables])

    def fails(self, how: Trouble | None) -> None:
        """The shop answers everything so."""
        self.trouble = how

    def past(self) -> None:
        """The shop has the order, and no other."""
        self.state.tables.pop("Order")
        held(self.state, ORDER)
