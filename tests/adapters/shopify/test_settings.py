"""The table of a Shopify shop."""

from __future__ import annotations

from typing import Any

import pytest

from retention_adapters.shopify import ExpiringTokens, FixedToken, Shopify, TokenProvider
from retention_sdk import BadValue, Secret
from retention_sdk.errors import CredentialsRefused
from retention_sdk.platforms import Adapter, Repeat
from retention_sdk.settings.annotations import kind_of
from tests.adapters.shopify.ours import SHOP, shopify


def test_it_is_an_adapter() -> None:
    """It has the methods of the contract, and its settings are such as a file can have."""
    adapter: Adapter = shopify()
    assert kind_of(Shopify)
    assert adapter.name == "shopify"
    assert adapter.capabilities["issue_coupon"] is Repeat.NATURAL
    assert adapter.capabilities["refund_money"] is Repeat.KEYED
    assert "pause_subscription" not in adapter.capabilities
    assert "pause_subscription" in shopify(subscriptions=True).capabilities


@pytest.mark.parametrize(
    "shop",
    ["", "bean-leaf", "shop.example", "https://bean.myshopify.com", "Bean.myshopify.com", "a.b.myshopify.com",
     "evil.com/.myshopify.com", "evil.com#.myshopify.com", "-.myshopify.com", "x.myshopify.com\n"],
)  # fmt: skip
def test_a_domain_that_is_none(shop: str) -> None:
    """A token is sent to the shop's own domain and to nothing else."""
    with pytest.raises(BadValue, match="myshopify"):
        shopify(shop=shop)


@pytest.mark.parametrize("version", ["latest", "2026-11", "2026", "", "../2026-10"])
def test_a_version_that_is_none(version: str) -> None:
    """Versions are quarters."""
    with pytest.raises(BadValue, match="api_version"):
        shopify(api_version=version)


def test_whose_token() -> None:
    """A token of its own; one that expires; or none, and then nobody is asked."""
    assert isinstance(shopify().provider(), FixedToken)
    app: dict[str, Any] = {"token": None, "client_id": "app", "token_file": "tokens.json"}
    assert isinstance(shopify(**app).provider(), ExpiringTokens)
    with pytest.raises(CredentialsRefused, match="token_file"):
        shopify(token=None).provider()
    with pytest.raises(BadValue, match="no secret"):
        shopify(token=None, client_secrets=())


def test_a_provider_of_your_own() -> None:
    """A store that keeps its tokens elsewhere derives from the adapter."""

    class Ours(Shopify):
        def provider(self) -> TokenProvider:
            return FixedToken(self.shop, Secret("from our vault"))

    ours = Ours(shop=SHOP, client_secrets=(Secret("s"),))
    assert ours.provider().token(SHOP) == "from our vault"
