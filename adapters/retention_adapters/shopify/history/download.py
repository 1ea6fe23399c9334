"""Fetches a bulk operation's result, piece by piece: it can have gigabytes."""

import codecs
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from retention_adapters.http import Http
from retention_sdk.errors import TryLater

WHOLE, PART, BEYOND = 200, 206, 416
"""The statuses of an answer that has all, a part, or nothing since the end was reached."""

PIECE = 8 * 1024 * 1024
"""Bytes that are asked for at a time."""


def lines_of(url: str, http: Callable[[str], Http], piece: int = PIECE) -> Iterator[str]:
    """The lines behind an address.

    Args:
        url: as Shopify answered it; it is good for seven days, and is a secret while it is.
        http: makes a connection to a host.
        piece: bytes that are asked for at a time.

    Yields:
        The lines, without their ends.

    Raises:
        TryLater: the address does not answer as it should.
    """
    parts = urlsplit(url)
    connection = http(f"{parts.scheme}://{parts.netloc}")
    try:
        decode = codecs.getincrementaldecoder("utf-8")().decode
        rest = ""
        for data in _pieces(connection, f"{parts.path}?{parts.query}", piece):
            *whole, rest = (rest + decode(data)).split("\n")
            yield from whole
        if rest:
            yield rest
    finally:
        connection.close()


def _pieces(connection: Http, path: str, piece: int) -> Iterator[bytes]:
    at = 0
    while True:
        # what is packed on its way cannot be counted in bytes
        headers = {"Range": f"bytes={at}-{at + piece - 1}", "Accept-Encoding": "identity"}
        answer = connection.request("GET", path, repeatable=True, headers=headers)
        if answer.status_code == BEYOND:
            return
        if answer.status_code == WHOLE:  # all of it, whatever was asked for
            yield answer.content[at:]
            return
        if answer.status_code != PART:
            raise TryLater(f"the result of a bulk operation answers {answer.status_code}; it is there for seven days")
        yield answer.content
        at += len(answer.content)
        if len(answer.content) < piece:
            return
