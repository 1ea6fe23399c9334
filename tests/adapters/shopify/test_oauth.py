"""Installing: whoever comes back is who was sent, for the shop that they say, and nothing is kept in the process."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
import shopify as library
from attrs import evolve

from retention_adapters.http import Http
from retention_adapters.shopify.oauth import Install, NotShopify, shop_of
from retention_adapters.shopify.scopes import missing
from retention_sdk import Secret
from retention_sdk.errors import CredentialsRefused, TryLater

SHOP = "bean-and-leaf.myshopify.com"
SECRETS = (Secret("the newest of all the secrets there are"), Secret("an older one of all the secrets there are"))


def answered(status: int = 200, **more: Any) -> Any:
    """A connection to a shop that answers so."""
    told = {"access_token": "access", "expires_in": 3600, "refresh_token": "refresh"} | more

    def http(shop: str) -> Http:
        return Http(f"https://{shop}", transport=httpx.MockTransport(lambda _: httpx.Response(status, json=told)))

    return http


INSTALL = Install("app", SECRETS, ("read_orders", "write_discounts"), "https://us.example/back", answered())


def signed(secret: Secret = SECRETS[0], **params: str) -> dict[str, str]:
    """What Shopify sends a merchant back with."""
    told = {"code": "c", "shop": SHOP, "state": "s", "timestamp": str(int(time.time())), "host": "aG9zdA"} | params
    session: Any = type("S", (library.Session,), {"secret": secret.reveal()})
    return told | {"hmac": session.calculate_hmac(told)}


def test_where_the_merchant_is_sent() -> None:
    """To their own shop, with what the app wants."""
    address = urlsplit(INSTALL.address("Bean-and-Leaf", "s"))
    assert (address.netloc, address.path) == (SHOP, "/admin/oauth/authorize")
    told = parse_qs(address.query)
    assert (told["client_id"], told["state"], told["scope"]) == (["app"], ["s"], ["read_orders,write_discounts"])


@pytest.mark.parametrize("shop", ["evil.com", "evil.com/x.myshopify.com", "", "x.myshopify.com.evil.com", "a b", "é"])
def test_what_is_no_shop(shop: str) -> None:
    """The library makes evil.myshopify.com of evil.com; here it is refused."""
    with pytest.raises(NotShopify):
        INSTALL.address(shop, "s")


@pytest.mark.parametrize("secret", SECRETS)
def test_tokens(secret: Secret) -> None:
    """Who comes back gets tokens that expire, whichever secret signed it."""
    shop, tokens = INSTALL.tokens(signed(secret), "s")
    assert (shop, tokens.access.reveal(), tokens.refresh.reveal()) == (SHOP, "access", "refresh")


@pytest.mark.parametrize(
    "params",
    [
        signed() | {"shop": "other.myshopify.com"},
        signed() | {"hmac": "é"},
        signed(Secret("another app's")),
        {name: value for name, value in signed().items() if name != "hmac"},
        signed(state="another's"),
        signed(timestamp=str(int(time.time()) - 90_000)),
        signed(timestamp="soon"),
        signed(timestamp="9" * 30),
        signed(shop="evil.com"),
        {},
    ],
)
def test_what_did_not_come_from_there(params: dict[str, str]) -> None:
    """Another shop under the same signature, another visit, an old one, none at all."""
    with pytest.raises(NotShopify):
        INSTALL.tokens(params, "s")


def test_no_state_is_no_visit() -> None:
    """An empty state proves nothing."""
    with pytest.raises(NotShopify):
        INSTALL.tokens(signed(state=""), "")


def test_a_code_that_is_used_up() -> None:
    """It is good for once; and where Shopify fails, it may do another time."""
    with pytest.raises(CredentialsRefused):
        evolve(INSTALL, http=answered(400)).tokens(signed(), "s")
    with pytest.raises(TryLater):
        evolve(INSTALL, http=answered(500)).tokens(signed(), "s")


def session_token(secret: Secret = SECRETS[1], **more: Any) -> str:
    """What the app's page in the admin sends."""
    now = int(datetime.now(UTC).timestamp())
    told = {"iss": f"https://{SHOP}/admin", "dest": f"https://{SHOP}", "aud": "app", "sub": "1", "exp": now + 60,
            "nbf": now, "iat": now, "jti": "j", "sid": "s"} | more  # fmt: skip
    return "Bearer " + jwt.encode(told, secret.reveal(), algorithm="HS256")


def test_whose_session() -> None:
    """The shop that a session token is of, signed with any of the secrets."""
    assert INSTALL.shop_of_session(session_token()) == SHOP


@pytest.mark.parametrize(
    "header",
    [
        "", "Bearer", "Bearer x", session_token(aud="another app"), session_token(exp=1),
        session_token(Secret("another app's secret, which is long enough")), session_token(iss="https://evil.com/admin"),
        session_token(dest="https://other.myshopify.com"),
    ],
)  # fmt: skip
def test_a_session_that_is_none(header: str) -> None:
    """Of another app, at its end, forged, or of two shops."""
    with pytest.raises(NotShopify):
        INSTALL.shop_of_session(header)


def test_nothing_is_kept_in_the_process() -> None:
    """The library's own session stays empty: no other shop can get at what was used here."""
    INSTALL.address(SHOP, "s")
    INSTALL.tokens(signed(), "s")
    assert (library.Session.api_key, library.Session.secret) == (None, None)
    assert "X-Shopify-Access-Token" not in library.ShopifyResource.get_headers()
    assert library.ShopifyResource.site is None


def test_scopes() -> None:
    """One to write has the one to read in it; scopes of customer accounts are passed over."""
    granted = ["write_orders", "read_customers", "customer_read_customers"]
    assert missing(granted, ["read_orders", "write_customers", "read_customers"]) == ["write_customers"]
    assert shop_of(f"https://{SHOP}") == SHOP
