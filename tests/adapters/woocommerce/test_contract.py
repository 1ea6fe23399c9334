"""A WooCommerce shop keeps the contract of adapters."""

from __future__ import annotations

import hmac
from base64 import b64encode
from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import httpx
import pytest

from retention_sdk import (
    CancelSubscription,
    CustomersMerged,
    DiscountSubscription,
    ExtendService,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    Money,
    PauseSubscription,
    PercentOff,
    Profile,
    ProfileChanged,
    Purchase,
    Refund,
    RefundMoney,
    SendReplacement,
    SignUp,
    SkipDelivery,
    Tag,
    days,
)
from retention_sdk.platforms import Recipient, WebhookRequest
from retention_sdk.testing import AdapterContract, SampleWebhook, Trouble
from tests.adapters.woocommerce.events.shop import body
from tests.adapters.woocommerce.fake import KEY, SECRET
from tests.adapters.woocommerce.made import URL, woo
from tests.adapters.woocommerce.recordings import body_of
from tests.adapters.woocommerce.test_subscriptions import END, NEXT, START

if TYPE_CHECKING:
    from retention_adapters.woocommerce import WooCommerce
    from tests.adapters.woocommerce.fake import Shop

ORDER, REFUNDED, CUSTOMER = body("order_paid"), body("order_refunded_partly"), body("customer_birthday")
TOPIC = "X-WC-Webhook-Topic"
FIVE = Money.of(5, "USD")


class TestWooCommerce(AdapterContract):
    """A shop with subscriptions."""

    installed = "woocommerce"
    settings: ClassVar = {"url": URL, "consumer_key": KEY, "consumer_secret": SECRET, "webhook_secret": "aBc123"}
    secret = "aBc123"  # noqa: S105 - nobody's
    currency = ORDER["currency"]
    webhooks = (
        SampleWebhook(ORDER, (Purchase,), {TOPIC: "order.updated"}),
        SampleWebhook(REFUNDED, (Purchase, Refund), {TOPIC: "order.updated"}),
        SampleWebhook(CUSTOMER, (SignUp, ProfileChanged, CustomersMerged), {TOPIC: "customer.updated"}),
        SampleWebhook({"id": 7, "name": "Beans"}, (), {TOPIC: "product.updated"}),
    )
    whom = Recipient("2", Profile(email="mia@example.com", name="Mia Example"))
    actions = (
        IssueCoupon(PercentOff(10), valid_for=days(90), skus=("beans-250",)),
        IssueStoreCredit(FIVE),
        IssueGiftCard(FIVE),
        RefundMoney("34", Money.of("0.5", "USD")),
        SendReplacement("34"),
        Tag("vip"),
        PauseSubscription("9", days(10)),
        SkipDelivery("9"),
        ExtendService("9", days(1)),
        DiscountSubscription("9", 10),
        CancelSubscription("9"),
    )

    @pytest.fixture(autouse=True)
    def known(self, shop: Shop) -> None:
        """What there is in the shop."""
        self.shop, shop.now = shop, datetime.now(UTC)
        shop.orders[34] = body_of("order_create_completed") | {"id": 34, "total": "500.00"}
        shop.customers[2] = {"id": 2, "email": "mia@example.com", "role": "customer", "meta_data": []}
        dates = {"start_date_gmt": START, "next_payment_date_gmt": NEXT, "end_date_gmt": END}
        billed = {"status": "active", "billing_period": "month", "billing_interval": "2", "coupon_lines": []}
        shop.subscriptions[9] = {"id": 9, "meta_data": [], **dates, **billed}

    def adapter(self) -> WooCommerce:
        """An adapter of the shop."""
        return woo(subscriptions=True)

    def signed(self, webhook: SampleWebhook, secret: str) -> WebhookRequest:
        """As the shop signs it."""
        given = b64encode(hmac.digest(secret.encode(), webhook.body, "sha256")).decode()
        return WebhookRequest({**webhook.headers, "X-WC-Webhook-Signature": given}, webhook.body)

    def made(self) -> Any:
        """What there is in the shop."""
        shop = self.shop
        people = {number: meta(one) for number, one in [*shop.customers.items(), *shop.subscriptions.items()]}
        return deepcopy([shop.coupons, shop.refunds, list(shop.orders), people, shop.webhooks])

    def fails(self, how: Trouble | None) -> None:
        """The shop answers everything so, or loses what it answers to a change."""
        self.shop.vices = []
        if how is not None:

            def act(request: httpx.Request, honest: Any) -> httpx.Response | None:
                if how.status:
                    return httpx.Response(how.status, headers=how.headers, content=how.body)
                if request.method == "GET":
                    return None
                honest()
                raise httpx.ReadTimeout("lost")

            self.shop.vices = [act]

    def past(self) -> None:
        """The shop has what its webhooks tell of."""
        self.shop.orders = {one["id"]: one for one in (ORDER, REFUNDED)}
        self.shop.customers = {CUSTOMER["id"]: CUSTOMER}


def meta(thing: dict[str, Any]) -> dict[str, Any]:
    """A thing with its meta data by key: their numbers are new each time."""
    return thing | {"meta_data": {one["key"]: one["value"] for one in thing["meta_data"]}}
