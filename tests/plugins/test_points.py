"""The strategy points."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.points import Points
from retention_sdk import BadValue, Credit, Customer, Line, Money, Purchase
from tests.plugins.build import NOW, customer, eur, line, order

CENTS = st.integers(0, 10**7)
RATES = st.decimals(0, 100, places=3)


def earned(points: Points, event: Purchase, who: Customer | None = None) -> int:
    """The points of an order; 0 where none are given."""
    return sum(credit.amount for credit in points.on_purchase(event, who or customer()))


def test_one_point_for_each_whole_unit() -> None:
    """By default an order of 11.77 earns 11 points, free at once and for ever, and says how."""
    (credit,) = Points().on_purchase(order(line("11.77")), customer())
    assert credit == Credit("points", 11, reason="1 point for each whole EUR of 11.77 EUR")


@pytest.mark.parametrize(("amount", "currency", "points"), [(1177, "JPY", 1177), (11_770, "KWD", 11), (99, "USD", 0)])
def test_a_whole_unit_is_the_currencys_own(amount: int, currency: str, points: int) -> None:
    """A currency of no or three digits earns by its own major unit."""
    one = Line(sku="beans", quantity=1, total=Money(amount, currency))
    assert earned(Points(), Purchase(id="1", customer="c", occurred_at=NOW, lines=[one])) == points


def test_an_order_is_rounded_once() -> None:
    """Two lines of 5.50 earn 11 points, not twice 5."""
    assert earned(Points(), order(line("5.50"), line("5.50"))) == 11


@pytest.mark.parametrize(("rate", "points"), [("0.5", 5), ("2", 23), ("0", 0), ("0.1", 1)])
def test_the_rate(rate: str, points: int) -> None:
    """The rate multiplies before the rounding down."""
    assert earned(Points(rate=Decimal(rate)), order(line("11.77"))) == points


def test_nothing_for_nothing() -> None:
    """An order that cost nothing, or less, earns nothing."""
    assert earned(Points(), order(line(0))) == 0
    assert earned(Points(), order(line("-20"), line(5))) == 0


def test_categories_and_tiers() -> None:
    """A line takes the best of its listed categories, 0 takes it out, and the tier multiplies the sum."""
    points = Points(
        categories={"coffee": Decimal(2), "sale": Decimal("0.5"), "gift cards": Decimal(0)},
        tiers={"gold": Decimal("1.5")},
    )
    event = order(
        line("10.30", categories=("coffee", "sale")),
        line("4", categories=("gift cards",)),
        line("3", categories=("tea",)),
    )
    assert earned(points, event) == 23
    (credit,) = points.on_purchase(event, customer(tier="gold"))
    assert credit.amount == 35
    assert credit.reason == "1 point for each EUR of 13.30 EUR, weighted by category, × 1.5 for tier gold, rounded down"


@pytest.mark.parametrize(
    ("settings", "points"),
    [
        ({}, 90),
        ({"earn_on_tax": False}, 75),
        ({"earn_on_discount": True}, 110),
        ({"earn_on_points": True}, 100),
        ({"earn_on_shipping": True}, 96),
        ({"earn_on_shipping": True, "earn_on_tax": False}, 80),
        ({"earn_on_shipping": True, "categories": {"tea": Decimal(3)}}, 96),
    ],
)
def test_the_earning_basis(settings: dict[str, Any], points: int) -> None:
    """Tax, discount, shipping and the share paid with points count as the merchant says."""
    paid = line(100, tax=eur(15), discount=eur(20), points_paid=eur(10))
    assert earned(Points(**settings), order(paid, shipping=eur(6), shipping_tax=eur(1))) == points


def test_pending_and_expiry() -> None:
    """Points wait and expire as the merchant says."""
    (credit,) = Points(pending_days=14, expires_days=365, unit="miles").on_purchase(order(), customer())
    assert (credit.unit, credit.pending_for, credit.valid_for) == ("miles", timedelta(days=14), timedelta(days=365))


@pytest.mark.parametrize(
    "settings",
    [
        {"rate": Decimal(-1)},
        {"rate": 0.5},
        {"rate": Decimal("NaN")},
        {"categories": {"tea": Decimal(-1)}},
        {"tiers": {"gold": Decimal("Infinity")}},
    ],
)
def test_multipliers_that_cannot_be(settings: dict[str, Any]) -> None:
    """A multiplier below zero, without an end, or a float is refused by its name."""
    (name,) = settings
    with pytest.raises(BadValue, match=name):
        Points(**settings)


@given(cents=st.lists(CENTS, min_size=1, max_size=5), rate=RATES, tier=RATES)
def test_exactly_rounded_down(cents: list[int], rate: Decimal, tier: Decimal) -> None:
    """The points are the whole part of sum × rate × tier: no float, no error."""
    points = Points(rate=rate, tiers={"gold": tier})
    event = order(*(Line(sku="beans", quantity=1, total=Money(cent, "EUR")) for cent in cents))
    thousandths = int(rate.scaleb(3)) * int(tier.scaleb(3))
    assert earned(points, event, customer(tier="gold")) == sum(cents) * thousandths // (100 * 1000 * 1000)


@given(less=CENTS, more=CENTS, rate=RATES)
def test_more_money_never_earns_less(less: int, more: int, rate: Decimal) -> None:
    """Points grow with the order, and two orders never earn more than one of both."""
    points, both = Points(rate=rate), less + more

    def of(cents: int) -> int:
        return earned(points, order(Line(sku="beans", quantity=1, total=Money(cents, "EUR"))))

    assert of(less) <= of(both)
    assert of(less) + of(more) <= of(both) <= of(less) + of(more) + 1
