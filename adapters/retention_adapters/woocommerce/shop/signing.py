"""OAuth 1.0a, the only way in where a shop has no https: each request is signed, each try anew."""

from collections.abc import Generator
from typing import Any, cast

import httpx

from retention_sdk.settings import Secret

VERSION = "wc/v3"


class Signed(httpx.Auth):
    """Signs the address of each request, with a nonce of its own.

    Args:
        key: the consumer key.
        secret: the consumer secret.
    """

    def __init__(self, key: Secret, secret: Secret) -> None:
        self._key, self._secret = key, secret

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the signature behind the query."""
        # only shops without https need the package
        from woocommerce.oauth import OAuth  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

        make = cast(Any, OAuth)
        oauth = make(
            url=str(request.url),
            consumer_key=self._key.reveal(),
            consumer_secret=self._secret.reveal(),
            version=VERSION,
            method=request.method,
        )
        request.url = httpx.URL(oauth.get_oauth_url())
        yield request
