"""Each recorded body gives the right facts, or the right nothing: those that may not be copied too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.adapters.shopify.ours import SHOP, held, shopify, webhook

if TYPE_CHECKING:
    from pathlib import Path

    from tests.adapters.shopify.fake import FakeShopify

EXPECTED = {
    "app_uninstalled.shopify_sample": ("app/uninstalled", ["StoreLeft"]),
    "bulk_operations_finish": ("bulk_operations/finish", []),
    "customers_create.tags": ("customers/create", ["ProfileChanged", "CustomersMerged"]),
    "customers_data_request": ("customers/data_request", ["TellCustomer", "TellCustomer"]),
    "customers_update.shopify_sample": ("customers/update", ["ProfileChanged", "CustomersMerged"]),
    "fulfillments_create.shopify_sample": ("fulfillments/create", []),
    "order_transactions_create.shopify_sample": ("order_transactions/create", []),
    "orders_cancelled.shopify_test_notification": ("orders/cancelled", []),
    "orders_cancelled.usd_discounts_refund": ("orders/cancelled", ["Refund", "Refund", "OrderCancelled"]),
    "orders_edited.shopify_sample": ("orders/edited", []),
    "orders_paid.derived_2026_10_shape": ("orders/paid", ["Purchase"]),
    "orders_paid.derived_before_cancel": ("orders/paid", ["Purchase"]),
    "orders_paid.derived_redacted_customer": ("orders/paid", []),
    "orders_paid.derived_subscription_line": ("orders/paid", ["Purchase"]),
    "orders_paid.usd_draft_no_customer": ("orders/paid", []),
    "orders_updated.shopify_sample": ("orders/updated", []),
    "refunds_create.derived_full_refund": ("refunds/create", ["Refund", "Refund", "OrderCancelled"]),
    "refunds_create.shopify_sample": ("refunds/create", []),
    "shop_redact": ("shop/redact", ["ForgetStore"]),
    "subscription_billing_attempts_failure.real_declined": ("subscription_billing_attempts/failure", []),
    "subscription_contracts_cancel.derived": ("subscription_contracts/cancel", []),
    "subscription_contracts_create.shopify_sample": ("subscription_contracts/create", []),
    "subscription_contracts_pause.derived": ("subscription_contracts/pause", []),
    "tender_transactions_create.shopify_sample": ("tender_transactions/create", []),
}


@pytest.fixture(scope="session")
def recordings(shared: Path) -> Path:
    """The folder of recorded bodies."""
    return shared / "data" / "shopify" / "webhooks"


@pytest.mark.parametrize("name", EXPECTED)
def test_a_recording(recordings: Path, fake: FakeShopify, name: str) -> None:
    """It tells what it holds; what names an order of another shop, or one that is gone, tells nothing."""
    held(fake.state, json.loads((recordings / "orders_cancelled.usd_discounts_refund.json").read_text("utf-8")))
    topic, expected = EXPECTED[name]
    raw = (recordings / f"{name}.json").read_bytes()
    asked = shopify(shop=json.loads(raw).get("shop_domain") or SHOP)  # compliance topics name the shop
    told = asked.receive(webhook(topic, raw, Shop_Domain=asked.shop))
    assert [type(one).__name__ for one in told] == expected


def test_none_is_left_out(recordings: Path) -> None:
    """Each recorded body is among them."""
    assert {one.stem for one in recordings.glob("*.json")} == EXPECTED.keys()
