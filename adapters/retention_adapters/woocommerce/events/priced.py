"""What an order consists of and what was paid for each part: lines, and all that is no line."""

from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve, frozen

from retention_adapters.woocommerce.events.reading import Thing, currency_of, id_of, minor, number, text, things
from retention_sdk import Line, Money

NO_ITEM = "no-item"
"""The item of an order that has no lines, such as one of a fee alone."""


@frozen
class Priced:
    """An order's parts.

    Args:
        lines: what was bought; what was paid for it.
        shipping: what was paid besides: for shipping, and in fees.
        shipping_tax: the tax in it.
    """

    lines: tuple[Line, ...]
    shipping: Money | None
    shipping_tax: Money | None


def priced(order: Thing) -> Priced:
    """Spread what was paid over an order's parts, so that they come to its total to the minor unit.

    Lines and shipping are what the shop says. A fee above zero counts as shipping, and one below it, such as points
    that were redeemed, is taken off the lines; so is whatever else makes the total less than its parts, and so are
    the cents that are lost where the shop rounds its taxes.

    Args:
        order: an order as the REST interface has it.

    Returns:
        Its parts.

    Raises:
        BadValue: an amount cannot be read.
    """
    currency = currency_of(order)
    lines = [_line(one, currency) for one in things(order, "line_items") if _units(one)]
    besides, tax = _besides(order)
    charges, total = minor(besides, currency), minor(number(order.get("total"), "total"), currency)
    goods = sum(max(line.total.minor, 0) for line in lines)
    charges = min(charges, max(total, 0)) if goods else total
    if total - charges > goods + len(lines):  # more than rounding: something that is neither line, shipping nor fee
        charges = total - goods
    if goods and goods != total - charges:
        lines = _spread(lines, Money(total - charges, currency))
    if not lines:
        return Priced((Line(sku=NO_ITEM, quantity=1, total=Money(charges, currency)),), None, None)
    if not charges:
        return Priced(tuple(lines), None, None)
    taxes = min(max(minor(tax, currency), 0), max(charges, 0))
    return Priced(tuple(lines), Money(charges, currency), Money(taxes, currency) if taxes else None)


def _units(item: Thing) -> int:
    """Units on a line; shops that sell by weight have parts of one, which count as a whole one."""
    quantity = item.get("quantity")
    return max(1, round(quantity)) if isinstance(quantity, int | float) and quantity > 0 else 0


def sku_of(item: Thing) -> str:
    """The item of a line: its SKU, else `id:` and the number of its variation or product."""
    known = text(item, "sku")
    return known or f"id:{id_of(item, 'variation_id') or id_of(item, 'product_id')}"


def _line(item: Thing, currency: str) -> Line:
    tax = number(item.get("total_tax"), "total_tax")
    paid = number(item.get("total"), "line total") + tax
    before = number(item.get("subtotal"), "subtotal") + number(item.get("subtotal_tax"), "subtotal_tax")
    total = minor(paid, currency)
    off, taxes = minor(before, currency) - total, minor(tax, currency)
    return Line(
        sku=sku_of(item),
        quantity=_units(item),
        total=Money(total, currency),
        discount=Money(off, currency) if off > 0 else None,
        tax=Money(taxes, currency) if taxes else None,
    )


def _besides(order: Thing) -> tuple[Decimal, Decimal]:
    """What was paid for shipping and in fees above zero, tax in it; and that tax."""
    amounts = [
        (number(order.get("shipping_total"), "shipping_total"), number(order.get("shipping_tax"), "shipping_tax")),
        *((number(one.get("total"), "fee"), number(one.get("total_tax"), "fee tax")) for one in _fees(order)),
    ]
    return sum((amount + tax for amount, tax in amounts), Decimal(0)), sum((tax for _, tax in amounts), Decimal(0))


def _fees(order: Thing) -> Sequence[Thing]:
    return [one for one in things(order, "fee_lines") if number(one.get("total"), "fee") > 0]


def _spread(lines: Sequence[Line], paid: Money) -> list[Line]:
    """Lines that come to another amount, each in proportion to what it came to; what is less is a discount."""
    totals = paid.allocate([max(line.total.minor, 0) for line in lines])
    return [_repriced(line, total) for line, total in zip(lines, totals, strict=True)]


def _repriced(line: Line, total: Money) -> Line:
    was = line.total.minor
    off = (line.discount.minor if line.discount else 0) + was - total.minor
    tax = line.tax.minor * max(total.minor, 0) // was if line.tax and was > 0 else 0
    return evolve(
        line,
        total=total,
        discount=Money(off, total.currency) if off > 0 else None,
        tax=Money(tax, total.currency) if tax else None,
    )
