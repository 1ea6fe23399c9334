"""What a customer keeps of an order."""

from collections.abc import Iterable

from attrs import define, evolve

from retention_sdk.events import (
    Correction,
    Dispute,
    Line,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Purchase,
    Refund,
    RefundLine,
)
from retention_sdk.money import Money


def kept(order: Purchase, corrections: Iterable[Correction]) -> Purchase | None:
    """What is left of an order after some corrections.

    All slices count together: a line's share of what was paid follows from how many units are left of it, so that the
    slices of a refund come to the same as one refund of them all. What is returned is taken from the line's end, and
    the first units bear the remainders (largest remainder).

    Args:
        order: the purchase, as it was paid.
        corrections: those of this order, in the order in which they happened.

    Returns:
        The purchase with what is left of its lines; None where nothing is.
    """
    base, refunds, gone = order, list[Refund](), False
    for correction in corrections:
        match correction:
            case Refund():
                refunds.append(correction)
            case OrderEdited() | OrderCancelled() | OrderReopened() if _is_shown_since(order, correction):
                pass
            case OrderEdited():
                base, gone = _edited(order, correction), False
                refunds = refunds if correction.as_of else []
            case OrderReopened():
                refunds, gone = [], False
            case OrderCancelled() | Dispute(state="lost"):
                gone = True
            case Dispute():
                pass
    if gone or any(not refund.lines and refund.amount is None for refund in refunds):
        return None
    if not refunds:
        return base
    left = _without_units(base, [line for refund in refunds for line in refund.lines])
    amounts = [refund.amount for refund in refunds if refund.amount is not None]
    return left and _without_amount(left, Money.sum(amounts, order.currency))


@define
class _Returned:
    """What came back of an item, over all slices.

    Attributes:
        shared: units whose part of the price is the line's share.
        priced: units that the shop itself put a price on.
        paid_back: that price, in minor units.
    """

    shared: int = 0
    priced: int = 0
    paid_back: int = 0

    def add(self, line: RefundLine) -> None:
        """Count a slice in."""
        if line.total is None:
            self.shared += line.quantity
        else:
            self.priced += line.quantity
            self.paid_back += line.total.minor

    def taken_from(self, line: Line) -> Line | None:
        """What is left of a line; what is taken from it is counted out."""
        priced = min(self.priced, line.quantity)
        shared = min(self.shared, line.quantity - priced)
        left = line.quantity - priced - shared
        self.priced -= priced
        self.shared -= shared
        if not left:
            return None
        if not priced:
            return share(line, left) if shared else line
        paid_back = min(self.paid_back, max(share(line, left + priced).total.minor, 0))
        self.paid_back -= paid_back
        total = share(line, left + priced).total - Money(paid_back, line.total.currency)
        return repriced(share(line, left), total)


def _without_units(order: Purchase, returned: Iterable[RefundLine]) -> Purchase | None:
    items: dict[str, _Returned] = {}
    for one in returned:
        items.setdefault(one.sku, _Returned()).add(one)
    left = (items[line.sku].taken_from(line) if line.sku in items else line for line in order.lines)
    lines = [line for line in left if line is not None]
    return evolve(order, lines=lines) if lines else None


def _share(amount: Money, quantity: int, of: int) -> Money:
    each, more = divmod(amount.minor, of)
    return Money(each * quantity + min(more, quantity), amount.currency)


def _is_shown_since(order: Purchase, correction: Correction) -> bool:
    """Whether an order was shown later than a correction happened: then that is in it already."""
    return order.as_of is not None and correction.occurred_at < order.as_of


def _edited(order: Purchase, edit: OrderEdited) -> Purchase:
    tax = edit.shipping_tax
    if tax is None and edit.as_of is None and edit.shipping == order.shipping:
        tax = order.shipping_tax  # an edit that does not tell it leaves it with a shipping that stays
    coupons = order.coupons if edit.coupons is None else edit.coupons
    return evolve(order, lines=edit.lines, shipping=edit.shipping, shipping_tax=tax, coupons=coupons)


def repriced(line: Line, total: Money) -> Line:
    """A line that came to another total, its parts in proportion, rounded down."""
    discount, tax, points_paid = (
        _part(amount, total, line.total) for amount in (line.discount, line.tax, line.points_paid)
    )
    return evolve(line, total=total, discount=discount, tax=tax, points_paid=points_paid)


def _part(amount: Money | None, left: Money, whole: Money) -> Money | None:
    if amount is None or left == whole:
        return amount
    return Money(amount.minor * max(left.minor, 0) // whole.minor if whole.minor > 0 else 0, amount.currency)


def share(line: Line, quantity: int) -> Line:
    """The first units of a line, with their share of its amounts.

    Args:
        line: a line.
        quantity: how many of its units, at least one.

    Returns:
        A line of so many units. Free units are the last to be given back.
    """
    discount, tax, points_paid = (
        None if amount is None else _share(amount, quantity, line.quantity)
        for amount in (line.discount, line.tax, line.points_paid)
    )
    return evolve(
        line,
        quantity=quantity,
        total=_share(line.total, quantity, line.quantity),
        discount=discount,
        tax=tax,
        points_paid=points_paid,
        free_units=min(line.free_units, quantity),
    )


def _without_amount(order: Purchase, amount: Money) -> Purchase | None:
    """The order with an amount taken off, spread over lines and shipping by what they came to."""
    total = order.total.minor
    if amount.minor <= 0:
        return order
    if amount.minor >= total:
        return None
    parts = [*(line.total for line in order.lines), order.shipping or Money(0, order.currency)]
    *totals, shipping = Money(total - amount.minor, order.currency).allocate([max(part.minor, 0) for part in parts])
    lines = [repriced(line, left) for line, left in zip(order.lines, totals, strict=True)]
    if order.shipping is None:
        return evolve(order, lines=lines)
    return evolve(
        order, lines=lines, shipping=shipping, shipping_tax=_part(order.shipping_tax, shipping, order.shipping)
    )
