"""The orders and rewards that a strategy sees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, Customer, Debit, Event, IssueCoupon, PercentOff, SendMessage
from tests.build import Does, after, eur, opened, order, visit

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = timedelta(days=1)


def shows(event: Event, customer: Customer) -> list[Action]:
    """Tells which orders and rewards it sees, and gives a coupon."""
    data = {
        "orders": [order.id for order in customer.orders],
        "rewards": [reward.action.reason for reward in customer.rewards],
        "all": customer.history.orders,
    }
    return [SendMessage("seen", data=data), IssueCoupon(PercentOff(5), reason=event.id, cost=eur(1))]


def told(url: str, events: Sequence[Event], window: timedelta, *, together: bool) -> list[Any]:
    """What the strategy saw at each event."""
    with opened(url, {"one": Does(shows, window)}) as engine:
        decisions = engine.handle_many(events) if together else [engine.handle(event) for event in events]
        return [dict(decision.actions[0].data) for decision in decisions]  # type: ignore[attr-defined]


def both(url: str, events: Sequence[Event], window: timedelta) -> list[Any]:
    """The same, in a batch or one by one, which must not differ."""
    alone = told(url, events, window, together=False)
    with opened(url, {"one": Does(shows, window)}, store={"name": "together"}) as engine:
        batch = [dict(decision.actions[0].data) for decision in engine.handle_many(events)]  # type: ignore[attr-defined]
    assert batch == alone
    return alone


def test_a_strategy_that_does_not_look_back_sees_none(database_url: str) -> None:
    """Without a window there are no orders and no rewards to see; the counts are there."""
    seen = both(database_url, [order(f"o-{n}", at=after(n)) for n in range(3)], 0 * DAY)
    assert seen == [{"orders": (), "rewards": (), "all": n} for n in range(3)]


def test_the_window(database_url: str) -> None:
    """Orders and rewards inside the window are seen, oldest first, its edge included, and not the event itself."""
    seen = both(database_url, [order(f"o-{n}", at=after(10 * n)) for n in range(5)], 20 * DAY)
    assert [found["orders"] for found in seen] == [
        (),
        ("o-0",),
        ("o-0", "o-1"),
        ("o-1", "o-2"),
        ("o-2", "o-3"),
    ]
    assert [found["rewards"] for found in seen] == [found["orders"] for found in seen]


def test_the_longest_window_counts(database_url: str) -> None:
    """Every strategy sees as far as the one that looks back the longest."""
    strategies = {"one": Does(shows, 5 * DAY), "two": Does(shows, 50 * DAY), "three": Does(shows)}
    with opened(database_url, strategies) as engine:
        engine.handle(order("o-1"))
        decision = engine.handle(order("o-2", at=after(40)))
        seen = [action.data["orders"] for action in decision.actions if isinstance(action, SendMessage)]
        assert seen == [("o-1",)] * 3


def test_back_dated_orders_are_in_their_places(database_url: str) -> None:
    """Orders are seen in the order in which they happened, whatever order they arrived in."""
    events = [*(order(f"o-{n}", at=after(n)) for n in (1, 9, 3, 7, 5)), visit("v", at=after(10))]
    seen = told(database_url, events, 30 * DAY, together=False)
    assert seen[2]["orders"] == ("o-1",)
    assert seen[4]["orders"] == seen[4]["rewards"] == ("o-1", "o-3")
    assert seen[-1]["orders"] == seen[-1]["rewards"] == ("o-1", "o-3", "o-5", "o-7", "o-9")


def test_back_dated_orders_of_a_batch(database_url: str) -> None:
    """A customer's events of one batch are decided in the order in which they happened, and answered as handed in."""
    events = [*(order(f"o-{n}", at=after(n)) for n in (9, 1, 5)), visit("v", at=after(10))]
    seen = told(database_url, events, 30 * DAY, together=True)
    assert [one["orders"] for one in seen] == [("o-1", "o-5"), (), ("o-1",), ("o-1", "o-5", "o-9")]


def test_orders_of_one_instant_are_in_order_of_their_ids(database_url: str) -> None:
    """Of orders at the same instant, the one with the smaller id comes first, whatever order they arrived in."""
    events = [order(id) for id in ("o-2", "o-3", "o-1")] + [visit("v")]
    assert told(database_url, events, 1 * DAY, together=False)[-1]["orders"] == ("o-1", "o-2", "o-3")


def test_other_customers_are_not_seen(database_url: str) -> None:
    """A customer's orders and rewards are their own."""
    events = [order("o-1"), order("o-2", customer="d"), visit("v", customer="d")]
    assert both(database_url, events, 1 * DAY)[-1]["orders"] == ("o-2",)


def test_a_refused_reward_is_no_reward(database_url: str) -> None:
    """Only what was given is seen as given."""

    def wants(event: Event, customer: Customer) -> list[Action]:
        seen = [reward.action.reason for reward in customer.rewards]
        coupon = IssueCoupon(PercentOff(5), reason=event.id)
        price = [Debit("points", 1)] if event.id == "v-1" else []
        return [SendMessage("seen", data={"rewards": seen}), *price, coupon]

    with opened(database_url, {"one": Does(wants, 9 * DAY)}) as engine:
        decisions = [engine.handle(visit(f"v-{n}", at=after(n))) for n in range(3)]
        assert decisions[-1].actions[0] == SendMessage("seen", data={"rewards": ["v-0"]})


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_a_preview_sees_the_same(database_url: str, known: bool) -> None:
    """A preview sees what handling would see."""
    with opened(database_url, {"one": Does(shows, 9 * DAY)}) as engine:
        if known:
            engine.handle(order("o-0"))
        assert engine.preview(order("o-1", at=after(1))) == engine.handle(order("o-1", at=after(1)))


def test_the_customer_of_now(database_url: str) -> None:
    """Asked for a customer, the engine shows the orders of the window that ends now."""
    now = datetime.now(UTC)
    with opened(database_url, {"one": Does(shows, 30 * DAY)}) as engine:
        engine.handle_many([order("o-old", at=now - 40 * DAY), order("o-new", at=now - 20 * DAY)])
        customer = engine.customer("c")
        assert [one.id for one in customer.orders] == ["o-new"]
        assert [reward.action.reason for reward in customer.rewards] == ["o-new"]
        assert customer.history.orders == 2
        assert customer.order("o-new") is not None
