"""What a coupon is to be, in WooCommerce's words."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from retention_adapters.woocommerce.acts.catalogue import category_ids, product_ids
from retention_adapters.woocommerce.acts.currency import in_currency
from retention_adapters.woocommerce.acts.doing import KEY, Doing
from retention_sdk.actions import (
    AmountOff,
    FreeItem,
    FreeShipping,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    PercentOff,
)
from retention_sdk.errors import Refused
from retention_sdk.money import Money

Body = Mapping[str, Any]


def coupon_of(doing: Doing, action: IssueCoupon) -> Body:
    """The coupon of an action.

    Args:
        doing: whom it is for, and where.
        action: what is meant.

    Returns:
        Every field that it needs.

    Raises:
        Refused: WooCommerce has no such coupon, or not that item.
    """
    if action.minimum is not None:
        in_currency(doing.shop, action.minimum)
    body = _benefit(doing, action) | {
        "individual_use": not action.combinable,
        "usage_limit": action.uses,
        "usage_limit_per_user": action.uses,
        "minimum_amount": _text(action.minimum.amount if action.minimum else Decimal(0)),
        "product_categories": category_ids(doing.shop, action.categories),
    }
    return _common(doing, action.reason, action.valid_for, for_one=True) | body


def credit_of(doing: Doing, action: IssueStoreCredit | IssueGiftCard) -> Body:
    """The coupon that stands for store credit or a gift card: an amount off one order, with no other coupon.

    Args:
        doing: whom it is for, and where.
        action: what is meant; a gift card may be passed on, so it is for whoever has the code.

    Returns:
        Every field that it needs.

    Raises:
        Refused: the shop has another currency.
    """
    in_currency(doing.shop, action.amount)
    body = {
        "discount_type": "fixed_cart",
        "amount": _text(action.amount.amount),
        "individual_use": True,
        "usage_limit": 1,
        "usage_limit_per_user": 1,
    }
    mine = isinstance(action, IssueStoreCredit)
    return _common(doing, action.reason, action.valid_for, for_one=mine) | body


def _common(doing: Doing, reason: str, valid_for: timedelta | None, *, for_one: bool) -> dict[str, Any]:
    body: dict[str, Any] = {
        "code": doing.code(doing.key),
        "description": reason,
        "meta_data": [{"key": KEY, "value": doing.key}],
    }
    if valid_for is not None:
        body["date_expires"] = f"{_end(doing, valid_for):%Y-%m-%dT%H:%M:%S}Z"  # without the Z it is the shop's zone
    if for_one and doing.by_email and doing.email:
        body["email_restrictions"] = [doing.email]
    return body


def _end(doing: Doing, valid_for: timedelta) -> datetime:
    end = (doing.began + valid_for).astimezone(UTC)
    if end <= doing.now():
        raise Refused(f"it was to be valid until {end:%Y-%m-%d %H:%M} UTC, which is over")
    return end


def _benefit(doing: Doing, action: IssueCoupon) -> dict[str, Any]:
    match action.benefit:
        case PercentOff(percent):
            return _off("percent", Decimal(percent)) | _products(doing, action.skus)
        case AmountOff(amount):
            in_currency(doing.shop, amount)
            return _off("fixed_cart", amount.amount) | _products(doing, action.skus)
        case FreeShipping():
            return _off("fixed_cart", Decimal(0)) | _products(doing, action.skus) | {"free_shipping": True}
        case FreeItem(sku, quantity):
            if action.categories or set(action.skus) - {sku}:
                raise Refused(
                    f"WooCommerce has no coupon for {sku} free with other items: the coupon is for {sku} alone"
                )
            return _off("percent", Decimal(100)) | _products(doing, [sku]) | {"limit_usage_to_x_items": quantity}


def _products(doing: Doing, skus: Sequence[str]) -> dict[str, Any]:
    return {"product_ids": product_ids(doing.shop, skus)}


def _off(kind: str, amount: Decimal) -> dict[str, Any]:
    return {"discount_type": kind, "amount": _text(amount), "free_shipping": False}


def _text(amount: Decimal) -> str:
    return format(amount, "f")


def is_worth(money: Money) -> str:
    """An amount as WooCommerce is sent it: a text, since 8.2 takes no number."""
    return _text(money.amount)
