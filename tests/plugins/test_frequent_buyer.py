"""The strategy frequent_buyer."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.frequent_buyer import FrequentBuyer
from retention_sdk import Action, IssueCoupon, PercentOff, Purchase
from tests.plugins.build import NOW, ago, customer, memory, only, order

BUYER = FrequentBuyer(orders=3, within_days=30)


def orders(*days_ago: int) -> tuple[Purchase, ...]:
    """Orders so many days before NOW."""
    return tuple(order(id=f"o{at}", at=ago(at)) for at in days_ago)


def test_the_order_that_makes_the_number_full() -> None:
    """With two orders in the window, the third brings the coupon; with one, nothing."""
    actions = list(BUYER.on_purchase(order(), customer(orders=orders(20, 10))))
    coupon = only(actions, IssueCoupon)
    assert coupon.benefit == PercentOff(10)
    assert coupon.reason == "3 orders within 30 days"
    assert coupon.valid_for == timedelta(days=30)
    assert memory(actions) == {"given_at": NOW.isoformat()}
    assert not list(BUYER.on_purchase(order(), customer(orders=orders(10))))


def test_orders_before_the_window_do_not_count() -> None:
    """An order as old as the window is out of it; the engine may show older ones for other strategies."""
    assert not list(BUYER.on_purchase(order(), customer(orders=orders(200, 30, 10))))
    assert list(BUYER.on_purchase(order(), customer(orders=orders(200, 29, 10))))
    assert BUYER.looks_back() == timedelta(days=60), "a coupon of the window's first day can be used for so long"


def test_once_in_a_window() -> None:
    """After a coupon there is none for a window, however many orders come; then there may be one again."""
    many = orders(*range(29, 0, -1))
    assert not list(BUYER.on_purchase(order(), customer(orders=many, state={"given_at": ago(29).isoformat()})))
    assert list(BUYER.on_purchase(order(), customer(orders=many, state={"given_at": ago(30).isoformat()})))


@given(st.lists(st.integers(0, 400), max_size=60), st.integers(2, 5), st.integers(1, 60))
def test_no_order_counts_for_two_coupons(days: list[int], needed: int, window: int) -> None:
    """Over any history coupons are a window apart, and each has its own orders."""
    buyer = FrequentBuyer(orders=needed, within_days=window)
    past: list[Purchase] = []
    state: dict[str, str] = {}
    given_at: list[int] = []
    for number, day in enumerate(sorted(days)):
        event = order(id=f"o{number}", at=NOW + timedelta(days=day))
        actions: list[Action] = list(buyer.on_purchase(event, customer(orders=tuple(past), state=state)))
        past.append(event)
        state |= memory(actions)
        given_at += [day] * bool(actions)
    assert all(later - earlier >= window for earlier, later in pairwise(given_at))
    assert len(given_at) * needed <= len(days)
