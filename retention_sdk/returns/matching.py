"""Refunds that name no order: which orders they are about."""

from collections.abc import Sequence

from attrs import evolve, frozen

from retention_sdk.events import Purchase, Refund, RefundLine
from retention_sdk.money import Money


@frozen
class Match:
    """What a refund without an order is about.

    Args:
        refunds: the same refund, once for each order that it takes from.
        left: the lines, or the amount, that no order has.
    """

    refunds: tuple[Refund, ...]
    left: tuple[RefundLine, ...] = ()
    amount: Money | None = None

    @property
    def whole(self) -> bool:
        """Whether all of it was matched."""
        return not self.left and self.amount is None


def matched(refund: Refund, orders: Sequence[Purchase]) -> Match:
    """Find the orders that a refund is about: by item, the latest order first.

    Args:
        refund: a refund that names no order.
        orders: what is left of the customer's orders before it, oldest first.

    Returns:
        The refund of each order; what is in none of them is left over. A refund of an amount goes to the latest order
        that came to as much; one that names neither item nor amount is about the latest order.
    """
    if refund.lines:
        return _by_item(refund, orders)
    for order in reversed(orders):
        if refund.amount is None or order.total.minor >= refund.amount.minor:
            return Match((evolve(refund, order=order.id),))
    return Match((), amount=refund.amount)


def _by_item(refund: Refund, orders: Sequence[Purchase]) -> Match:
    left = list(refund.lines)
    refunds: list[Refund] = []
    for order in reversed(orders):
        taken, left = _taken(order, left)
        if taken:
            refunds.append(evolve(refund, order=order.id, lines=tuple(taken)))
        if not left:
            break
    return Match(tuple(refunds), tuple(left))


def _taken(order: Purchase, wanted: Sequence[RefundLine]) -> tuple[list[RefundLine], list[RefundLine]]:
    """What of some lines an order has, and what it has not."""
    has: dict[str, int] = {}
    for line in order.lines:
        has[line.sku] = has.get(line.sku, 0) + line.quantity
    taken: list[RefundLine] = []
    left: list[RefundLine] = []
    for one in wanted:
        units = min(has.get(one.sku, 0), one.quantity)
        if not units:
            left.append(one)
            continue
        has[one.sku] -= units
        if units == one.quantity:
            taken.append(one)
            continue
        # a part's share of what was paid back is not known: the order's own prices tell
        taken.append(RefundLine(sku=one.sku, quantity=units))
        left.append(RefundLine(sku=one.sku, quantity=one.quantity - units))
    return taken, left
