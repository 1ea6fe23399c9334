"""Pays money back, never twice: what may have come through is looked for in the order's refunds."""

from datetime import timedelta
from decimal import Decimal

from retention_adapters.http import NotSent
from retention_adapters.woocommerce.acts.coupons import is_worth
from retention_adapters.woocommerce.acts.doing import KEY, Doing, mark_of
from retention_adapters.woocommerce.shop import Thing, amount_of, meta_of, number_of, text_of, things_of
from retention_sdk.actions import RefundMoney
from retention_sdk.errors import Refused, TryLater
from retention_sdk.platforms import Receipt

SETTLING = timedelta(minutes=2)
"""How long a gateway may take after we have stopped to wait for it."""


def refund(doing: Doing, action: RefundMoney) -> Receipt:
    """Pay money back, unless an earlier try has.

    Args:
        doing: the act.
        action: of which order, and how much.

    Returns:
        The refund's number.

    Raises:
        TryLater: nobody knows whether it was paid; the next try looks first.
        Refused: there is no such order, or not so much left of it, or the gateway cannot.
    """
    order = order_of(doing, action.order)
    path = f"orders/{number_of(order['id'])}/refunds"
    paid = _ours(doing, path) if doing.attempt.first_at is not None else None
    if paid is None:
        _can_be_paid(order, action)
        try:
            paid = doing.shop.create(path, _body(doing, action))
        except NotSent:
            raise
        except TryLater as error:
            paid = _ours(doing, path)
            if paid is None:
                raise TryLater(error.reason, max(error.after or SETTLING, SETTLING)) from error
    return _receipt(paid, action)


def order_of(doing: Doing, order: str) -> Thing:
    """The order of a purchase.

    Raises:
        Refused: the shop has no such order.
    """
    found = doing.shop.found(f"orders/{number_of(order)}") if number_of(order) else None
    if found is None or not number_of(found.get("id")):
        raise Refused(f"the shop has no order {order}")
    return found


def _ours(doing: Doing, path: str) -> Thing | None:
    """A refund that has our key, or our mark in its reason where the shop has dropped the key."""
    mark = f"(ref {mark_of(doing.key)})"
    for one in doing.shop.pages(path):
        if meta_of(one, KEY) == doing.key or text_of(one, "reason").endswith(mark):
            return one
    return None


def _can_be_paid(order: Thing, action: RefundMoney) -> None:
    currency = text_of(order, "currency")
    if currency and currency != action.amount.currency:
        raise Refused(f"order {action.order} is in {currency}, and {action.amount} is not; nothing was converted")
    back = sum((abs(amount_of(one.get("total")) or Decimal(0)) for one in things_of(order, "refunds")), Decimal(0))
    left = (amount_of(order.get("total")) or Decimal(0)) - back
    if action.amount.amount > left:
        raise Refused(f"{left} {currency} is left of order {action.order}, which is less than {action.amount}")


def _body(doing: Doing, action: RefundMoney) -> dict[str, object]:
    return {
        "amount": is_worth(action.amount),
        "reason": f"{action.reason} (ref {mark_of(doing.key)})".strip(),
        "api_refund": doing.through_gateway,
        "meta_data": [{"key": KEY, "value": doing.key}],
    }


def _receipt(paid: Thing, action: RefundMoney) -> Receipt:
    notes: list[str] = []
    amount = amount_of(paid.get("amount"))
    if amount is None or abs(amount) != action.amount.amount:
        notes.append(f"WooCommerce paid back {amount} in place of {action.amount}; a person has to see to it")
    if paid.get("refunded_payment") is False:
        notes.append("WooCommerce has noted the refund and moved no money: whoever keeps the till has to pay it")
    number = number_of(paid.get("id"))
    return Receipt(reference=str(number), notes=tuple(notes), data={"id": number})
