"""The strategy points."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.parts.campaigns import Campaign
from retention_plugins.points import Points
from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    CustomersMerged,
    Line,
    Money,
    Purchase,
    Refund,
    SignUp,
    StoreView,
    days,
)
from tests import build as a_shops
from tests.audit import audit
from tests.plugins.build import NOW, customer, eur, line, memory, order

CENTS = st.integers(0, 10**7)
RATES = st.decimals(0, 100, places=3)


def earned(points: Points, event: Purchase, who: Customer | None = None) -> int:
    """The points of an order; 0 where none are given."""
    return sum(credit.amount for credit in credits_of(points.on_purchase(event, who or customer())))


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


def prague(**more: Any) -> Customer:
    """A customer of a store in Prague."""
    return evolve(customer(**more), store=StoreView("shop", "Europe/Prague"))


def test_campaigns() -> None:
    """The best campaign that runs counts, times category and tier, for what it is for; the reason names it."""
    points = Points(
        categories={"tea": Decimal(2)},
        campaigns={
            "march": Campaign(times=Decimal(3), first_day=date(2026, 3, 1), last_day=date(2026, 3, 31)),
            "tea_time": Campaign(times=Decimal(4), categories=("tea",), weekdays=("tue",)),
            "april": Campaign(times=Decimal(9), first_day=date(2026, 4, 1)),
        },
        earn_on_shipping=True,
    )
    event = order(line(10, categories=("tea",)), line(5), shipping=eur(2))
    (credit,) = points.on_purchase(event, customer())
    assert credit.amount == 10 * 2 * 4 + 5 * 3 + 2 * 3
    assert "more for march and tea_time" in credit.reason
    assert earned(points, evolve(event, occurred_at=NOW - timedelta(days=30))) == 10 * 2 + 5 + 2


def test_a_campaign_ends_at_midnight_of_the_store() -> None:
    """An order at eleven in the evening of London is of the next day in Prague."""
    points = Points(campaigns={"today": Campaign(times=Decimal(2), last_day=date(2026, 3, 10))})
    late = order(at=datetime(2026, 3, 10, 23, 30, tzinfo=UTC))
    assert (earned(points, late), earned(points, late, prague())) == (20, 10)


def test_exclusions() -> None:
    """Items and categories that earn nothing earn nothing in a campaign either; the rest of the order does."""
    points = Points(
        exclude_skus=("mug",), exclude_categories=("vouchers",), campaigns={"now": Campaign(times=Decimal(2))}
    )
    event = order(line(10), line(20, "mug"), line(40, "card", categories=("vouchers", "gifts")))
    assert earned(points, event) == 20
    assert earned(points, order(line(20, "mug"))) == 0


def test_caps() -> None:
    """No more is given than there is room for in the order, the day, the month and the year of the store."""
    points = Points(most_per_order=50, most_per_day=60, most_per_month=100)
    first, kept = points.on_purchase(order(line(80), at=NOW), customer())
    assert (first.amount, first.reason) == (
        50,
        "1 point for each whole EUR of 80.00 EUR, and no more than is given at a time",
    )
    state = {**memory([kept])}
    assert earned(points, order(line(80), id="o-2"), customer(state=state)) == 10
    assert earned(points, order(line(80), id="o-2", at=NOW + timedelta(days=1)), customer(state=state)) == 50
    assert earned(points, order(line(80), id="o-2"), customer(state={"2026-03-01 sdk x": 100})) == 0


def credits_of(answer: Iterable[Action]) -> list[Credit]:
    """The credits of an answer."""
    return [action for action in answer if isinstance(action, Credit)]


def test_pending_until_delivered() -> None:
    """Points wait for the delivery of their own order, and the return window after it."""
    points = Points(pending_until="delivered", pending_days=14, pending_at_most_days=40)
    (credit,) = points.on_purchase(order(), customer())
    assert (credit.until_delivered, credit.pending_for, credit.at_most) == ("o-1", days(14), days(40))
    (paid,) = Points().on_purchase(order(), customer())
    assert paid == Credit("points", 10, reason=paid.reason)


DAY: dict[str, Any] = {"plugins": {"points": {"most_per_day": 100}}}


def bought(id: str, total: int, hours: int, customer: str = "c") -> Purchase:
    """An order of the first day."""
    return a_shops.order(id, customer, total=total, at=a_shops.after(0, hours=hours))


def back(id: str, order: str, hours: int, **more: Any) -> Refund:
    """Something of an order comes back."""
    return Refund(id=id, customer="c", order=order, occurred_at=a_shops.after(0, hours=hours), **more)


def test_the_room_comes_back(sqlite_url: str) -> None:
    """What comes back of an order makes room for those after it, and those that were decided stay as they are.

    It is the same whether it comes back at once or in slices, and in whatever order all of it is told.
    """
    once = [back("r", "o-1", 3)]
    slices = [back("r", "o-1", 3, amount=eur(20)), back("s", "o-1", 4, amount=eur(40))]
    ends: list[Any] = []
    for number, refunds in enumerate([once, slices, slices[::-1]]):
        facts = [bought("o-1", 60, 1), bought("o-2", 80, 2), *refunds, bought("o-3", 90, 5)]
        with a_shops.opened(f"{sqlite_url}-{number}", **DAY) as engine:
            for fact in facts if number < 2 else reversed(facts):
                engine.handle(fact)
            ends.append(engine.customer("c").wallet("points").lifetime)
            assert audit(engine) == []
    assert ends == [40 + 60] * 3


def test_a_guests_points_are_claimed_at_sign_up(sqlite_url: str) -> None:
    """What was bought without an account counts for it, and fits into the day as if it had been the account's."""
    claim = CustomersMerged(id="m", customer="c", other="guest", claim=True, occurred_at=a_shops.after(1))
    with a_shops.opened(sqlite_url, **DAY) as engine:
        engine.handle(bought("o-1", 60, 1, "guest"))
        engine.handle(SignUp(id="s", customer="c", occurred_at=a_shops.after(0, hours=2)))
        engine.handle(claim)
        assert engine.customer("c").wallet("points").available == 60
        assert engine.customer("guest").id == "c"
        engine.handle(bought("o-2", 70, 3))
        assert engine.customer("c").wallet("points").available == 100
        assert audit(engine) == []


def test_several_units_side_by_side(sqlite_url: str) -> None:
    """A section more, with a unit of its own, is a second program with its own rate, caps and memory."""
    miles = {"use": "points", "unit": "miles", "rate": "0.5", "most_per_day": 20}
    with a_shops.opened(sqlite_url, plugins={"points": {}, "miles": miles}) as engine:
        engine.handle_many([bought("o-1", 30, 1), bought("o-2", 30, 2)])
        wallets = engine.customer("c").wallets
        assert {unit: wallet.available for unit, wallet in wallets.items()} == {"points": 60, "miles": 20}


def test_in_words() -> None:
    """A merchant reads what is earned, and when it is more."""
    points = Points(tiers={"gold": Decimal(2)}, campaigns={"advent": Campaign(times=Decimal(3))})
    assert [*points.in_words()] == [
        "Each order earns 1 points for each unit of the currency, weighted by tiers.",
        "In advent it is 3 times as many.",
    ]
