"""Whether a webhook is signed with one of the app's secrets, and meant for this shop."""

import base64
import binascii
import hmac
from collections.abc import Iterable
from hashlib import sha256

from retention_sdk import Secret
from retention_sdk.errors import InvalidSignature
from retention_sdk.platforms import WebhookRequest


def header(request: WebhookRequest, name: str) -> str:
    """A header of Shopify's, with the prefix of webhooks or without it, as events have it."""
    return request.header(f"x-shopify-{name}") or request.header(f"shopify-{name}")


def verify(request: WebhookRequest, secrets: Iterable[Secret], shop: str) -> None:
    """See that a webhook is signed over its raw bytes, and meant for a shop.

    Args:
        request: as it came in.
        secrets: the secrets that may have signed it: while one is replaced, that is still the oldest one.
        shop: the shop's domain.

    Raises:
        InvalidSignature: it is not.
    """
    given = header(request, "hmac-sha256")
    try:
        signature = base64.b64decode(given.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        signature = b""
    # every secret is tried, so that the time taken does not tell which one it was
    matches = [hmac.compare_digest(_signed(secret, request.body), signature) for secret in secrets if secret.reveal()]
    if not any(matches):
        raise InvalidSignature(
            "the webhook is not signed with any of `client_secrets`; see the app's client secret in the Dev Dashboard"
        )
    if header(request, "shop-domain").strip().lower() != shop:
        raise InvalidSignature("the webhook is of another shop")


def _signed(secret: Secret, body: bytes) -> bytes:
    return hmac.digest(secret.reveal().encode(), body, sha256)
