"""Reads an answer whole, but not without end: neither in size nor in time."""

from collections.abc import Callable

import httpx

from retention_sdk.errors import Refused

CODINGS = ("content-encoding", "content-length", "transfer-encoding")


def whole(
    response: httpx.Response, *, most: int, until: float, clock: Callable[[], float], what: str
) -> httpx.Response:
    """Read what is left of an answer, and close it.

    Args:
        response: an answer of which the head alone has been read.
        most: bytes at most, as they are after unpacking.
        until: when it has to be whole, in seconds of `clock`.
        clock: the time now.
        what: host, method and path of the request.

    Returns:
        The answer with its body.

    Raises:
        Refused: it is larger than that.
        httpx.ReadTimeout: it takes longer than that.
    """
    parts: list[bytes] = []
    size = 0
    try:
        for part in response.iter_bytes():
            size += len(part)
            if size > most:
                raise Refused(f"{what}: the answer is larger than {most} bytes; this is no answer of such a platform")
            if clock() > until:
                raise httpx.ReadTimeout("the answer does not end", request=response.request)
            parts.append(part)
    finally:
        response.close()
    head = [(name, value) for name, value in response.headers.multi_items() if name.lower() not in CODINGS]
    return httpx.Response(
        response.status_code,
        headers=head,
        content=b"".join(parts),
        request=response.request,
        extensions=response.extensions,
    )
