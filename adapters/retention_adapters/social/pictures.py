"""Pictures: fetched from where the store has them, and handed to the server before the post that shows them."""

import time
from collections.abc import Callable, Mapping
from mimetypes import guess_type
from urllib.parse import urlsplit
from uuid import uuid4

from attrs import frozen

from retention_adapters.http import Http
from retention_adapters.social.server import Server
from retention_sdk.platforms import Refused, TryLater

LARGEST = 16 * 1024 * 1024
"""Bytes of a picture: what a Mastodon server takes by default."""

LOOKS = 10
"""How often a picture is looked at that the server is still at work on, a second apart."""


@frozen
class Pictures:
    """Brings pictures to a server.

    Args:
        server: the server.
        http: the way to an address where a picture is.
        sleep: waits for so many seconds.
    """

    server: Server
    http: Callable[[str], Http]
    sleep: Callable[[float], None] = time.sleep

    def brought(self, image: str, alt: str | None) -> str:
        """Bring a picture to the server; twice does no harm, what no post shows is thrown away there.

        Args:
            image: where it is.
            alt: what is on it, in words.

        Returns:
            The server's id of it.

        Raises:
            TryLater: somebody did not answer, or is still at work.
            CredentialsRefused: the server does not let us.
            Refused: there is none, or the server takes no such picture.
        """
        kind, data = self._fetched(image)
        boundary = uuid4().hex
        body = _form(boundary, {"description": alt} if alt else {}, kind, data)
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        found = self.server.call("POST", "api/v2/media", repeatable=True, content=body, headers=headers)
        if not isinstance(found, Mapping) or not isinstance(id := found.get("id"), str):  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            raise TryLater("the server answered no picture")
        return self._ready(id, bool(found.get("url")))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]

    def _fetched(self, image: str) -> tuple[str, bytes]:
        where = urlsplit(image)
        http = self.http(f"{where.scheme}://{where.netloc}")
        try:
            answer = http.request("GET", where.path + (f"?{where.query}" if where.query else ""), repeatable=True)
        finally:
            http.close()
        kind = answer.headers.get("content-type", "").partition(";")[0] or guess_type(where.path)[0] or ""
        if not answer.is_success or not kind.startswith("image/"):
            raise Refused(
                f"there is no picture at {where.hostname}{where.path}: it answers {answer.status_code} {kind}"
            )
        if len(answer.content) > LARGEST:
            raise Refused(f"the picture has {len(answer.content)} bytes; a server takes {LARGEST} at most")
        return kind, answer.content

    def _ready(self, id: str, ready: bool) -> str:  # noqa: FBT001 - said by the server
        for _ in range(LOOKS):
            if ready:
                return id
            self.sleep(1)
            ready = self.server.http.request("GET", f"api/v1/media/{id}", repeatable=True).status_code == 200
        if ready:
            return id
        raise TryLater("the server is still at work on the picture")


def _form(boundary: str, fields: Mapping[str, str], kind: str, data: bytes) -> bytes:
    """A form with a file in it, as RFC 7578 has it."""
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    name = f"picture.{kind.removeprefix('image/')}"
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    return b"".join([*parts, f"--{boundary}\r\n{head}".encode(), data, f"\r\n--{boundary}--\r\n".encode()])
