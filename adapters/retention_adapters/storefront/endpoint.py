"""An address of the store's, to which signed JSON is posted."""

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx
from attrs import field, frozen

from retention_adapters.http import Http
from retention_adapters.storefront.forms import Schema
from retention_adapters.storefront.signing import key_of, signed
from retention_sdk import Secret


@frozen
class Endpoint:
    """An address of the store's.

    Args:
        http: the way to its host.
        path: where on it.
        keys: each signs what is posted.
    """

    http: Http
    path: str
    keys: Sequence[bytes] = field(repr=False)

    @classmethod
    def at(cls, url: str, secrets: Sequence[Secret], *, timeout: int, allow_private: bool) -> "Endpoint":
        """The address of a URL.

        Args:
            url: where it is.
            secrets: each signs what is posted.
            timeout: seconds to wait for an answer.
            allow_private: whether it may be on this machine or network.
        """
        where = urlsplit(url)
        host = f"{where.scheme}://{where.netloc}"
        http = Http(host, timeout=timeout, allow_private=allow_private, secrets=secrets)
        path = where._replace(scheme="", netloc="").geturl()
        return cls(http, path or "/", [key_of(secret) for secret in secrets])

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
        body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", **signed(self.keys, id, body)}
        return self.http.request("POST", self.path, repeatable=True, content=body, headers=headers)
