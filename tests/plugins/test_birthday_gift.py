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
    CancelSession,
    Credit,
    Customer,
    Giving,
    History,
    IssueCoupon,
    MonthDay,
    Occasions,
    OpenComplaint,
    PercentOff,
    Profile,
    Returning,
    SendMessage,
    Standing,
    StoreView,
)
from tests.plugins.build import NOW, ago, customer, memory, only


def birthday(at: datetime = NOW, year: int | None = None, late_days: int = 0) -> Birthday:
    """A birthday event."""
    return Birthday(id="b-1", customer="c", occurred_at=at, year=year, late_days=late_days)


def regular(first: int = 400, last: datetime | int = 20, state: Any = None, **standing: Any) -> Customer:
    """Somebody who first bought so many days ago, and last at a time, or so many days ago."""
    at = ago(last) if isinstance(last, int) else last
    known = Standing(history=History(orders=3, first_at=ago(first), last_at=at), **standing)
    return evolve(customer(state=state), standing=known)


def celebrated(year: int, at: datetime) -> Customer:
    """A customer whose birthday was celebrated before."""
    return regular(state={"year": year, "at": at.isoformat()})


def gifts(actions: list[Action]) -> list[Action]:
    """What an answer gives away."""
    return [action for action in actions if isinstance(action, Giving)]


def test_a_greeting_and_a_coupon() -> None:
    """By default: a greeting, which is marketing, a coupon, and the year is remembered."""
    greeting, coupon, _ = actions = list(BirthdayGift().on_birthday(birthday(), regular()))
    assert greeting == SendMessage(
        "birthday_greeting", data={"late_days": 0}, purpose="marketing", reason="birthday 2026"
    )
    assert coupon == IssueCoupon(PercentOff(15), valid_for=timedelta(days=30), reason="birthday 2026")
    assert memory(actions) == {"year": 2026, "at": NOW.isoformat()}


def test_whoever_comes_back() -> None:
    """Whoever had a gift, was forgotten and comes back waits until it cannot be of the same year; others do not."""

    def back(days: int, *strategies: str) -> Customer:
        return regular(returning=Returning(ago(days), frozenset(strategies)))

    assert not list(BirthdayGift().on_birthday(birthday(), back(1, "birthday_gift", "welcome")))
    assert not list(BirthdayGift().on_birthday(birthday(), back(299, "birthday_gift")))
    assert list(BirthdayGift().on_birthday(birthday(), back(400, "birthday_gift")))
    assert list(BirthdayGift().on_birthday(birthday(), back(1, "welcome")))


def test_points_instead() -> None:
    """The gift may be points, or nothing."""
    actions = list(BirthdayGift(percent=0, points=100).on_birthday(birthday(), regular()))
    assert gifts(actions) == [Credit("points", 100, reason="birthday 2026")]
    assert not gifts(list(BirthdayGift(percent=0).on_birthday(birthday(), regular())))


def test_once_a_year() -> None:
    """The same year brings nothing more, under whatever event; the next year does."""
    assert not list(BirthdayGift(apart_days=0).on_birthday(birthday(), celebrated(2026, ago(1))))
    assert not list(BirthdayGift(apart_days=0).on_birthday(birthday(), celebrated(2027, ago(1))))
    assert gifts(list(BirthdayGift().on_birthday(birthday(), celebrated(2025, ago(365)))))


def test_a_new_date_brings_no_second_gift() -> None:
    """A birthday moved from December to March comes in another year, and too soon."""
    assert not list(BirthdayGift().on_birthday(birthday(), celebrated(2025, ago(80))))


@pytest.mark.parametrize(
    ("zone", "given_year", "year"),
    [("Europe/London", None, 2025), (None, None, 2026), ("Asia/Tokyo", None, 2026), ("Asia/Tokyo", 2024, 2024)],
)
def test_the_year_is_the_customers(zone: str | None, given_year: int | None, year: int) -> None:
    """The year is the event's own, else that of the customer's zone, else that of the store's."""
    eve = datetime(2025, 12, 31, 20, tzinfo=UTC)
    who = evolve(customer(profile=Profile(timezone=zone)), store=StoreView(timezone="Pacific/Kiritimati"))
    assert memory(list(BirthdayGift().on_birthday(birthday(eve, given_year), who)))["year"] == year


