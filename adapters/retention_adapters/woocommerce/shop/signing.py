"""OAuth 1.0a, the only way in where a shop has no https: each request is signed, each try anew."""

from collections.abc import Generator, Mapping
from functools import cache
from secrets import token_hex
from typing import Any
from urllib.parse import quote, unquote

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
        oauth = signer()(
            url=str(request.url),
            consumer_key=self._key.reveal(),
            consumer_secret=self._secret.reveal(),
            version=VERSION,
            method=request.method,
        )
        request.url = httpx.URL(oauth.get_oauth_url())
        yield request


@cache
def signer() -> Any:
    """The package's own, but for two things: it signs a / otherwise than WooCommerce, and its nonces repeat."""
    # only shops without https need the package
    from woocommerce.oauth import OAuth  # type: ignore[import-untyped]  # pyright: ignore[reportMissingTypeStubs]

    def normalized(parameters: Mapping[str, object]) -> dict[str, str]:
        return {_twice(name): _twice(value) for name, value in parameters.items()}

    ours = {"normalize_parameters": staticmethod(normalized), "generate_nonce": staticmethod(_nonce)}
    return type("Signer", (OAuth,), ours)


def _twice(value: object) -> str:
    """Escaped for the query, and once more for the text that is signed."""
    return quote(unquote(str(value)), safe="~").replace("%", "%25")


def _nonce() -> str:
    return token_hex(16)
