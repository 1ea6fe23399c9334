"""Discounts of subscriptions: a coupon that lasts for some payments, put on the subscription itself."""

from retention_adapters.woocommerce.acts.doing import KEY, Doing
from retention_adapters.woocommerce.acts.issuing import issue
from retention_adapters.woocommerce.acts.subscriptions import subscription
from retention_adapters.woocommerce.acts.voiding import void
from retention_adapters.woocommerce.shop import Thing, number_of, text_of, things_of
from retention_sdk.actions import DiscountSubscription, EndDiscount
from retention_sdk.errors import TryLater
from retention_sdk.platforms import Receipt

CYCLES = "_wcs_number_payments"
"""How many payments a recurring coupon lasts for, as WooCommerce Subscriptions keeps it."""


def discount(doing: Doing, action: DiscountSubscription) -> Receipt:
    """Put a coupon on a subscription for its next payments.

    Args:
        doing: the act.
        action: which subscription, how much, and how long.

    Returns:
        The coupon.

    Raises:
        Refused: there is no such subscription.
        TryLater: the shop did not store it.
    """
    known = subscription(doing, action.subscription)
    coupon = {
        "code": doing.code(doing.key),
        "discount_type": "recurring_percent",
        "amount": str(action.percent),
        "description": action.reason,
        "meta_data": [{"key": KEY, "value": doing.key}, {"key": CYCLES, "value": str(action.cycles)}],
    }
    receipt = issue(doing, coupon)
    _put(doing, known, [*_codes(known), coupon["code"]], action.subscription)
    return receipt


def end_discount(doing: Doing, action: EndDiscount) -> Receipt:
    """Take a coupon off a subscription, and delete it.

    Args:
        doing: the act.
        action: which subscription and coupon.

    Returns:
        What was deleted.

    Raises:
        TryLater: the shop did not store it.
    """
    number = number_of(action.subscription)
    known = doing.shop.found(f"subscriptions/{number}") if number else None
    undoes = doing.attempt.undoes
    code = (undoes.code if undoes else None) or doing.code(action.key)
    if known is not None and code in _codes(known):
        _put(doing, known, [one for one in _codes(known) if one != code], action.subscription)
    return void(doing, action.key)


def _codes(known: Thing) -> list[str]:
    return [text_of(one, "code").lower() for one in things_of(known, "coupon_lines")]


def _put(doing: Doing, known: Thing, codes: list[object], name: str) -> None:
    wanted = list(dict.fromkeys(map(str, codes)))
    if wanted == _codes(known):
        return
    start = text_of(known, "start_date_gmt").replace("T", " ")
    body = {"coupon_lines": [{"code": code} for code in wanted]} | ({"start_date": start} if start else {})
    changed = doing.shop.change(f"subscriptions/{name}", body)
    if set(_codes(changed)) != set(wanted):
        raise TryLater(f"the shop did not change the discounts of subscription {name}")
