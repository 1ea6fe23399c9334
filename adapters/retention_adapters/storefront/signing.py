"""Signatures by the Standard Webhooks convention: HMAC-SHA256 of "id.timestamp.body", by each of some secrets.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import binascii
import hmac
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import quote

from retention_sdk import BadValue, Secret
from retention_sdk.platforms import InvalidSignature, WebhookRequest

PREFIX = "whsec_"
LEAST = 24
"""The fewest bytes of a secret that the convention allows."""

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


def key_of(secret: Secret) -> bytes:
    """The key that a secret stands for.

    Args:
        secret: `whsec_` and its base64.

    Returns:
        Its bytes.

    Raises:
        BadValue: it is written otherwise, or too short.
    """
    text = secret.reveal()
    try:
        key = b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not text.startswith(PREFIX) or len(key) < LEAST:
        raise BadValue(
            f"a secret is {PREFIX} and the base64 of at least {LEAST} random bytes; make one with "
            f"python -c \"import base64, os; print('{PREFIX}' + base64.b64encode(os.urandom(32)).decode())\""
        )
    return key


def signed(keys: Iterable[bytes], id: str, body: bytes, at: datetime | None = None) -> dict[str, str]:
    """The headers of a message that is sent.

    Args:
        keys: each signs it, so that whoever has one of them can verify it.
        id: what the message is known by, however often it is sent.
        body: the bytes that are sent.
        at: when it is sent; now, where not given.

    Returns:
        The three headers. What of the id a header has no place for is escaped as in an address.
    """
    head = quote(id, safe="").replace(".", "%2E")  # with a full stop in it, the signed text could be cut elsewhere
    stamp = f"{(at or datetime.now(UTC)).timestamp():.0f}"
    return {ID: head, TIMESTAMP: stamp, SIGNATURE: " ".join(_signature(key, head, stamp, body) for key in keys)}


def verified(keys: Sequence[bytes], request: WebhookRequest, tolerance: int) -> None:
    """See that a message was signed with one of our secrets, and just now.

    Args:
        keys: the secrets' bytes.
        request: the message as it came in.
        tolerance: the most seconds between its timestamp and when it came in.

    Raises:
        InvalidSignature: it was not.
    """
    id, stamp, given = (request.header(name) for name in (ID, TIMESTAMP, SIGNATURE))
    for name, value in ((ID, id), (TIMESTAMP, stamp), (SIGNATURE, given)):
        if not value:
            raise InvalidSignature(
                f"the header {name} is missing; sign what you send by the Standard Webhooks convention"
            )
    if not re.fullmatch("[0-9]{1,12}", stamp):
        raise InvalidSignature(f"the header {TIMESTAMP} is no whole number of seconds since 1970")
    candidates = [one.encode(errors="replace") for one in given.split()]
    expected = [_signature(key, id, stamp, request.body).encode() for key in keys]
    if not any(hmac.compare_digest(one, other) for one in expected for other in candidates):
        raise InvalidSignature(f"no signature in {SIGNATURE} was made with a secret of ours, of this id, time and body")
    late = round((request.at or datetime.now(UTC)).timestamp()) - int(stamp)
    if abs(late) > tolerance:
        when = f"{late} s old" if late > 0 else f"{-late} s ahead"
        raise InvalidSignature(
            f"{TIMESTAMP} is {when}, more than {tolerance} s; sign each try anew, and see to the clock"
        )


def _signature(key: bytes, id: str, stamp: str, body: bytes) -> str:
    content = b".".join((id.encode(errors="replace"), stamp.encode(), body))
    return "v1," + b64encode(hmac.digest(key, content, sha256)).decode()
