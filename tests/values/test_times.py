"""Times: aware, in UTC, exact; spans of days; a birthday's month and day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import BadValue, MonthDay, days, midnight
from retention_sdk.times import from_micros, to_micros, utc
from tests.values.made import moments, month_days

PRAGUE = ZoneInfo("Europe/Prague")


class Stamp(datetime):
    """A datetime of somebody else's, such as pandas' Timestamp."""


@given(moments)
def test_utc_is_the_same_instant(at: datetime) -> None:
    """Any aware time becomes the same instant, as a plain datetime in UTC."""
    made = utc(at)
    assert made == at.astimezone(UTC)  # not `at`: Python finds the two hours of a clock put back equal to none
    assert made.tzinfo is UTC
    assert type(utc(Stamp(2026, 3, 1, 12, tzinfo=at.tzinfo))) is datetime


def test_both_hours_of_a_clock_put_back() -> None:
    """The hour that a clock shows twice is two instants."""
    first, second = (utc(datetime(2026, 10, 25, 2, 30, tzinfo=PRAGUE, fold=fold)) for fold in (0, 1))
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize("at", [datetime(2026, 3, 1), datetime.max])  # noqa: DTZ001, DTZ901
def test_a_naive_time_is_refused(at: datetime) -> None:
    """A time without a zone is no instant; the error says what to pass."""
    with pytest.raises(BadValue, match=r"has no time zone; pass an aware datetime, such as datetime\.now\(UTC\)"):
        utc(at)


@pytest.mark.parametrize("value", [None, "2026-03-01T12:00:00Z", 1772368200, date(2026, 3, 1)])
def test_what_is_no_time(value: Any) -> None:
    """A text, a number and a date are no instants."""
    with pytest.raises(BadValue, match="is not a datetime; pass an aware one"):
        utc(value)


@pytest.mark.parametrize(
    "at",
    [
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
    ],
)
def test_a_year_that_utc_has_not(at: datetime) -> None:
    """An instant before the year 1 or after 9999 is refused, not an overflow."""
    with pytest.raises(BadValue, match="is in no year that UTC has"):
        utc(at)


@given(moments)
def test_stored_to_the_microsecond(at: datetime) -> None:
    """An instant is stored as whole microseconds and comes back exactly."""
    assert type(to_micros(utc(at))) is int
    assert from_micros(to_micros(utc(at))) == at.astimezone(UTC)


def test_microseconds_of_known_instants() -> None:
    """Microseconds are counted from 1970, before it too."""
    assert to_micros(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert to_micros(datetime(1969, 12, 31, 23, 59, 59, 999_999, UTC)) == -1
    assert to_micros(datetime(2026, 3, 1, 13, 0, 0, 1, PRAGUE)) == 1_772_366_400_000_001


@given(st.integers(0, 999_999_999))
def test_days(count: int) -> None:
    """Days are spans of 24 hours."""
    assert days(count) == timedelta(days=count)


@pytest.mark.parametrize("count", [-1, 1.5, 1.0, True, "3", None, 10**9, 10**30])
def test_what_is_no_number_of_days(count: Any) -> None:
    """A part of a day, a day before, and more than there are, are refused."""
    with pytest.raises(BadValue, match="is not a number of days; pass an int of zero or more"):
        days(count)


@given(month_days)
def test_a_birthday_as_text(day: MonthDay) -> None:
    """A birthday is the same again from its text."""
    assert MonthDay.parse(str(day)) == day
    assert day.on(2024) == date(2024, day.month, day.day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-02-28", MonthDay(2, 28, 1990)),
        ("02-28", MonthDay(2, 28)),
        ("--02-28", MonthDay(2, 28)),
        (" 2-8 ", MonthDay(2, 8)),
        ("2000-02-29", MonthDay(2, 29, 2000)),
        ("0900-02-28", MonthDay(2, 28, 900)),
    ],
)
def test_birthdays_that_are_read(text: str, day: MonthDay) -> None:
    """A birthday is written with the year or without."""
    assert MonthDay.parse(text) == day


@pytest.mark.parametrize(
    "text", ["", "28.2.1990", "1990-2", "90-02-28", "02/28", "1990-02-28T00:00", "02-28\n03", None, 228]
)
def test_birthdays_that_are_not_read(text: Any) -> None:
    """Anything else is refused, with the ways that are read."""
    with pytest.raises(BadValue, match="is not a birthday; write YYYY-MM-DD or MM-DD"):
        MonthDay.parse(text)


@pytest.mark.parametrize(
    "parts", [(13, 1), (0, 1), (2, 30), (4, 31), (1, 0), (2, 29, 2023), (2, 29, 1900), (1, 1, 0), (1, 1, 10_000)]
)
def test_days_that_there_are_not(parts: Any) -> None:
    """A month has its days, and 29 February only its years."""
    with pytest.raises(BadValue, match=r"no such month or year|has no day"):
        MonthDay(*parts)


@pytest.mark.parametrize("parts", [("2", 28), (2.0, 28), (2, True), (2, 28, "1990"), (None, 1)])
def test_parts_of_a_birthday_are_ints(parts: Any) -> None:
    """A month, a day and a year are ints."""
    with pytest.raises(BadValue, match=r"are ints, such as MonthDay\(2, 28, 1990\)"):
        MonthDay(*parts)


def test_the_29th_of_february() -> None:
    """It is kept on the 28th in a year without one."""
    born = MonthDay(2, 29, 2000)
    assert [born.on(year).day for year in (2023, 2024, 2100)] == [28, 29, 28]


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("UTC", date(2026, 3, 1), "2026-03-01 00:00"),
        ("Europe/Prague", date(2026, 3, 29), "2026-03-28 23:00"),
        ("Europe/Prague", date(2026, 3, 30), "2026-03-29 22:00"),
        ("Asia/Beirut", date(2022, 3, 27), "2022-03-26 22:00"),  # there is no midnight: it begins at one
        ("America/Havana", date(2025, 11, 2), "2025-11-02 04:00"),  # the first midnight of two
        ("Pacific/Kiritimati", date(2026, 3, 1), "2026-02-28 10:00"),
    ],
)
def test_midnight(zone: str, day: date, begins: str) -> None:
    """A day begins at midnight where its clocks say so, changed clocks or not."""
    assert f"{midnight(day, ZoneInfo(zone)):%Y-%m-%d %H:%M}" == begins
