"""Codes that customers type: nobody can guess one, and the same key always asks for the same."""

import hmac
from hashlib import sha256

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Small letters and digits, without those that look alike."""


def code_of(secret: str, key: str, *, prefix: str = "", length: int = 12) -> str:
    """The code of an action: a keyed hash of its idempotency key (HMAC-SHA256).

    Args:
        secret: what makes it unguessable.
        key: the action's idempotency key.
        prefix: what it begins with, for people to recognise.
        length: letters after the prefix; 12 have 59 bits.

    Returns:
        The code, in small letters and digits.
    """
    number = int.from_bytes(hmac.digest(secret.encode(), key.encode(), sha256))
    letters: list[str] = []
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return prefix + "".join(letters)
