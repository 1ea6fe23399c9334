"""The refunds of an order."""

from collections.abc import Iterator
from datetime import datetime

from retention_adapters.woocommerce.events.priced import sku_of
from retention_adapters.woocommerce.events.reading import Thing, currency_of, id_of, instant, minor, number, things
from retention_sdk import BadValue, Money, Refund, RefundLine


def refunds_of(order: Thing, customer: str, source: str, shown_at: datetime) -> Iterator[Refund]:
    """What was paid back of an order.

    A webhook shows a refund's number and amount alone. Where `refunds` has what `orders/ID/refunds` answers, the
    items are known too, and when it was.

    Args:
        order: an order as the REST interface has it.
        customer: whose.
        source: where it is from.
        shown_at: when the shop showed the order so: when a refund is taken to be of, that does not say.

    Yields:
        A refund for each that paid something back.

    Raises:
        BadValue: an amount cannot be read.
    """
    currency = currency_of(order)
    for refund in things(order, "refunds"):
        paid = refund.get("amount", refund.get("total"))
        amount = abs(minor(number(paid, "refund"), currency))
        if not amount:  # nothing came back: WooCommerce takes a refund of 0
            continue
        lines = _lines(refund, currency)
        whole = sum(line.total.minor for line in lines if line.total is not None) == amount
        yield Refund(
            id=f"refund-{id_of(refund)}",
            customer=customer,
            occurred_at=instant(refund, "date_created") or shown_at,
            source=source,
            as_of=shown_at,
            order=order_id(order),
            lines=lines if whole else (),
            amount=None if whole else Money(amount, currency),
        )


def order_id(order: Thing) -> str:
    """The id of an order's purchase.

    Raises:
        BadValue: it has none.
    """
    number = id_of(order)
    if not number:
        raise BadValue("an order has no id")
    return str(number)


def _lines(refund: Thing, currency: str) -> list[RefundLine]:
    """The items that came back; a line of which no unit came back, or only an amount, is none."""
    found: list[RefundLine] = []
    for item in things(refund, "line_items"):
        quantity = item.get("quantity")
        if not isinstance(quantity, int) or not quantity:
            continue
        paid = number(item.get("total"), "refund line") + number(item.get("total_tax"), "refund line tax")
        total = Money(abs(minor(paid, currency)), currency)
        found.append(RefundLine(sku=sku_of(item), quantity=abs(quantity), total=total))
    return found
