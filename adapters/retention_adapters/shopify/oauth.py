"""How a shop installs an app: what the merchant is sent to, what comes back, and whose session it is.

`ShopifyAPI` is used for what it does without keeping anything: the address, the signature of what comes back, and
session tokens. Its `Session.setup`, its active session and its GraphQL client are never touched: they are one for the
whole process, and send one shop's token to another.
"""

import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx
from attrs import field, frozen

from retention_adapters.http import Http
from retention_adapters.shopify.library import Session, SessionTokenError, decode_from_header, sanitize_shop_domain
from retention_adapters.shopify.tokens.expiring import tokens_of, utc_now
from retention_adapters.shopify.tokens.store import Tokens
from retention_sdk import Secret
from retention_sdk.errors import CredentialsRefused, TryLater

SHOP = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.myshopify\.com")
FRESH = timedelta(days=1)
"""How old what comes back may be."""


class NotShopify(ValueError):
    """What came back is not from Shopify, or not for whom it says."""


@frozen
class Install:
    """Installs an app in shops.

    Args:
        client_id: the app's.
        secrets: the app's client secrets, the newest first; what is signed with an older one counts too.
        scopes: what the app wants to be allowed, such as "read_orders".
        callback: the address that the merchant comes back to.
        http: the connection to a shop.
        now: the time now.
    """

    client_id: str
    secrets: Sequence[Secret] = field(repr=False)
    scopes: Sequence[str]
    callback: str
    http: Callable[[str], Http] = field(repr=False)
    now: Callable[[], datetime] = utc_now

    def address(self, shop: str, state: str) -> str:
        """Where to send the merchant.

        Args:
            shop: as they, or the request, told it.
            state: something that nobody can guess; keep it in their session, and hand it to `tokens`.

        Raises:
            NotShopify: it is no shop of Shopify's.
        """
        session = _session(self.client_id, self.secrets[0])(shop_of(shop), "unstable")
        return str(session.create_permission_url(list(self.scopes), self.callback, state))

    def tokens(self, params: Mapping[str, str], state: str) -> tuple[str, Tokens]:
        """Ask for the tokens that the merchant granted.

        Args:
            params: the query that they came back with.
            state: what `address` was given for them.

        Returns:
            The shop and its tokens; keep them in the adapter's token store.

        Raises:
            NotShopify: Shopify did not send this, or not for this merchant.
            CredentialsRefused: Shopify does not give tokens for it.
            TryLater: Shopify did not answer.
        """
        shop = self._verified(params, state)
        answer = self.http(shop).request(
            "POST",
            "/admin/oauth/access_token",
            repeatable=False,  # a code is good for once
            json={
                "client_id": self.client_id,
                "client_secret": self.secrets[0].reveal(),
                "code": params.get("code", ""),
                "expiring": "1",
            },
        )
        if httpx.codes.BAD_REQUEST <= answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
            raise CredentialsRefused(f"Shopify gives no tokens of {shop}: the code is used up, or of another app")
        if not answer.is_success:
            raise TryLater(f"Shopify answered {answer.status_code} when asked for the tokens of {shop}")
        return shop, tokens_of(answer, self.now())

    def shop_of_session(self, authorization: str) -> str:
        """Whose session a request from the app's page in the admin is.

        Args:
            authorization: its Authorization header.

        Returns:
            The shop.

        Raises:
            NotShopify: the session token is not Shopify's, is of another app, or has ended.
        """
        for secret in self.secrets:
            try:
                told = decode_from_header(authorization, self.client_id, secret.reveal())
            except SessionTokenError:
                continue
            return shop_of(str(cast(Mapping[str, Any], told)["dest"]))
        raise NotShopify("the session token is not one of Shopify's for this app, or it has ended")

    def _verified(self, params: Mapping[str, str], state: str) -> str:
        if not hmac.compare_digest(params.get("state", "").encode(), state.encode()) or not state:
            raise NotShopify("what came back belongs to another merchant's visit: the state is another one")
        if not any(_signed(self.client_id, secret, params) for secret in self.secrets):
            raise NotShopify("what came back is not signed by Shopify")
        try:
            sent = datetime.fromtimestamp(int(params.get("timestamp", "")), UTC)
        except (ValueError, OverflowError, OSError):
            raise NotShopify("what came back has no time") from None
        if not abs(self.now() - sent) <= FRESH:
            raise NotShopify("what came back is more than a day old")
        return shop_of(params.get("shop", ""))


def shop_of(told: str) -> str:
    """A shop's domain, from what somebody told.

    Args:
        told: such as "bean-leaf", "bean-leaf.myshopify.com" or its address.

    Raises:
        NotShopify: it is no shop of Shopify's.
    """
    found = sanitize_shop_domain(told)
    if not isinstance(found, str) or not SHOP.fullmatch(found):
        raise NotShopify("this is no shop; its domain ends in .myshopify.com")
    return found


def _session(client_id: str, secret: Secret) -> type[Any]:
    """A session class of one app: the library's own keeps id and secret for the whole process."""
    return type("AppSession", (Session,), {"api_key": client_id, "secret": secret.reveal()})


def _signed(client_id: str, secret: Secret, params: Mapping[str, str]) -> bool:
    return bool(_session(client_id, secret).validate_hmac(dict(params)))
