"""The strategy frequent_buyer."""

import json
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.frequent_buyer import FrequentBuyer
from retention_sdk import Action, Engine, IssueCoupon, PercentOff, Purchase, Refund, Reward
from tests import build as shop
from tests.audit import audit
from tests.delivery.shop import Shop
from tests.plugins.build import NOW, ago, customer, eur, memory, only, order

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


COUPON = IssueCoupon(PercentOff(10), valid_for=timedelta(days=30), reason="3 orders within 30 days")


def test_the_coupons_own_order_does_not_count() -> None:
    """An order that was paid with the last coupon neither counts towards the next nor brings it; any other does."""
    state = {"given_at": ago(31).isoformat()}
    rewards = (Reward("me", COUPON, ago(31), "ABC-1"), Reward("you", IssueCoupon(PercentOff(9)), ago(31), "x"))
    spent, other, plain = (
        order(id="o1", at=ago(20), coupons=["abc-1"]),
        order(id="o2", at=ago(9), coupons=["x", "unknown"]),
        order(id="o3", at=ago(2)),
    )
    who = customer(orders=(spent, other), state=state, rewards=rewards)
    assert (who.used(spent), who.used(other), who.used(plain)) == (rewards[:1], rewards[1:], ())
    assert not list(BUYER.on_purchase(order(), who))
    two = customer(orders=(other, plain), state=state, rewards=rewards)
    assert list(BUYER.on_purchase(order(coupons=["x"]), two))
    assert not list(BUYER.on_purchase(order(coupons=["abc-1"]), two))


def test_the_engine_knows_what_a_code_was_given_for(database_url: str) -> None:
    """A platform has told the code: an order with it is known for the coupon's, also when it is decided again."""
    settings = {"plugins": {"frequent_buyer": {"orders": 2, "within_days": 30}}}
    with Engine.from_config(shop.config(database_url, **settings), adapters={"shop": Shop()}) as engine:
        engine.handle_many([shop.order("o-1"), shop.order("o-2", at=shop.after(1))])
        engine.deliver_pending(now=shop.after(2))
        code = json.loads(shop.rows(engine, "outbox")[0].receipt)["code"]
        engine.handle(shop.order("o-3", at=shop.after(5), coupons=[code.upper()]))
        assert engine.handle(shop.order("o-4", at=shop.after(31))).actions == ()
        assert engine.handle(shop.visit("late", at=shop.after(3))).reversals == ()
        part = Refund(id="r-1", customer="c", occurred_at=shop.after(32), order="o-4", amount=eur(1))
        assert engine.handle(part).reversals == ()
        assert [row.kind for row in shop.rows(engine, "outbox")] == ["issue_coupon"]
        assert audit(engine) == []
