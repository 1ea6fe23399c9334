"""Tokens: an offer that a customer can bring back, signed over all that it says."""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from attrs import asdict, frozen

from retention_sdk.errors import RetentionError

_PURPOSE = b"retention offer 1."


class TokenRefused(RetentionError):
    """A token that no offer is given for.

    Attributes:
        code: "token_forged", "token_expired", "token_other_store" or "token_other_customer".
    """

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(code, sentence)

    def __str__(self) -> str:
        return self.sentence


@frozen
class Claim:
    """What a token says.

    Args:
        store: the store's key.
        customer: whose offer it is.
        subscription: what they want to leave.
        session: the session that it was made in.
        offer: the key that the offer was granted with.
        exp: the second of Unix time from which on the token is good no more.
    """

    store: str
    customer: str
    subscription: str
    session: str
    offer: str
    exp: int

    def expired(self, at: datetime) -> bool:
        """Whether the token is good no more."""
        return at.timestamp() >= self.exp

    def must_be_good(self, at: datetime) -> None:
        """See that the token is still good.

        Raises:
            TokenRefused: it is not.
        """
        if self.expired(at):
            until = datetime.fromtimestamp(self.exp, UTC)
            sentence = f"This token was good until {until:%Y-%m-%d %H:%M} UTC; make another with engine.offers(session)"
            raise TokenRefused("token_expired", sentence)


def sign(claim: Claim, secret: str) -> str:
    """The token of a claim.

    Args:
        claim: what it says.
        secret: the store's secret.

    Returns:
        A text of letters, digits, "-", "_" and one ".", which needs no quoting in a URL.
    """
    body = _text(json.dumps(asdict(claim), sort_keys=True, separators=(",", ":")).encode())
    return f"{body}.{_signature(body, secret)}"


def verified(token: str, secret: str) -> Claim:
    """What a token says, if it was signed with a secret.

    The signature is over the body's text, and is compared as a text: two texts never stand for the same token.

    Args:
        token: what the customer brought.
        secret: the store's secret.

    Returns:
        The claim; whether its time is over is not looked at.

    Raises:
        TokenRefused: it is not of this secret.
    """
    body, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(errors="replace"), _signature(body, secret).encode()):
        raise TokenRefused("token_forged", "This token was not made by this store, or was changed; pass it unchanged")
    claim: dict[str, Any] = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return Claim(**claim)


def _signature(body: str, secret: str) -> str:
    return _text(hmac.new(secret.encode(), _PURPOSE + body.encode(errors="replace"), sha256).digest())


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
