"""When a store is open: several intervals a day, by weekday, in its time zone, and on no holiday."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from attrs import field, frozen

from retention_sdk.calendars.offsets import stretches
from retention_sdk.errors import BadValue

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WHOLE_DAY = 24 * 60

_FURTHEST = timedelta(hours=16)
"""No clock is further from UTC."""


@frozen(order=True)
class Opening:
    """One interval of a weekday, in minutes after midnight of the local clock.

    Args:
        weekday: 0 is Monday.
        start: its first minute.
        end: the minute after its last; 1440 is the next midnight.

    Raises:
        BadValue: there is no such weekday, or the interval is empty or not within one day.
    """

    weekday: int
    start: int
    end: int

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or not 0 <= self.start < self.end <= WHOLE_DAY:
            raise BadValue(f"{self} is no interval of a day; it ends after it starts, on one of the weekdays 0 to 6")

    @classmethod
    def parse(cls, weekday: int, text: str) -> "Opening":
        """Read an interval such as "09:00-12:30"; "24:00" is the end of the day.

        Raises:
            BadValue: it is written otherwise, or empty.
        """
        found = re.fullmatch(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", text)
        hours = [int(one) for one in found.groups()] if found else [0] * 4
        start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if not start < end <= WHOLE_DAY:
            said = f"{WEEKDAYS[weekday]} has {text!r}, which is no interval of a day"
            raise BadValue(f'{said}; write "09:00-12:30", and two of them where it goes over midnight')
        return cls(weekday, start, end)


ALWAYS = tuple(Opening(weekday, 0, WHOLE_DAY) for weekday in range(7))
"""Open day and night."""


@frozen
class Calendar:
    """A store's business hours.

    Args:
        zone: the time zone that they are told in, an IANA name.
        openings: the intervals of the week; day and night where not given.
        holidays: days on which it is closed.

    Raises:
        BadValue: it is never open, or two intervals of a day overlap.
    """

    zone: str = "UTC"
    openings: tuple[Opening, ...] = ALWAYS
    holidays: tuple[date, ...] = field(default=())

    def __attrs_post_init__(self) -> None:
        if not self.openings:
            raise BadValue('the calendar is never open; give one day an interval, such as monday = ["09:00-17:00"]')
        ordered = sorted(self.openings)
        for before, after in pairwise(ordered):
            if before.weekday == after.weekday and after.start < before.end:
                raise BadValue(f"{WEEKDAYS[after.weekday]} has two intervals that overlap; make one of them")

    def open_on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The stretches of a day in which it is open, in UTC and in order.

        An instant is open where the local clock shows a minute of an interval: in a night when the clock is set
        back, an hour that it shows twice is open twice, and one that it leaves out is not open at all.
        """
        if day in self.holidays:
            return
        midnight = datetime.combine(day, time(), UTC)
        openings = [one for one in self.openings if one.weekday == day.weekday()]
        if not openings:
            return
        window = midnight - _FURTHEST, midnight + timedelta(days=1) + _FURTHEST
        found: list[tuple[datetime, datetime]] = []
        for since, until, offset in stretches(ZoneInfo(self.zone), *window):
            for one in openings:
                start = max(since, midnight + timedelta(minutes=one.start) - offset)
                end = min(until, midnight + timedelta(minutes=one.end) - offset)
                if start < end:
                    found.append((start, end))
        yield from sorted(found)
