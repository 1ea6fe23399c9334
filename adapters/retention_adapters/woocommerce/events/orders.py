"""An order as the shop shows it, as the facts that it holds."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from retention_adapters.woocommerce.events.priced import Priced, priced
from retention_adapters.woocommerce.events.reading import Thing, instant, meta, needed, number, text, things
from retention_adapters.woocommerce.events.refunds import order_id, refunds_of
from retention_adapters.woocommerce.events.who import buyer_of, profile_of_billing
from retention_sdk import Event, OrderCancelled, Purchase

NOT_YET = frozenset({"auto-draft", "checkout-draft", "draft", "new"})
"""States of what is no order yet."""

OFF = frozenset({"cancelled", "failed", "trash"})
"""States in which nothing of an order is left."""

PAID = frozenset({"processing", "completed", "refunded"})
"""States that WooCommerce has only what is paid in, or is paid on delivery."""

REPLACES = "retention_replaces"
"""The meta key under which an order that we made to send something again has the number of the one that it replaces."""

_LAST = timedelta(microseconds=999_999)
"""Of two states of one second, the order was called off later."""


def facts_of_order(order: Mapping[str, Any], source: str) -> list[Event]:
    """What happened to an order, as far as the shop shows it.

    The shop shows how the order is now. So each fact has an id that is the same however often and in whatever state
    the order is shown, and says as of when it was shown: the engine knows it again.

    Args:
        order: an order as a webhook or the REST interface has it.
        source: the adapter's name.

    Returns:
        The purchase, its refunds, and that it was called off; nothing where it was not paid.

    Raises:
        BadValue: it cannot be read.
    """
    at = paid_at(order)
    customer = buyer_of(order)
    if at is None or customer is None or is_replacement(order):
        return []
    shown = max(instant(order, "date_modified") or at, at)
    off = is_off(order)
    parts = priced(order)
    refunds = list(refunds_of(order, customer, source, shown))
    bought = Purchase(
        id=order_id(order),
        customer=customer,
        occurred_at=at,
        source=source,
        profile=profile_of_billing(order),
        # what is off shows nothing that an order in another state could not show better
        as_of=at if off else shown + _within_its_second(parts, order),
        lines=parts.lines,
        shipping=parts.shipping,
        shipping_tax=parts.shipping_tax,
        coupons=_codes(order),
    )
    if not off and not _is_refunded_by_hand(order):
        return [bought, *refunds]
    cancelled = OrderCancelled(
        id=f"{order_id(order)}-cancelled-{shown:%Y%m%dT%H%M%S}",
        customer=customer,
        occurred_at=shown + _LAST,
        source=source,
        as_of=shown,
        order=order_id(order),
    )
    return [bought, *refunds, cancelled]


def is_order(thing: Thing) -> bool:
    """Whether the shop shows an order: a subscription has lines and a status too, and a time that it is billed by."""
    return "line_items" in thing and "date_paid_gmt" in thing and "billing_period" not in thing


def paid_at(order: Thing) -> datetime | None:
    """When an order was paid; None where it was not.

    WooCommerce says when. Of what is paid on delivery it does not before it is completed, and has it as paid all the
    same: that counts from when it was ordered, as long as it is not called off or put on hold.
    """
    if text(order, "status") in NOT_YET:
        return None
    if text(order, "payment_method") == "cod" and text(order, "status") in PAID | OFF:
        return needed(order, "date_created")
    return instant(order, "date_paid")


def is_replacement(order: Thing) -> bool:
    """Whether we made the order ourselves, to send something again: nobody has bought it."""
    return any(key == REPLACES for key, _ in meta(order))


def is_off(order: Thing) -> bool:
    """Whether nothing of an order is left, whatever was paid."""
    return text(order, "status") in OFF


def _is_refunded_by_hand(order: Thing) -> bool:
    """Whether somebody called it refunded, and its refunds do not come to all of it."""
    if text(order, "status") != "refunded":
        return False
    back = sum(abs(number(one.get("amount", one.get("total")), "refund")) for one in things(order, "refunds"))
    return back < number(order.get("total"), "total")


def _codes(order: Thing) -> list[str]:
    return [code for one in things(order, "coupon_lines") if (code := text(one, "code"))]


def _within_its_second(parts: Priced, order: Thing) -> timedelta:
    """Which of two states of one second counts: nobody knows, but it is the same one each time."""
    told = repr((parts, _codes(order))).encode()
    return timedelta(microseconds=int.from_bytes(blake2b(told, digest_size=4).digest()) % 999_000)
