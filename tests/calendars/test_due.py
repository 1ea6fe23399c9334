"""When a span of open time is over, against a model that looks at every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import BadValue
from retention_sdk.calendars import Calendar, Opening, Pause, due

MINUTE = timedelta(minutes=1)
# Prague and New York change by an hour at night, Lord Howe by half an hour; Kathmandu is off by 45 minutes
ZONES = ["UTC", "Europe/Prague", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
CHANGES = [
    datetime(2026, month, day, tzinfo=UTC) for month, day in [(3, 7), (3, 28), (4, 3), (10, 2), (10, 24), (11, 1)]
]


def plain(calendar: Calendar, start: datetime, span: timedelta, pauses: list[Pause]) -> datetime:
    """The same, minute by minute."""
    at, left, zone = start, span, ZoneInfo(calendar.zone)
    while left:
        local = at.astimezone(zone)
        minute = local.hour * 60 + local.minute
        opened = local.date() not in calendar.holidays and any(
            one.weekday == local.weekday() and one.start <= minute < one.end for one in calendar.openings
        )
        if opened and not any(pause.start <= at and (pause.end is None or at < pause.end) for pause in pauses):
            left -= MINUTE
        at += MINUTE
    return at


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar that is open some hours of a few weekdays."""
    openings: list[Opening] = []
    for weekday in draw(st.sets(st.integers(0, 6), min_size=2, max_size=7)):
        edges = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=4)))
        pairs = zip(edges[::2], edges[1::2], strict=False)
        openings += [Opening(weekday, start * 15, end * 15) for start, end in pairs]
    holidays = draw(st.sets(st.dates(date(2026, 3, 7), date(2026, 3, 12)), max_size=2))
    return Calendar(draw(st.sampled_from(ZONES)), tuple(openings), tuple(holidays))


starts = st.builds(lambda day, minutes: day + minutes * MINUTE, st.sampled_from(CHANGES), st.integers(0, 2880))
spans = st.integers(0, 900).map(lambda minutes: minutes * MINUTE)


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    """Pauses that have ended."""
    begins = draw(st.lists(st.tuples(starts, st.integers(1, 600)), max_size=3))
    return [Pause(start, start + minutes * MINUTE) for start, minutes in begins]


@settings(max_examples=60, deadline=None)
@given(calendars(), starts, spans, pauses())
def test_minute_by_minute(calendar: Calendar, start: datetime, span: timedelta, paused: list[Pause]) -> None:
    """It is due when the plain model, which counts each minute that the local clock shows, says so."""
    assert due(calendar, start, span, paused) == plain(calendar, start, span, paused)


@settings(max_examples=60, deadline=None)
@given(calendars(), starts, spans, spans, pauses())
def test_additive_and_monotone(
    calendar: Calendar, start: datetime, one: timedelta, two: timedelta, paused: list[Pause]
) -> None:
    """Two spans one after the other are due with their sum, and a longer span is never due sooner."""
    first = due(calendar, start, one, paused)
    assert first is not None
    both = due(calendar, start, one + two, paused)
    assert both is not None
    assert due(calendar, first, two, paused) == both
    assert start <= first <= both
    later = due(calendar, start + one, two, paused)
    assert later is not None
    sooner = due(calendar, start, two, paused)
    assert sooner is not None
    assert sooner <= later


def test_a_pause_that_has_not_ended() -> None:
    """What is not over before it is not due at all; what was over before it stays."""
    start = datetime(2026, 3, 2, 9, tzinfo=UTC)
    pause = [Pause(start + timedelta(hours=2))]
    assert due(Calendar(), start, timedelta(hours=2), pause) == start + timedelta(hours=2)
    assert due(Calendar(), start, timedelta(hours=3), pause) is None


def test_over_a_weekend_and_a_holiday() -> None:
    """Four hours from Friday at four are over on Tuesday at noon where Monday is a holiday."""
    hours = tuple(Opening.parse(day, text) for day in range(5) for text in ("09:00-12:00", "13:00-17:00"))
    calendar = Calendar("Europe/Prague", hours, (date(2026, 4, 6),))
    friday = datetime(2026, 4, 3, 16, tzinfo=ZoneInfo("Europe/Prague"))
    assert due(calendar, friday.astimezone(UTC), timedelta(hours=4)) == datetime(2026, 4, 7, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Calendar(openings=()), "the calendar is never open"),
        (lambda: Calendar(openings=(Opening(0, 0, 60), Opening(0, 30, 90))), "monday has two intervals that overlap"),
        (lambda: Opening.parse(1, "17:00-09:00"), "tuesday has '17:00-09:00', which is no interval"),
        (lambda: Opening.parse(1, "9-17"), 'write "09:00-12:30"'),
        (lambda: Opening(7, 0, 60), "no interval of a day"),
    ],
)
def test_what_cannot_be(make: object, says: str) -> None:
    """A calendar that is never open, or open twice at once, is refused, and says where."""
    with pytest.raises(BadValue, match=says):
        make()  # type: ignore[operator]
