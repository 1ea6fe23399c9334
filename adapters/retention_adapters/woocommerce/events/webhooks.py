"""Webhooks of WooCommerce, verified and translated."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from retention_adapters.woocommerce.events.customers import facts_of_customer
from retention_adapters.woocommerce.events.orders import facts_of_order, is_order
from retention_adapters.woocommerce.events.signing import is_signed
from retention_sdk import BadValue, Event, Secret
from retention_sdk.platforms import InvalidSignature, Notice, UnreadableWebhook, WebhookRequest

_PING = re.compile(rb"webhook_id=[0-9]+")
_OF_ORDERS = re.compile(r"(?:woocommerce|wc)_(?:order_[a-z_]+|payment_complete|(?:new|update|trash|untrash)_order)")

_OURS = ("order.", "customer.")


def receive(request: WebhookRequest, *, secret: Secret, source: str) -> Sequence[Event | Notice]:
    """Verify a webhook on its raw bytes, then translate it by what it holds: a topic is not signed.

    Args:
        request: as it came in.
        secret: the webhook's secret, as it was typed.
        source: the adapter's name.

    Returns:
        Every fact that it holds; nothing for a ping, a draft, an error, a product, a coupon, or an id alone.

    Raises:
        InvalidSignature: it is not signed with the secret.
        UnreadableWebhook: it is, and cannot be read.
    """
    if _PING.fullmatch(request.body):  # sent once when a webhook is made, and never signed
        return []
    body = _verified(request, secret)
    try:
        if is_order(body):
            return facts_of_order(body, source)
        if "username" in body and "email" in body:
            return facts_of_customer(body, source)
    except (BadValue, AttributeError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise UnreadableWebhook(f"{_topic(request)} {_named(body)}: {_why(error)}") from None
    if _topic(request).startswith(_OURS) and not _says_nothing(body):
        raise UnreadableWebhook(f"{_topic(request)} {_named(body)}: it is not as WooCommerce writes it")
    return []


def verify(request: WebhookRequest, *, secret: Secret) -> bool:
    """Verify a webhook on its raw bytes.

    Args:
        request: as it came in.
        secret: the webhook's secret, as it was typed.

    Returns:
        Whether there is anything to read in it: nothing in a ping, which is never signed.

    Raises:
        InvalidSignature: it is not signed with the secret.
    """
    if _PING.fullmatch(request.body):
        return False
    if not is_signed(request.body, request.header("X-WC-Webhook-Signature"), secret.reveal()):
        raise InvalidSignature(
            f"{_topic(request)}: the signature is not that of webhook_secret; compare it with the secret of webhook "
            f"{_shown(request.header('X-WC-Webhook-ID'))} in WooCommerce > Settings > Advanced > Webhooks"
        )
    return True


def order_named(request: WebhookRequest, *, secret: Secret) -> int | None:
    """The number of an order that a webhook names without showing it: one that was trashed, or of an `action.` topic.

    Whoever has a client reads that order and hands it to `facts_of_order`.

    Args:
        request: as it came in.
        secret: the webhook's secret, as it was typed.

    Returns:
        The number; None where it shows what it is about, or is about no order.

    Raises:
        InvalidSignature: it is not signed with the secret.
        UnreadableWebhook: it is, and cannot be read.
    """
    if _PING.fullmatch(request.body):
        return None
    body = _verified(request, secret)
    action = body.get("action")
    if isinstance(action, str) and _OF_ORDERS.fullmatch(action):
        return _number(body.get("arg"))
    if list(body) == ["id"] and _topic(request).startswith("order."):
        return _number(body["id"])
    return None


def _says_nothing(body: Mapping[str, Any]) -> bool:
    """Whether it is an id alone, or what WooCommerce sends where the thing is gone by the time it is looked up."""
    return list(body) == ["id"] or ("code" in body and "message" in body)


def _verified(request: WebhookRequest, secret: Secret) -> Mapping[str, Any]:
    verify(request, secret=secret)
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise UnreadableWebhook(f"{_topic(request)}: the body is no JSON") from None
    if not isinstance(body, dict):
        raise UnreadableWebhook(f"{_topic(request)}: the body is no JSON object")
    return cast(Mapping[str, Any], body)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _topic(request: WebhookRequest) -> str:
    return _shown(request.header("X-WC-Webhook-Topic")) or "a webhook without a topic"


def _named(body: Mapping[str, Any]) -> str:
    return str(number) if (number := _number(body.get("id"))) else "without an id"


def _shown(header: str) -> str:
    """A header that anybody may have written, where it is short and plain."""
    return header if re.fullmatch(r"[A-Za-z0-9._-]{1,80}", header) else ""


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, BadValue) else f"it is not as WooCommerce writes it ({type(error).__name__})"
