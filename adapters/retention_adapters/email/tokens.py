"""Tokens of links: what they say can be read by anybody, and written by nobody but us."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from hashlib import sha256

_MARK = 16
"""The bytes of a mark: 128 bits, which nobody finds by trying."""


def signed(body: bytes, secret: bytes, purpose: bytes = b"") -> str:
    """A token.

    Args:
        body: what it says.
        secret: what signs it.
        purpose: what it is for; a token of one purpose is none of another.

    Returns:
        Text that can stand in an address.
    """
    return urlsafe_b64encode(_mark(body, secret, purpose) + body).decode().rstrip("=")


def read(token: str, secret: bytes, purpose: bytes = b"") -> bytes | None:
    """What a token says.

    Args:
        token: as it came back.
        secret: what signed it.
        purpose: what it is for.

    Returns:
        What it says; None where it is not one of ours.
    """
    try:
        raw = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
    except (Error, ValueError):
        return None
    mark, body = raw[:_MARK], raw[_MARK:]
    return body if hmac.compare_digest(mark, _mark(body, secret, purpose)) else None


def _mark(body: bytes, secret: bytes, purpose: bytes) -> bytes:
    return hmac.digest(secret, purpose + body, sha256)[:_MARK]
