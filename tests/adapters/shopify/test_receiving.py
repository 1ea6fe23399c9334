"""Whether a webhook is taken: its signature, its shop, and that its body is what its topic says."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import Secret
from retention_sdk.errors import InvalidSignature, UnreadableWebhook
from retention_sdk.platforms import WebhookRequest
from tests.adapters.shopify.ours import CANCELLED, PAID, SECRET, SHOP, changed, order, shopify, webhook


@pytest.mark.parametrize("prefix", ["X-Shopify-", "x-shopify-", "Shopify-", "SHOPIFY-"])
def test_both_prefixes_in_any_case(prefix: str) -> None:
    """Webhooks have X- before their headers, events have not, and the case of a header says nothing."""
    assert shopify().receive(webhook("orders/paid", PAID, prefix=prefix))


@pytest.mark.parametrize("secret", ["shpss_newest", "shpss_older"])
def test_each_secret_counts(secret: str) -> None:
    """While a secret is replaced, webhooks are still signed with the oldest one."""
    adapter = shopify(client_secrets=(Secret("shpss_newest"), Secret("shpss_older")))
    assert adapter.verify(webhook("orders/paid", PAID, secret=secret))


@pytest.mark.parametrize("signature", ["", "nonsense", "AAAA", "é", "Zm9v\n", "QUJD=QUJD", "🎁"])
def test_a_signature_that_cannot_be(signature: str) -> None:
    """No text in the place of a signature is a crash: it is refused."""
    request = webhook("orders/paid", PAID, Hmac_Sha256=signature)
    for asked in (shopify().receive, shopify().verify):
        with pytest.raises(InvalidSignature):
            asked(request)


def test_another_body_under_the_same_signature() -> None:
    """Each byte counts."""
    good = webhook("orders/paid", PAID)
    with pytest.raises(InvalidSignature):
        shopify().receive(WebhookRequest(good.headers, good.body + b" "))


def test_without_a_secret_nothing_is_taken() -> None:
    """An empty secret signs nothing."""
    with pytest.raises(InvalidSignature):
        shopify(client_secrets=()).receive(webhook("orders/paid", PAID, secret=""))


def test_the_shop_is_ours() -> None:
    """A body of another shop's, signed by the same app, is not taken."""
    with pytest.raises(InvalidSignature, match="another shop"):
        shopify().receive(webhook("orders/paid", PAID, Shop_Domain="other.myshopify.com"))


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"id": NaN}', b"[" * 100_000])
def test_what_is_no_order(body: bytes) -> None:
    """What is signed and cannot be read is said to be so."""
    with pytest.raises(UnreadableWebhook):
        shopify().receive(webhook("orders/paid", body))


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("orders/paid", {"id": 1, "admin_graphql_api_id": "gid://shopify/Customer/1"}),
        ("customers/update", PAID),
        ("refunds/create", PAID),
        ("shop/redact", {"shop_id": 1, "shop_domain": SHOP, "customer": {"id": 1}, "data_request": {"id": 1}}),
        ("customers/redact", {"shop_domain": SHOP, "customer": {"id": 1}, "data_request": {"id": 1}}),
        ("customers/data_request", {"shop_domain": SHOP, "customer": {"id": 1}, "orders_to_redact": []}),
        ("app/uninstalled", {"shop_id": 1, "shop_domain": SHOP}),
    ],
)
def test_a_body_under_another_topic(topic: str, body: dict[str, Any]) -> None:
    """The topic is not signed: a request to tell a customer what is known must not forget them."""
    with pytest.raises(UnreadableWebhook):
        shopify().receive(webhook(topic, body))


@pytest.mark.parametrize(
    "more",
    [
        {"line_items": "all"},
        {"line_items": [1]},
        {"currency": "XXQ"},
        {"updated_at": "yesterday"},
        {"updated_at": "2026-11-01T09:00:00"},
        {"id": 1.5},
        {"shipping_lines": [{"id": 1, "price_set": {"shop_money": {"amount": "a lot", "currency_code": "EUR"}}}]},
    ],
)
def test_a_field_that_cannot_be_read(more: dict[str, Any]) -> None:
    """The error names the topic and nothing personal."""
    with pytest.raises(UnreadableWebhook) as told:
        shopify().receive(webhook("orders/updated", order(**more)))
    assert str(told.value).startswith("orders/updated: ")
    assert "ada" not in str(told.value).lower()


@pytest.mark.parametrize("topic", ["products/update", "bulk_operations/finish", "subscription_contracts/cancel", ""])
def test_a_topic_that_means_nothing(topic: str) -> None:
    """It is taken, and answers nothing."""
    assert not shopify().receive(webhook(topic, {"id": 1}))


def test_nothing_shows_a_secret() -> None:
    """Neither the adapter nor an error does."""
    adapter = shopify()
    assert SECRET not in repr(adapter)
    with pytest.raises(InvalidSignature) as told:
        adapter.receive(webhook("orders/paid", changed(CANCELLED), secret="wrong"))  # noqa: S106
    assert SECRET not in str(told.value)
