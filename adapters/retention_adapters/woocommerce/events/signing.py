"""Signatures of webhooks."""

import hmac
import re
from base64 import b64encode
from hashlib import sha256

_ENTITY = re.compile(r"&(?:(lt|gt|amp|quot)|#0*(34|38|39|60|62)|#[xX]0*(22|26|27));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def _character(entity: re.Match[str]) -> str:
    name, decimal, hexadecimal = entity.groups()
    if name:
        return _NAMED[name]
    return chr(int(decimal) if decimal else int(hexadecimal, 16))


def key_of(secret: str) -> bytes:
    """What WooCommerce signs with: the secret without HTML's entities (WordPress' `wp_specialchars_decode`)."""
    return _ENTITY.sub(_character, secret).encode()


def signature(body: bytes, secret: str) -> bytes:
    """The signature of a body: base64 of its HMAC-SHA256."""
    return b64encode(hmac.digest(key_of(secret), body, sha256))


def is_signed(body: bytes, given: str, secret: str) -> bool:
    """Whether a body has the signature that it should have; it takes as long however much of it is right.

    Args:
        body: the raw bytes.
        given: what the header says.
        secret: the webhook's secret, as it was typed.
    """
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), signature(body, secret))
