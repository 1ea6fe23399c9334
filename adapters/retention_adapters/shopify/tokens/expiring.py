"""Tokens that expire after an hour."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from retention_adapters.http import Http
from retention_adapters.shopify.tokens.store import Tokens, TokenStore
from retention_sdk import Secret
from retention_sdk.errors import CredentialsRefused, TryLater

EARLY = timedelta(minutes=5)
"""How long before its end a token is renewed, so that none ends on its way."""

AGAIN = "open the app in the shop's admin once, so that it is given new ones"


def utc_now() -> datetime:
    """The time now."""
    return datetime.now(UTC)


class ExpiringTokens:
    """Knows the tokens of shops that expire, and renews them; the tokens of one shop never reach another.

    Args:
        client_id: the app's.
        secret: the app's newest client secret.
        store: where the tokens are kept.
        http: the connection to a shop.
        now: the time now.
    """

    def __init__(
        self,
        client_id: str,
        secret: Secret,
        store: TokenStore,
        http: Callable[[str], Http],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._client_id, self._secret, self._store, self._http, self._now = client_id, secret, store, http, now
        self._known: dict[str, Tokens] = {}

    def token(self, shop: str) -> str:
        """A token that works for some minutes at least.

        Raises:
            CredentialsRefused: the shop has none, or Shopify does not renew it.
            TryLater: Shopify did not answer, and the token has ended.
        """
        known = self._known.get(shop)
        if known is None or not self._fresh(known):
            known = self._known[shop] = self._renewed(shop)
        return known.access.reveal()

    def refused(self, shop: str, token: str) -> str | None:
        """Another token than the one that was refused: another process may have renewed it."""
        fresh = self._known[shop] = self._renewed(shop, refused=token)
        return fresh.access.reveal()

    def _fresh(self, tokens: Tokens) -> bool:
        return tokens.expires - self._now() > EARLY

    def _renewed(self, shop: str, refused: str | None = None) -> Tokens:
        with self._store.alone(shop):
            kept = self._store.read(shop)
            if kept is None:
                raise CredentialsRefused(f"there are no tokens of {shop} yet; {AGAIN}")
            if self._fresh(kept) and kept.access.reveal() != refused:
                return kept
            try:
                tokens = self._asked(shop, kept)
            except TryLater:
                # the old refresh token stays good until a new one is used, so nothing is lost
                if kept.expires > self._now() and kept.access.reveal() != refused:
                    return kept
                raise
            self._store.write(shop, tokens)  # before it is used: then a crash loses nothing
            return tokens

    def _asked(self, shop: str, kept: Tokens) -> Tokens:
        answer = self._http(shop).request(
            "POST",
            "/admin/oauth/access_token",
            repeatable=True,
            json={
                "client_id": self._client_id,
                "client_secret": self._secret.reveal(),
                "grant_type": "refresh_token",
                "refresh_token": kept.refresh.reveal(),
            },
        )
        if httpx.codes.BAD_REQUEST <= answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR:
            raise CredentialsRefused(f"Shopify does not renew the tokens of {shop}; {AGAIN}")
        if not answer.is_success:
            raise TryLater(f"Shopify answered {answer.status_code} when asked to renew the tokens of {shop}")
        return tokens_of(answer, self._now())


def tokens_of(answer: httpx.Response, now: datetime) -> Tokens:
    """The tokens in an answer to an install or a renewal.

    Args:
        answer: Shopify's.
        now: when it came.

    Raises:
        TryLater: there are none in it.
    """
    try:
        said: Mapping[str, Any] = answer.json()
        lasts = timedelta(seconds=int(said["expires_in"]))
        return Tokens(Secret(str(said["access_token"])), now + lasts, Secret(str(said["refresh_token"])))
    except (ValueError, KeyError, TypeError):
        raise TryLater("Shopify answered without tokens that expire") from None
