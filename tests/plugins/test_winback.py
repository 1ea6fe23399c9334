"""The strategy winback."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.winback import Winback
from retention_sdk import (
    Action,
    BadValue,
    Customer,
    History,
    IssueCoupon,
    Occasion,
    OpenComplaint,
    PercentOff,
    Profile,
    Purchase,
    SendMessage,
    Standing,
)
from tests.plugins.build import NOW, ago, customer, memory, only, order


def bought(*days: int) -> tuple[Purchase, ...]:
    """Orders of so many days before NOW, oldest first."""
    return tuple(order(id=f"o-{day}", at=ago(day)) for day in sorted(days, reverse=True))


def known(*days: int, state: Any = None, **standing: Any) -> Customer:
    """A customer with these orders, as the strategy has remembered their rhythm."""
    orders = bought(*days)
    first, last = (orders[0].occurred_at, orders[-1].occurred_at) if orders else (None, None)
    history = History(orders=len(orders), first_at=first, last_at=last)
    who = evolve(customer(orders=orders), standing=Standing(history=history, **standing))
    return evolve(who, state=state or {})


def rhythm(*days: int, **settings: Any) -> Any:
    """After how many days of silence somebody with these orders is late."""
    *earlier, last = bought(*days)
    actions = list(Winback(**settings).on_purchase(last, customer(orders=tuple(earlier))))
    return memory(actions).get("late")


def late(name: str = "late", at: datetime = NOW) -> Occasion:
    """Somebody is late."""
    return Occasion(id=name, customer="c", occurred_at=at, plugin="winback", name=name)


def asked(event: Occasion, who: Customer, **settings: Any) -> list[Action]:
    """What the strategy answers."""
    return list(Winback(**settings).on_occasion(event, who))


@pytest.mark.parametrize(
    ("days", "late"),
    [
        ((0, 30, 60, 90), 60),  # twice the usual gap
        ((0, 20, 45, 60), 40),
        ((0, 7, 14, 21), 21),  # no sooner than least_days
        ((0, 100, 200, 300), 180),  # no later than most_days
        ((0, 30, 60, 165), 157),  # of few gaps the longest is no exception: half as long again
        ((0, *range(10, 130, 10), 200), 21),  # one odd gap out of many is not
        ((0, 170, 340), 180),
        ((0, 182, 364), None),  # who usually waits that long is not late
        ((0, 30), None),  # too few orders
        ((0, 0, 0, 30), None),  # several on one day are one
        ((0, 200, 380), None),  # what is further back than rhythm_days counts no more
    ],
)
def test_their_own_rhythm(days: tuple[int, ...], late: int | None) -> None:
    """When somebody is late follows from their own gaps."""
    assert rhythm(*days) == late


def test_a_rhythm_that_is_known_is_not_remembered_again() -> None:
    """Only what has changed is remembered."""
    who = evolve(customer(orders=bought(30, 60)), state={"late": 60})
    assert list(Winback().on_purchase(order(), who)) == []
    assert memory(list(Winback(min_orders=4).on_purchase(order(), who))) == {"late": None}


def test_when_they_are_late() -> None:
    """Two times are named: that many days after the last order, at its hour where they are, and some after that."""
    named = list(Winback(again_days=14).occasions(known(40, state={"late": 60})))
    assert named == [
        (ago(40) + timedelta(days=60), "late, last order 2026-01-29"),
        (ago(40) + timedelta(days=74), "still late, last order 2026-01-29"),
    ]
    assert list(Winback().occasions(known(40))) == []
    assert list(Winback().occasions(customer(state={"late": 60}))) == []


def test_the_hour_stays_where_they_are() -> None:
    """Clocks that are changed in between change nothing of the hour."""
    last = datetime(2026, 3, 1, 17, tzinfo=UTC)
    standing = Standing(profile=Profile(timezone="Europe/Prague"), history=History(first_at=last, last_at=last))
    who = evolve(customer(state={"late": 60}), standing=standing)
    assert [f"{at:%d %H}" for at, _ in Winback().occasions(who)] == ["30 16", "21 16"]


def test_a_first_word() -> None:
    """By default: a message, which is marketing, a coupon, and the silence is remembered."""
    word, coupon, _ = actions = asked(late(), known(60, 90, 120, state={"late": 60}))
    data = {"touch": 1}
    assert word == SendMessage("winback", data=data, purpose="marketing", with_gifts=True, reason="silent for 60 days")
    assert coupon == IssueCoupon(PercentOff(10), valid_for=timedelta(days=14), reason="silent for 60 days")
    assert memory(actions) == {"silence": ago(60).isoformat(), "touches": 1}


def test_a_second_word_and_no_third() -> None:
    """The second offer is better, and after it there is none in this silence; another silence begins anew."""
    had = {"late": 60, "silence": ago(90).isoformat(), "touches": 1}
    actions = asked(late("still late"), known(90, 120, 150, state=had))
    assert only(actions, SendMessage).data == {"touch": 2}
    assert only(actions, IssueCoupon).benefit == PercentOff(20)
    assert memory(actions)["touches"] == 2
    assert asked(late("still late"), known(90, 120, 150, state={**had, "touches": 2})) == []
    assert (
        asked(late(at=NOW - timedelta(days=1)), known(70, 100, 130, state={**had, "silence": ago(70).isoformat()}))
        == []
    )
    old = {"late": 60, "silence": ago(200).isoformat(), "touches": 2}
    assert memory(asked(late(), known(90, 120, 150, state=old)))["touches"] == 1


def test_messages_without_coupons() -> None:
    """A percentage of 0 gives no coupon."""
    actions = asked(late(), known(60, 90, 120, state={"late": 60}), percent=0)
    assert [action.kind for action in actions] == ["send_message", "remember"]


def test_who_has_bought_meanwhile() -> None:
    """An order ends the silence: whoever has bought is not late, and is not written to."""
    assert asked(late(), known(1, 60, 90, 120, state={"late": 88})) == []


def test_orders_that_are_no_more() -> None:
    """A rhythm that has changed is remembered, so that the clock looks again; it may be unknown now."""
    assert memory(asked(late(), known(60, 160, 260, state={"late": 60}))) == {"late": 180}
    assert memory(asked(late(), known(60, 90, state={"late": 60}))) == {"late": None}
    assert memory(asked(late(), customer(state={"late": 60}))) == {"late": None}


def test_no_time_for_presents() -> None:
    """Nobody is written to while a severe complaint is open; when it is settled, the second date is the first word."""
    severe = (OpenComplaint("k", ago(1), "broken", "severe"),)
    assert asked(late(), known(60, 90, 120, state={"late": 60}, complaints=severe)) == []
    actions = asked(late("still late"), known(81, 111, 141, state={"late": 60}))
    assert only(actions, SendMessage).data == {"touch": 1}


def test_settings_that_cannot_be() -> None:
    """The most days are no fewer than the least."""
    with pytest.raises(BadValue, match="most_days is 10; it must be least_days, which is 21, or more"):
        Winback(most_days=10)


def test_how_far_it_looks_back() -> None:
    """Far enough to see the orders of the rhythm from the second message."""
    assert Winback(rhythm_days=100, most_days=50, again_days=7).looks_back() == timedelta(days=157)


def test_in_words() -> None:
    """It says what it does as it is set."""
    (told,) = Winback(percent=0, again_days=14).in_words()
    assert told == (
        "Who has not bought for 2 times as long as usual for them, at least 21 days, gets a message, "
        "and 14 days later another one with 20 % off."
    )


@given(st.lists(st.integers(0, 800), max_size=30))
def test_a_rhythm_has_bounds(days: list[int]) -> None:
    """Whatever the orders are: nobody is late before least_days, nor later than most_days, nor sooner than usual."""
    if days:
        late = rhythm(*days)
        assert late is None or 21 <= late <= 180
