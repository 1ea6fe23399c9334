"""Store credit and gift cards: WooCommerce has neither, so each is a coupon."""

from decimal import Decimal
from typing import Final

from retention_adapters.woocommerce.acts.coupons import is_worth
from retention_adapters.woocommerce.acts.doing import Doing, mark_of
from retention_adapters.woocommerce.acts.issuing import by_code
from retention_adapters.woocommerce.acts.voiding import void
from retention_adapters.woocommerce.shop import amount_of, meta_of, number_of
from retention_sdk.actions import TakeStoreCredit
from retention_sdk.errors import TryLater
from retention_sdk.platforms import Receipt

ONE_ORDER: Final = "WooCommerce keeps no balances: it is a coupon for one order, and what that leaves of it is lost"
TAKEN = "retention_taken_"


def take(doing: Doing, action: TakeStoreCredit) -> Receipt:
    """Take store credit back: the coupon is worth less, or is deleted where nothing is left.

    Args:
        doing: the act.
        action: of which credit, and how much.

    Returns:
        What could be taken.

    Raises:
        TryLater: the shop did not store it.
    """
    undoes = doing.attempt.undoes
    code = (undoes.code if undoes else None) or doing.code(action.key)
    coupon = by_code(doing.shop, code)
    if coupon is None:
        return Receipt(code=code, notes=("there was no such credit any more",))
    mark, number = TAKEN + mark_of(doing.key), number_of(coupon.get("id"))
    if meta_of(coupon, mark) is not None:  # an earlier try came through
        return Receipt(reference=str(number), code=code)
    left = (amount_of(coupon.get("amount")) or Decimal(0)) - action.amount.amount
    if left <= 0 or number_of(coupon.get("usage_count")):
        return void(doing, action.key)
    meta = [{"key": mark, "value": is_worth(action.amount)}]
    stored = doing.shop.change(f"coupons/{number}", {"amount": format(left, "f"), "meta_data": meta})
    if amount_of(stored.get("amount")) != left:
        raise TryLater("the shop did not take the credit down to what is left of it")
    return Receipt(reference=str(number), code=code)
