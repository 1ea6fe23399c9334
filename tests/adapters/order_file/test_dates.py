"""Dates as files have them, to instants in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_adapters.order_file.dates import date_reader
from retention_sdk import BadValue
from tests.adapters.order_file.kit import day


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("19970101", day(1997, 1, 1)),
        (" 19970101 ", day(1997, 1, 1)),
        ("1997-01-01", day(1997, 1, 1)),
        ("2010-12-01 08:26", day(2010, 12, 1, 8, 26)),
        ("2010-12-01T08:26:09", day(2010, 12, 1, 8, 26, 9)),
        ("2010-12-01T08:26:09.5", day(2010, 12, 1, 8, 26, 9, 500_000)),
        ("2010-12-01T08:26:00.000000", day(2010, 12, 1, 8, 26)),
        ("2010-12-01T08:26:00.123456789Z", day(2010, 12, 1, 8, 26, 0, 123_456)),
        ("2010-12-01T08:26:09Z", day(2010, 12, 1, 8, 26, 9)),
        ("2010-12-01 08:26:09 UTC", day(2010, 12, 1, 8, 26, 9)),
        ("2025-10-07 09:50:26 +0200", day(2025, 10, 7, 7, 50, 26)),
        ("2025-10-07T09:50:26-05:30", day(2025, 10, 7, 15, 20, 26)),
        ("20101201T082609", day(2010, 12, 1, 8, 26, 9)),
    ],
)
def test_what_needs_no_format(text: str, at: datetime) -> None:
    """ISO 8601 with or without time, fraction and zone, and yyyymmdd, are read as they are."""
    read = date_reader("UTC", None)(text)
    assert read == at
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        *("", "now", "01/12/2010", "2010-13-01", "20100230", "2010-12", "2010-W01-1", "1293840000", "1012123000000"),
        *("2010-12-01x08:26", "2010-12-01T25:00", "2010-12-01T08:26 Mars/Olympus"),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """A time stamp, an American date, a day that is not there: the error says what is read and what to pass."""
    with pytest.raises(BadValue, match="not ISO 8601 or yyyymmdd; else pass date_format"):
        date_reader("UTC", None)(text)


@pytest.mark.parametrize(
    ("date_format", "text", "at"),
    [
        ("%d/%m/%Y", "01/12/2010", day(2010, 12, 1)),
        ("%m/%d/%Y %H:%M", "12/1/2010 8:26", day(2010, 12, 1, 8, 26)),
        ("%d.%m.%y %H:%M %z", "01.12.10 08:26 +0100", day(2010, 12, 1, 7, 26)),
    ],
)
def test_a_format_is_followed(date_format: str, text: str, at: datetime) -> None:
    """A strptime format, with or without a zone."""
    assert date_reader("UTC", date_format)(text) == at


@pytest.mark.parametrize("text", ["2010-12-01", "31/02/2010", "12/31/2010"])
def test_a_format_is_the_only_one(text: str) -> None:
    """Where a format is given nothing is guessed beside it."""
    with pytest.raises(BadValue, match=r"not written as '%d/%m/%Y'"):
        date_reader("UTC", "%d/%m/%Y")(text)


def test_local_times_are_taken_in_the_zone() -> None:
    """Without a zone of its own, a time is the store's, by the rules of its day; with one, it is that."""
    read = date_reader("Europe/Prague", None)
    assert read("2011-01-15 12:00") == day(2011, 1, 15, 11)
    assert read("2011-07-15 12:00") == day(2011, 7, 15, 10)
    assert read("20110715") == day(2011, 7, 14, 22)
    assert read("2011-07-15T12:00Z") == day(2011, 7, 15, 12)
    assert date_reader("Europe/Prague", "%d/%m/%Y")("15/07/2011") == day(2011, 7, 14, 22)


def test_hours_that_clocks_repeat_or_skip() -> None:
    """A repeated hour is its first one, and a skipped one counts on from before: the same on every machine."""
    read = date_reader("Europe/London", None)
    assert read("2011-10-30 01:30") == day(2011, 10, 30, 0, 30)
    assert read("2011-03-27 01:30") == day(2011, 3, 27, 1, 30)


def test_the_edge_of_time_is_refused() -> None:
    """A date that leaves the calendar on the way to UTC is a bad date, not a crash."""
    with pytest.raises(BadValue):
        date_reader("Asia/Tokyo", None)("0001-01-01")


def test_an_unknown_zone_is_refused() -> None:
    """The error says what a zone looks like."""
    with pytest.raises(BadValue, match="'Europe/Prague'"):
        date_reader("Prague", None)


ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 - bounds are naive


@given(INSTANTS, st.sampled_from(["T", " "]))
def test_iso_reads_back(at: datetime, between: str) -> None:
    """Whatever Python writes, with any offset, is read as the same instant."""
    assert date_reader("Europe/Prague", None)(at.isoformat(between)) == at
