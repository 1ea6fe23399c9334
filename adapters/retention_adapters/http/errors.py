"""What becomes of an answer that did not come."""

import httpx

from retention_sdk.errors import TryLater


class NotSent(TryLater):
    """The request surely never left, so nothing has come of it and it may be sent again whatever it does."""


NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def lost(error: httpx.HTTPError | httpx.StreamError, what: str) -> TryLater:
    """The error to raise for one of httpx.

    Args:
        error: what httpx raised.
        what: host, method and path of the request.

    Returns:
        `NotSent` where the request surely never left, else a plain `TryLater`: nobody knows what came of it.
    """
    if isinstance(error, NEVER_LEFT):
        return NotSent(f"{what}: no connection ({_said(error)})")
    if isinstance(error, httpx.TimeoutException):
        return TryLater(f"{what}: no answer in time; nobody knows what came of it")
    return TryLater(f"{what}: the connection broke before the answer was whole ({_said(error)})")


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
