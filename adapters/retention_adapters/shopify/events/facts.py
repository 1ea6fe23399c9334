"""From an order as it is shown to all the facts that it holds."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from retention_adapters.shopify.events.snapshot import Buyer, Item, Order, PaidBack
from retention_sdk import Event, Line, Money, OrderCancelled, Purchase, Refund, RefundLine
from retention_sdk.times import to_micros

GIFT_CARD = "gift_card"
"""The category of a line that is a gift card: a strategy may leave it out, since it is spent in another order."""


def facts(order: Order, source: str) -> list[Event]:
    """Every fact that an order holds, each with its own id, whatever the engine knows already.

    Args:
        order: the order as it is shown.
        source: the adapter's name.

    Returns:
        The purchase, where it is paid and not cancelled; what went back; and that it was cancelled. Nothing where it
        is a test, was made by us to send something again, was never paid, or nobody knows whose it is.
    """
    if not order.counts or not order.paid or order.buyer is None:
        return []
    shown: dict[str, Any] = {"customer": order.buyer.id, "source": source, "as_of": order.seen}
    found: list[Event] = [] if order.cancelled else [*_purchase(order, order.buyer, shown)]
    for refund in order.refunds:
        found += _refunds(order, refund, shown)
    if order.cancelled:
        found.append(OrderCancelled(id=f"{order.id}-cancelled", occurred_at=order.cancelled, order=order.id, **shown))
    return found


def _purchase(order: Order, buyer: Buyer, shown: dict[str, Any]) -> Iterator[Purchase | OrderCancelled]:
    """The purchase; where edits have taken out all that was bought, that nothing of it is left for now."""
    back = Counter[str]()
    for refund in order.refunds:
        for item in refund.items:
            back[item.item] += item.quantity
    lines = [line for item in order.items if (line := _line(item, back[item.id])) is not None]
    if lines:
        yield Purchase(
            id=order.id,
            occurred_at=order.at,
            profile=buyer.profile,
            lines=lines,
            shipping=order.shipping or None,
            shipping_tax=order.shipping_tax or None,
            coupons=order.codes,
            **shown,
        )
    elif order.items:  # it may be filled again: then it is shown again, later
        id = f"{order.id}-empty-{to_micros(order.seen)}"
        yield OrderCancelled(id=id, occurred_at=order.seen, order=order.id, **shown)


def _line(item: Item, back: int) -> Line | None:
    """A line with what came back in it, since a refund takes that out, and without what an edit took out."""
    quantity = item.quantity - max(item.removed - back, 0)
    if quantity <= 0:
        return None
    discount, tax = (_share(amount, quantity, item.quantity) for amount in (item.discount, item.tax))
    return Line(
        sku=item.sku,
        quantity=quantity,
        total=_share(item.total, quantity, item.quantity),
        categories=(GIFT_CARD,) if item.gift_card else (),
        discount=discount or None,
        tax=tax or None,
    )


def _share(amount: Money, quantity: int, whole: int) -> Money:
    return amount if quantity == whole else amount.allocate((quantity, whole - quantity))[0]


def _refunds(order: Order, refund: PaidBack, shown: dict[str, Any]) -> Iterator[Refund]:
    """What came back, and apart from it the money beyond what that comes to: shipping, or goodwill."""
    told: dict[str, Any] = {"occurred_at": refund.at, "order": order.id, **shown}
    worth = Money.sum([item.total for item in refund.items], order.shipping.currency)
    money = worth if refund.money is None else refund.money
    totals = [item.total for item in refund.items]
    if worth.minor > money.minor > 0:  # less than they come to: a fee was kept
        totals = list(money.allocate([total.minor for total in totals]))
    lines = [
        RefundLine(sku=item.sku, quantity=item.quantity, total=total)
        for item, total in zip(refund.items, totals, strict=True)
    ]
    if lines:
        yield Refund(id=f"refund-{refund.id}", lines=lines, **told)
    if money.minor > worth.minor:
        yield Refund(id=f"refund-{refund.id}-money", amount=money - worth, **told)