@pytest.mark.parametrize(("born", "gift"), [(2009, False), (2008, True), (None, True)])
def test_minors_are_greeted_only(born: int | None, gift: bool) -> None:
    """Who is known to be under age is greeted; who turns 18 or told no year gets the gift."""
    who = regular(profile=Profile(birthday=MonthDay(3, 10, born)))
    actions = list(BirthdayGift().on_birthday(birthday(), who))
    assert only(actions, SendMessage)
    assert bool(gifts(actions)) is gift


@pytest.mark.parametrize(("first", "gift"), [(6, False), (7, True)])
def test_a_customer_for_long_enough(first: int, gift: bool) -> None:
    """The gift needs somebody who joined, or first bought, so many days ago; the greeting does not."""
    actions = list(BirthdayGift().on_birthday(birthday(), regular(first, 1)))
    assert only(actions, SendMessage)
    assert bool(gifts(actions)) is gift
    member = regular(1, 1, signed_up_at=ago(first))
    assert bool(gifts(list(BirthdayGift().on_birthday(birthday(), member)))) is gift
    assert gifts(list(BirthdayGift(member_days=0).on_birthday(birthday(), member)))


@pytest.mark.parametrize(("last", "gift"), [(366, False), (365, True)])
def test_who_has_bought(last: int, gift: bool) -> None:
    """The gift needs an order within a year too: joining is not enough; with 0 it is."""
    assert bool(gifts(list(BirthdayGift().on_birthday(birthday(), regular(900, last))))) is gift
    never = customer()
    assert not gifts(list(BirthdayGift(member_days=0).on_birthday(birthday(), never)))
    assert gifts(list(BirthdayGift(member_days=0, bought_within_days=0).on_birthday(birthday(), never)))


@pytest.mark.parametrize(("told", "gift"), [(6, False), (7, True)])
def test_a_date_that_was_told_lately(told: int, gift: bool) -> None:
    """A date that was told, or changed, a few days before brings a greeting alone."""
    who = regular(occasions=Occasions(birthday_told_at=ago(told)))
    actions = list(BirthdayGift().on_birthday(birthday(), who))
    assert only(actions, SendMessage)
    assert bool(gifts(actions)) is gift
    assert gifts(list(BirthdayGift(known_days=0).on_birthday(birthday(), who)))


UNSETTLED = [
    {"complaints": (OpenComplaint("k-1", ago(3), "broken", "severe"),)},
    {"sessions": (CancelSession(id="x", customer="c", subscription="s", opened_at=ago(1), changed_at=ago(1)),)},
]


@pytest.mark.parametrize("standing", UNSETTLED)
def test_no_time_for_presents(standing: dict[str, Any]) -> None:
    """Nobody is greeted while a severe complaint is open, or while they are about to cancel; nothing is remembered."""
    assert not list(BirthdayGift().on_birthday(birthday(), regular(**standing)))


def test_a_small_complaint() -> None:
    """A complaint that is not severe keeps nobody from being greeted."""
    who = regular(complaints=(OpenComplaint("k-1", ago(3), "late", "low"),))
    assert gifts(list(BirthdayGift().on_birthday(birthday(), who)))


def test_a_day_late() -> None:
    """A birthday that was found late is kept, and the message knows how late; or it is not kept at all."""
    actions = list(BirthdayGift().on_birthday(birthday(late_days=2), regular()))
    assert only(actions, SendMessage).data == {"late_days": 2}
    assert gifts(actions)
    assert not list(BirthdayGift(belated=False).on_birthday(birthday(late_days=1), regular()))
    assert list(BirthdayGift(belated=False).on_birthday(birthday(), regular()))


def test_in_words() -> None:
    """It says what it does as it is set."""
    assert [*BirthdayGift(points=20, bought_within_days=0).in_words()] == [
        "On their birthday customers get a greeting with a coupon for 15 % off and 20 points, once a year.",
        "The gift is for those of 18 or older who joined 7 days before.",
    ]
    assert [*BirthdayGift(percent=0).in_words()] == ["On their birthday customers get a greeting, once a year."]


@given(st.lists(st.integers(0, 3000), max_size=40))
def test_no_dates_bring_more_than_a_gift_a_year(days: list[int]) -> None:
    """However the date is changed and events are repeated: one gift a year, and never two within 300 days."""
    state: dict[str, Any] = {}
    given_at: list[datetime] = []
    for day in sorted(days):
        at = NOW + timedelta(days=day)
        actions = list(BirthdayGift().on_birthday(birthday(at), regular(last=at, state=state)))
        state |= memory(actions)
        given_at += [at] * bool(gifts(actions))
    assert len({at.year for at in given_at}) == len(given_at)
    assert all(later - earlier >= timedelta(days=300) for earlier, later in pairwise(given_at))
