"""Orders: totals, quantities, and the amount that a benefit is earned on."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given

from retention_sdk import BadValue, Line, Money, Purchase, Refund, RefundLine
from tests.values.made import EVENTS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FACT: dict[str, Any] = {"id": "o-1", "customer": "c-1", "occurred_at": NOW}


def eur(minor: int) -> Money:
    """Euros, from cents."""
    return Money(minor, "EUR")


def line(sku: str = "beans", quantity: int = 1, total: int = 1000, **more: Any) -> Line:
    """A line, its amounts in cents."""
    amounts = {name: eur(minor) for name, minor in more.items() if name != "free_units"}
    return Line(sku=sku, quantity=quantity, total=eur(total), free_units=more.get("free_units", 0), **amounts)


def order(*lines: Line, **more: Any) -> Purchase:
    """An order, its amounts in cents."""
    return Purchase(**FACT, lines=lines, **{name: eur(minor) for name, minor in more.items()})


def test_the_smallest_order() -> None:
    """Id, customer, time and lines are enough."""
    bought = Purchase(**FACT, lines=[Line(sku="beans-250", quantity=2, total=Money.of("39.98", "EUR"))])
    assert bought.total == Money.of("39.98", "EUR")
    assert bought.quantity_of("beans-250") == 2
    assert bought.quantity_of("cups") == 0
    assert bought.currency == "EUR"
    assert bought.source == "sdk"


def test_the_total_has_lines_and_shipping() -> None:
    """What the customer paid is all lines and the shipping; taxes are in them already."""
    assert order(line(total=1000, tax=200), line(total=500), shipping=300, shipping_tax=50).total == eur(1800)


def test_quantities() -> None:
    """Units of an item are counted over all its lines, the paid ones without free ones and without gifts."""
    bought = order(line("beans", 5, 4000, free_units=1), line("cups", 1), line("beans", 2, 0), line("beans", 1, 900))
    assert bought.quantity == 9
    assert bought.quantity_of("beans") == 8
    assert bought.paid_quantity_of("beans") == 5
    assert bought.paid_quantity_of("cups") == 1
    assert bought.paid_quantity_of("spoons") == 0


@pytest.mark.parametrize(("tax", "discount", "shipping", "points"), list(product([False, True], repeat=4)))
def test_the_basis(tax: bool, discount: bool, shipping: bool, points: bool) -> None:
    """Each part that a benefit may be earned on is in the basis or not, independent of the others."""
    bought = order(
        line(total=1000, tax=200, discount=100, points_paid=30), line(total=500), shipping=300, shipping_tax=50
    )
    expected = 1500 - (0 if tax else 200) + (0 if discount else 100) - (0 if points else 30)
    expected += (300 - (0 if tax else 50)) if shipping else 0
    assert bought.basis(tax=tax, discount=discount, shipping=shipping, points_paid=points) == eur(expected)


def test_the_basis_of_some_lines() -> None:
    """A basis may be of these lines only, or of none, which leaves the shipping."""
    first, second = line(total=1000), line(total=500)
    bought = order(first, second, shipping=300)
    assert bought.basis(lines=[second]) == eur(500)
    assert bought.basis(lines=(one for one in (first, second))) == eur(1500)
    assert bought.basis(lines=[], shipping=True) == eur(300)
    assert bought.basis(lines=[]) == eur(0)


@given(EVENTS[Purchase])
def test_lines_add_up(bought: Purchase) -> None:
    """The bases of the lines and of the shipping add up to the total, and quantities to the quantity."""
    parts = [bought.basis(lines=[one]) for one in bought.lines] + [bought.basis(lines=[], shipping=True)]
    assert Money.sum(parts, bought.currency) == bought.total
    assert sum(bought.quantity_of(sku) for sku in {one.sku for one in bought.lines}) == bought.quantity
    assert all(0 <= one.paid_units <= one.quantity for one in bought.lines)


def test_lines_may_cost_nothing_or_less() -> None:
    """A gift costs nothing, and a discount may come as a line of its own."""
    assert order(line(total=1000), line("gift", total=0), line("discount", total=-200)).total == eur(800)


def test_a_refund_is_by_line_or_by_amount() -> None:
    """Lines and an amount at once would be counted twice; neither is the whole order."""
    back = RefundLine(sku="beans", quantity=1)
    assert Refund(**FACT, order="o-1") == Refund(**FACT, order="o-1", lines=[], amount=None)
    with pytest.raises(BadValue, match="refund 'o-1' has lines and an amount; pass one of them"):
        Refund(**FACT, lines=[back], amount=eur(500))


def test_a_refund_is_of_one_currency() -> None:
    """Lines of two currencies do not go into one refund; lines whose total is not known do."""
    unknown, some, other = (
        RefundLine(sku="beans", quantity=1, total=total) for total in (None, eur(5), Money(5, "USD"))
    )
    assert len(Refund(**FACT, lines=[unknown, some]).lines) == 2
    with pytest.raises(BadValue, match="are of two currencies"):
        Refund(**FACT, lines=[unknown, some, other])
