"""The strategy anniversary."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve

from retention_plugins.anniversary import Anniversary
from retention_sdk import (
    Action,
    Credit,
    Customer,
    Giving,
    History,
    IssueCoupon,
    MonthDay,
    Occasion,
    OpenComplaint,
    PercentOff,
    Profile,
    SendMessage,
    Standing,
    StoreView,
)
from tests.plugins.build import NOW, ago, customer, memory, only

FIRST = datetime(2023, 3, 10, 9, tzinfo=UTC)


def member(first: datetime = FIRST, last: int = 20, state: Any = None, **standing: Any) -> Customer:
    """Somebody who first bought on 10 March 2023, and last so many days ago."""
    known = Standing(history=History(orders=3, first_at=first, last_at=ago(last)), **standing)
    return evolve(customer(state=state), standing=known)


def day(year: int = 2026, at: datetime = NOW, late_days: int = 0) -> Occasion:
    """The anniversary of a year."""
    name = str(year)
    return Occasion(id=name, customer="c", occurred_at=at, plugin="anniversary", name=name, late_days=late_days)


def asked(event: Occasion, who: Customer, **settings: Any) -> list[Action]:
    """What the strategy answers."""
    return list(Anniversary(**settings).on_occasion(event, who))


def next_one(who: Customer, after: datetime, **settings: Any) -> list[tuple[str, str]]:
    """What the strategy names, in UTC."""
    return [(f"{at:%Y-%m-%d %H:%M}", name) for at, name in Anniversary(**settings).occasions(who, after)]


def gifts(actions: list[Action]) -> list[Action]:
    """What an answer gives away."""
    return [action for action in actions if isinstance(action, Giving)]


def test_a_thank_you_and_a_coupon() -> None:
    """By default: a message, which is marketing and knows the years, a coupon, and the year is remembered."""
    thanks, coupon, _ = actions = asked(day(), member())
    data = {"years": 3, "since": "2023-03-10", "late_days": 0}
    assert thanks == SendMessage("anniversary", data=data, purpose="marketing", reason="a customer for 3 years")
    assert coupon == IssueCoupon(PercentOff(10), valid_for=timedelta(days=30), reason="a customer for 3 years")
    assert memory(actions) == {"year": 2026}


def test_points_for_each_year() -> None:
    """The gift may be points for each of the years, or nothing."""
    assert gifts(asked(day(), member(), percent=0, points=50)) == [
        Credit("points", 150, reason="a customer for 3 years")
    ]
    assert not gifts(asked(day(), member(), percent=0))
    assert only(asked(day(2024, FIRST + timedelta(days=366)), member()), SendMessage).reason == "a customer for 1 year"


def test_who_signed_up_before_they_bought() -> None:
    """What came first counts: joining, or the first order."""
    joined = member(signed_up_at=datetime(2021, 3, 10, tzinfo=UTC))
    assert only(asked(day(), joined), SendMessage).data["years"] == 5
    assert next_one(customer(), NOW) == []
    assert asked(day(), customer()) == []


ZONES = [
    ("Pacific/Kiritimati", "2026-03-09 10:00"),
    ("Pacific/Honolulu", "2026-03-09 10:00"),
    (None, "2026-03-09 23:00"),
]


@pytest.mark.parametrize(("zone", "begins"), ZONES)
def test_it_begins_where_they_are(zone: str | None, begins: str) -> None:
    """The day is the day of the first order where they are, else where the store is, and so is its midnight."""
    first = datetime(2023, 3, 9, 23, 30, tzinfo=UTC) if zone is None else FIRST
    who = evolve(member(first, profile=Profile(timezone=zone)), store=StoreView(timezone="Europe/Prague"))
    assert next_one(who, ago(30)) == [(begins, "2026")]


def test_the_year_it_began_brings_none() -> None:
    """The first anniversary is a year after, whenever it is asked for; then each year."""
    assert next_one(member(), FIRST - timedelta(days=100)) == [("2024-03-10 00:00", "2024")]
    assert next_one(member(), FIRST) == [("2024-03-10 00:00", "2024")]
    assert next_one(member(), datetime(2024, 3, 10, tzinfo=UTC)) == [("2025-03-10 00:00", "2025")]


def test_the_29th_of_february() -> None:
    """It is kept on the 28th in a year that has no 29th."""
    who = member(datetime(2024, 2, 29, 12, tzinfo=UTC))
    assert next_one(who, datetime(2025, 1, 1, tzinfo=UTC)) == [("2025-02-28 00:00", "2025")]
    assert next_one(who, datetime(2027, 12, 1, tzinfo=UTC)) == [("2028-02-29 00:00", "2028")]


def test_some_years_alone() -> None:
    """Only the years of the setting are kept, in whatever order they are written."""
    assert next_one(member(), NOW, years=(10, 5)) == [("2028-03-10 00:00", "2028")]
    assert next_one(member(), datetime(2028, 3, 10, tzinfo=UTC), years=(10, 5)) == [("2033-03-10 00:00", "2033")]
    assert next_one(member(), datetime(2034, 1, 1, tzinfo=UTC), years=(10, 5)) == []
    assert asked(day(), member(), years=(5,)) == []


def test_once_a_year() -> None:
    """The same year brings nothing more, whatever became of the date; the next year does."""
    assert asked(day(), member(state={"year": 2026})) == []
    assert gifts(asked(day(), member(state={"year": 2025})))


def test_a_first_order_that_is_no_more() -> None:
    """Where the first order was called off, the day is that of the next one, and is still to come."""
    assert asked(day(), member(NOW - timedelta(days=300))) == []
    assert asked(day(2025, ago(365)), member(datetime(2024, 3, 12, tzinfo=UTC))) == []


def test_a_first_order_that_was_told_late() -> None:
    """Who turns out to be a customer for longer keeps what they had, and has nothing again in that year."""
    older = member(datetime(2022, 1, 5, tzinfo=UTC))
    assert only(asked(day(), older), SendMessage).data["years"] == 4
    assert asked(day(), evolve(older, state={"year": 2026})) == []


@pytest.mark.parametrize(("born", "gift"), [(2009, False), (2008, True), (None, True)])
def test_minors_are_thanked_only(born: int | None, gift: bool) -> None:
    """Who is known to be under age is thanked without a gift."""
    actions = asked(day(), member(profile=Profile(birthday=MonthDay(3, 10, born))))
    assert only(actions, SendMessage)
    assert bool(gifts(actions)) is gift


@pytest.mark.parametrize(("last", "gift"), [(366, False), (365, True)])
def test_who_still_buys(last: int, gift: bool) -> None:
    """The gift needs an order within a year; with 0 it does not."""
    assert bool(gifts(asked(day(), member(last=last)))) is gift
    assert gifts(asked(day(), member(last=last), bought_within_days=0))


def test_no_time_for_presents() -> None:
    """Nobody is written to while a severe complaint is open."""
    assert asked(day(), member(complaints=(OpenComplaint("k", ago(1), "broken", "severe"),))) == []


def test_a_day_late() -> None:
    """A day that was found late is kept, and the message knows how late; or it is not kept at all."""
    assert only(asked(day(late_days=2), member()), SendMessage).data["late_days"] == 2
    assert asked(day(late_days=2), member(), belated=False) == []


def test_in_words() -> None:
    """It says what it does as it is set."""
    assert [*Anniversary(years=(5, 1), points=20).in_words()] == [
        "After 1, 5 years as a customer they are thanked with a coupon for 10 % off and 20 points for each year.",
        "The gift is for those of 18 or older who bought within 365 days.",
    ]
    assert [*Anniversary(percent=0).in_words()] == ["Each year as a customer they are thanked."]
