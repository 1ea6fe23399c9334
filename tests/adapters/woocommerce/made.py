"""Adapters, customers and tries, as the tests need them."""

from datetime import UTC, datetime
from typing import Any

from retention_adapters.woocommerce import WooCommerce
from retention_sdk.platforms import Attempt, Recipient
from retention_sdk.profile import Profile
from retention_sdk.settings import Secret
from tests.adapters.woocommerce.fake import KEY, SECRET

URL = "https://shop.example"
HOOK = "https://retention.example/webhooks/woocommerce"
AT = datetime(2099, 11, 21, 17, 46, 40, tzinfo=UTC)
"""Long after any clock that these tests run by."""


def woo(**settings: Any) -> WooCommerce:
    """An adapter to the shop of the tests."""
    given: dict[str, Any] = {
        "url": URL,
        "consumer_key": Secret(KEY),
        "consumer_secret": Secret(SECRET),
        "webhook_secret": Secret("aBc123"),
        "webhook_url": HOOK,
    }
    return WooCommerce(**(given | settings))


def mia(id: str = "2", email: str | None = "mia@example.com", **more: Any) -> Attempt:
    """A try for a customer."""
    return Attempt(whom=Recipient(id, Profile(email=email)), **({"at": AT} | more))
