"""The strategy birthday_gift."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.birthday_gift import BirthdayGift
from retention_sdk import (
    Action,
    Birthday,
    Credit,
    Customer,
    Giving,
    IssueCoupon,
    MonthDay,
    PercentOff,
    Profile,
    Returning,
    SendMessage,
    Standing,
)
from tests.plugins.build import NOW, ago, customer, memory, only


def birthday(at: datetime = NOW, year: int | None = None) -> Birthday:
    """A birthday event."""
    return Birthday(id="b-1", customer="c", occurred_at=at, year=year)


def celebrated(year: int, at: datetime) -> Customer:
    """A customer whose birthday was celebrated before."""
    return customer(state={"year": year, "at": at.isoformat()})


def gifts(actions: list[Action]) -> list[Action]:
    """What an answer gives away."""
    return [action for action in actions if isinstance(action, Giving)]


def test_a_greeting_and_a_coupon() -> None:
    """By default: a greeting, which is marketing, a coupon, and the year is remembered."""
    greeting, coupon, _ = actions = list(BirthdayGift().on_birthday(birthday(), customer()))
    assert greeting == SendMessage("birthday_greeting", purpose="marketing", reason="birthday 2026")
    assert coupon == IssueCoupon(PercentOff(15), valid_for=timedelta(days=30), reason="birthday 2026")
    assert memory(actions) == {"year": 2026, "at": NOW.isoformat()}


def test_whoever_comes_back() -> None:
    """Whoever had a gift, was forgotten and comes back waits until it cannot be of the same year; others do not."""

    def back(days: int, *strategies: str) -> Customer:
        return evolve(customer(), standing=Standing(returning=Returning(ago(days), frozenset(strategies))))

    assert not list(BirthdayGift().on_birthday(birthday(), back(1, "birthday_gift", "welcome")))
    assert not list(BirthdayGift().on_birthday(birthday(), back(299, "birthday_gift")))
    assert list(BirthdayGift().on_birthday(birthday(), back(400, "birthday_gift")))
    assert list(BirthdayGift().on_birthday(birthday(), back(1, "welcome")))


def test_points_instead() -> None:
    """The gift may be points, or nothing."""
    actions = list(BirthdayGift(percent=0, points=100).on_birthday(birthday(), customer()))
    assert gifts(actions) == [Credit("points", 100, reason="birthday 2026")]
    assert not gifts(list(BirthdayGift(percent=0).on_birthday(birthday(), customer())))


def test_once_a_year() -> None:
    """The same year brings nothing more, under whatever event; the next year does."""
    assert not list(BirthdayGift(apart_days=0).on_birthday(birthday(), celebrated(2026, ago(1))))
    assert not list(BirthdayGift(apart_days=0).on_birthday(birthday(), celebrated(2027, ago(1))))
    assert gifts(list(BirthdayGift().on_birthday(birthday(), celebrated(2025, ago(365)))))


def test_a_new_date_brings_no_second_gift() -> None:
    """A birthday moved from December to March comes in another year, and too soon."""
    assert not list(BirthdayGift().on_birthday(birthday(), celebrated(2025, ago(80))))


@pytest.mark.parametrize(
    ("zone", "given_year", "year"), [(None, None, 2025), ("Asia/Tokyo", None, 2026), ("Asia/Tokyo", 2024, 2024)]
)
def test_the_year_is_the_customers(zone: str | None, given_year: int | None, year: int) -> None:
    """The year is the event's own, else that of the customer's zone, else that of UTC."""
    eve = datetime(2025, 12, 31, 20, tzinfo=UTC)
    who = customer(profile=Profile(timezone=zone))
    assert memory(list(BirthdayGift().on_birthday(birthday(eve, given_year), who)))["year"] == year


@pytest.mark.parametrize(("born", "gift"), [(2009, False), (2008, True), (None, True)])
def test_minors_are_greeted_only(born: int | None, gift: bool) -> None:
    """Who is known to be under age is greeted; who turns 18 or told no year gets the gift."""
    who = customer(profile=Profile(birthday=MonthDay(3, 10, born)))
    actions = list(BirthdayGift().on_birthday(birthday(), who))
    assert only(actions, SendMessage)
    assert bool(gifts(actions)) is gift


@pytest.mark.parametrize(("first", "gift"), [(None, False), (29, False), (30, True)])
def test_a_customer_for_long_enough(first: int | None, gift: bool) -> None:
    """With member_days the gift needs a first order that long ago, the greeting does not."""
    who = customer(first_at=None if first is None else ago(first))
    actions = list(BirthdayGift(member_days=30).on_birthday(birthday(), who))
    assert only(actions, SendMessage)
    assert bool(gifts(actions)) is gift


@given(st.lists(st.integers(0, 3000), max_size=40))
def test_no_dates_bring_more_than_a_gift_a_year(days: list[int]) -> None:
    """However the date is changed and events are repeated: one gift a year, and never two within 300 days."""
    state: dict[str, Any] = {}
    given_at: list[datetime] = []
    for day in sorted(days):
        at = NOW + timedelta(days=day)
        actions = list(BirthdayGift().on_birthday(birthday(at), customer(state=state)))
        state |= memory(actions)
        given_at += [at] * bool(gifts(actions))
    assert len({at.year for at in given_at}) == len(given_at)
    assert all(later - earlier >= timedelta(days=300) for earlier, later in pairwise(given_at))
