"""The Standard Webhooks convention, both ways, as any language with HMAC can do it."""

from __future__ import annotations

import hmac
import time
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TOLERANCE = 300
"""Seconds that a signature holds."""


def sign(secret: str, id: str, body: bytes) -> dict[str, str]:
    """The headers of what is sent."""
    stamp = str(int(time.time()))
    return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": _signature(secret, id, stamp, body)}


def verify(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether somebody who has the secret sent this, just now."""
    id, stamp, given = (headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
    if not (stamp.isascii() and stamp.isdigit()) or abs(time.time() - int(stamp)) > TOLERANCE:
        return False
    expected = _signature(secret, id, stamp, body).encode()
    return any(hmac.compare_digest(expected, one.encode()) for one in given.split())


def _signature(secret: str, id: str, stamp: str, body: bytes) -> str:
    key = b64decode(secret.removeprefix("whsec_"))
    return "v1," + b64encode(hmac.digest(key, f"{id}.{stamp}.".encode() + body, "sha256")).decode()
