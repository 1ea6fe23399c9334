"""A store of one's own keeps the contract of adapters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

import httpx
import pytest

from retention_adapters.storefront import Storefront, key_of, signed
from retention_sdk import IssueCoupon, Money, PercentOff, Purchase, Refund, Secret, SendMessage, Tag, days
from retention_sdk.platforms import ForgetCustomer, InvalidSignature, WebhookRequest
from retention_sdk.testing import AdapterContract, SampleWebhook, Trouble
from tests.adapters.storefront.kit import ORDER, SECRET, URL, impatient, storefront

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock

HISTORY = "https://shop.example/retention/history"
BACK = {
    "kind": "refund",
    "id": "refund-1",
    "customer": "c-42",
    "occurred_at": "2026-03-02T09:00:00Z",
    "order": "order-1001",
}


class Store:
    """A store that keeps the key of what it has done, and the facts that it has sent."""

    def __init__(self) -> None:
        self.done: dict[str, dict[str, Any]] = {}
        self.past: list[dict[str, Any]] = []
        self.trouble: Trouble | None = None

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer what it is asked, as well as it can."""
        if self.trouble is not None and self.trouble.status:
            return httpx.Response(self.trouble.status, headers=self.trouble.headers, content=self.trouble.body)
        try:
            storefront().verify(WebhookRequest(request.headers, request.content))
        except InvalidSignature:
            return httpx.Response(401)
        told = json.loads(request.content)
        if str(request.url) == HISTORY:
            return httpx.Response(200, json=self.page(told))
        if "ping" in told:
            return httpx.Response(200)
        receipt = self.done.setdefault(told["key"], {"reference": len(self.done) + 1})
        if self.trouble is not None:
            raise httpx.ReadTimeout("lost")
        return httpx.Response(200, json=receipt)

    def page(self, told: dict[str, Any]) -> dict[str, Any]:
        """A page of what happened: one fact."""
        facts = [one for one in self.past if one["occurred_at"] >= (told["since"] or "")]
        at = int(told["cursor"] or 0)
        return {"events": facts[at : at + 1], "next": str(at + 1) if at + 1 < len(facts) else None}


class TestStorefront(AdapterContract):
    """A store that does some kinds of actions, and has a history."""

    installed = "storefront"
    settings: ClassVar = {"url": URL, "secret": SECRET.reveal(), "history_url": HISTORY, "actions": ["tag", "untag"]}
    secret = SECRET.reveal()
    webhooks = (
        SampleWebhook(ORDER, (Purchase,)),
        SampleWebhook([BACK, {"kind": "forget_customer", "customer": "c-42"}], (Refund, ForgetCustomer)),
        SampleWebhook([], ()),
    )
    actions = (
        IssueCoupon(PercentOff(10), valid_for=days(30), minimum=Money.of(20, "EUR")),
        Tag("vip"),
        SendMessage("thanks"),
    )

    @pytest.fixture(autouse=True)
    def store(self, httpx_mock: HTTPXMock) -> None:
        """The store."""
        self.fake = Store()
        httpx_mock.add_callback(self.fake, is_reusable=True, is_optional=True)

    def adapter(self) -> Storefront:
        """The adapter of the store."""
        kinds = ("issue_coupon", "void_coupon", "tag", "untag", "send_message")
        return impatient(storefront(history_url=HISTORY, actions=kinds))

    def signed(self, webhook: SampleWebhook, secret: str) -> WebhookRequest:
        """As the store's own code signs it."""
        return WebhookRequest(signed([key_of(Secret(secret))], "m-1", webhook.body), webhook.body)

    def made(self) -> dict[str, Any]:
        """What the store has done."""
        return self.fake.done

    def fails(self, how: Trouble | None) -> None:
        """The store is in trouble."""
        self.fake.trouble = how

    def past(self) -> None:
        """What it has sent happened there."""
        self.fake.past = [ORDER, BACK]
