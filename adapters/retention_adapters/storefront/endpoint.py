"""An address of the store's, to which signed JSON is posted."""

import json
from collections.abc import Generator, Sequence
from functools import cached_property
from urllib.parse import urlsplit

import httpx
from attrs import field, frozen

from retention_adapters.http import Http
from retention_adapters.storefront.forms import Schema
from retention_adapters.storefront.signing import ID, key_of, signed
from retention_sdk import Secret


class Signature(httpx.Auth):
    """Signs each try anew, since a signature tells when it was sent.

    Args:
        keys: the bytes of the secrets.
    """

    requires_request_body = True

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._keys = keys

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Put the three headers on a request that has its id."""
        request.headers.update(signed(self._keys, request.headers[ID], request.content))
        yield request


@frozen(eq=False)
class Endpoint:
    """An address of the store's.

    Args:
        url: where it is.
        secrets: each signs what is posted.
        timeout: seconds to wait for an answer.
        allow_private: whether it may be on this machine or network.
    """

    url: str = field()
    secrets: Sequence[Secret] = field(repr=False)
    timeout: int = 20
    allow_private: bool = False

    @cached_property
    def _http(self) -> Http:
        where = urlsplit(self.url)
        return Http(
            f"{where.scheme}://{where.netloc}",
            auth=Signature([key_of(secret) for secret in self.secrets]),
            headers={"Content-Type": "application/json"},
            timeout=self.timeout,
            allow_private=self.allow_private,
            secrets=self.secrets,
        )

    def post(self, id: str, data: Schema) -> httpx.Response:
        """Post something; it may be sent several times, under one id.

        Args:
            id: what it is known by.
            data: what is sent, as JSON.

        Returns:
            The answer, whatever it says, but that the store is busy.

        Raises:
            TryLater: there was none.
            Refused: the address may not be called.
        """
        path = self.url.partition("://")[2].partition("/")[2]
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        return self._http.request("POST", f"/{path}", repeatable=True, content=body, headers={ID: id})
