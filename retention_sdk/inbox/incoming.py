"""A webhook as it is kept: what of it matters, and what it is called."""

from collections.abc import Mapping
from hashlib import sha256

from attrs import frozen

from retention_sdk.platforms import WebhookRequest
from retention_sdk.store.webhooks import UNSIGNED, Status, Webhook
from retention_sdk.wire import dumps

SECRET = frozenset({"authorization", "cookie", "proxy-authorization", "set-cookie"})
"""Headers that are never kept."""

OF_THE_WAY = frozenset(
    (
        *("accept", "accept-encoding", "accept-language", "connection", "content-length", "date", "forwarded", "host"),
        *("keep-alive", "te", "traceparent", "tracestate", "transfer-encoding", "upgrade", "user-agent", "via"),
        *("x-real-ip", "x-request-id", "x-correlation-id", "x-amzn-trace-id", "x-cloud-trace-context"),
    )
)
"""Headers that tell of the way that a webhook came, and not of what it says."""

OF_THE_WAY_ALL = ("cf-", "x-forwarded-", "x-envoy-", "x-b3-", "x-datadog-")
"""What such headers may begin with."""

OF_THE_TRY = ("signature", "hmac", "hmac-sha256", "timestamp", "attempt", "retry-count")
"""What headers end with that may differ when the same webhook is delivered again."""

MOST_HEADERS, LONGEST_HEADER = 64, 4096
"""More headers are not kept, nor longer ones."""

UNSIGNED_BYTES = 65_536
"""A webhook that is not signed as it should be is kept whole up to this size, and without its body above it."""


@frozen
class Received:
    """What became of a webhook when it came in.

    Args:
        status: "kept"; "known" where it came before; "nothing" where it means nothing and is not kept; "unsigned"
            where it is not signed as it should be.
        id: what it is called in the inbox; empty where it is not kept.
    """

    status: str
    id: str = ""

    @property
    def verified(self) -> bool:
        """Whether it was signed as it should be."""
        return self.status != "unsigned"


def arrived(adapter: str, request: WebhookRequest, now: int) -> Webhook:
    """A webhook that was verified.

    Args:
        adapter: whose it is.
        request: as it came in.
        now: in microseconds.

    Returns:
        It as it is kept. Its id is that of its body, its address and what its headers say of it: the same body under
        another topic says something else.
    """
    headers = _kept(request.headers)
    return Webhook(
        id=_id(adapter, request, headers),
        adapter=adapter,
        received_at=now,
        headers=headers,
        query=dict(request.query),
        body=request.body,
        size=len(request.body),
        next_at=now,
    )


def refused(adapter: str, request: WebhookRequest, now: int, why: str) -> Webhook:
    """A webhook that is not signed as it should be. Its id is never that of one that is."""
    headers, whole = _kept(request.headers), len(request.body) <= UNSIGNED_BYTES
    return Webhook(
        id=UNSIGNED + _id(adapter, request, headers),
        adapter=adapter,
        received_at=now,
        headers=headers,
        query=dict(request.query),
        body=request.body if whole else b"",
        size=len(request.body),
        status=Status.UNSIGNED,
        error=why if whole else f"{why}; its {len(request.body):,} bytes are too many to be kept",
    )


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    said = [
        (name, value)
        for name, value in sorted(headers.items())
        if name not in SECRET and name not in OF_THE_WAY and not name.startswith(OF_THE_WAY_ALL)
    ]
    plain = {name: value.encode(errors="replace").decode() for name, value in said[:MOST_HEADERS]}
    return {name: value for name, value in plain.items() if len(name) + len(value) <= LONGEST_HEADER}


def _id(adapter: str, request: WebhookRequest, headers: Mapping[str, str]) -> str:
    said = {name: value for name, value in headers.items() if not name.endswith(OF_THE_TRY)}
    head = dumps([adapter, sorted(said.items()), sorted(request.query.items()), len(request.body)])
    return sha256(head.encode() + request.body).hexdigest()[:32]
