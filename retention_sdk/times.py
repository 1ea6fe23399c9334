"""Times: aware and in UTC, spans of days, a birthday's month and day."""

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from attrs import field, frozen

from retention_sdk.errors import BadValue

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def utc(value: datetime) -> datetime:
    """The same instant in UTC.

    Args:
        value: an aware datetime.

    Returns:
        The instant, its time zone UTC.

    Raises:
        BadValue: the value is no datetime, it is naive, or UTC has no such year.
    """
    if type(value) is datetime and value.tzinfo is UTC:
        return value
    if not isinstance(value, datetime):
        raise BadValue(f"{value!r} is not a datetime; pass an aware one, such as datetime.now(UTC)")
    if value.utcoffset() is None:
        raise BadValue(f"{value!r} has no time zone; pass an aware datetime, such as datetime.now(UTC)")
    try:
        at = value.astimezone(UTC)
    except OverflowError:
        raise BadValue(f"{value!r} is in no year that UTC has; pass one of the years 1 to 9999") from None
    # a plain one: the stored form has no place for what a subclass adds, such as nanoseconds
    return datetime(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, UTC)


def days(count: int) -> timedelta:
    """A span of whole days of 24 hours.

    Args:
        count: days, zero or more.

    Returns:
        The span.

    Raises:
        BadValue: the count is not a whole number of zero or more.
    """
    if type(count) is not int or not 0 <= count <= timedelta.max.days:
        raise BadValue(f"{count!r} is not a number of days; pass an int of zero or more")
    return timedelta(days=count)


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins.

    Args:
        day: the day.
        zone: where.

    Returns:
        The instant in UTC: the first midnight where there are two, the next moment there is where there is none.
    """
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def to_micros(value: datetime) -> int:
    """Microseconds since 1970 in UTC: how the store keeps an instant, exactly."""
    return (value - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    """The instant that `to_micros` was given."""
    return _EPOCH + timedelta(microseconds=value)


@frozen
class MonthDay:
    """A birthday: month and day, the year only where the person told it.

    Args:
        month: 1 to 12.
        day: 1 to the month's last; 29 February is a day.
        year: the year of birth, or None.

    Raises:
        BadValue: there is no such day.
    """

    month: int = field()
    day: int = field()
    year: int | None = None

    def __attrs_post_init__(self) -> None:
        leap = 2000 if self.year is None else self.year
        if not type(self.month) is type(self.day) is type(leap) is int:
            raise BadValue("a birthday's month, day and year are ints, such as MonthDay(2, 28, 1990)")
        if not 1 <= self.month <= 12 or not 1 <= leap <= 9999:
            raise BadValue(f"month {self.month}, year {self.year}: no such month or year")
        if not 1 <= self.day <= calendar.monthrange(leap, self.month)[1]:
            raise BadValue(f"month {self.month} has no day {self.day}")

    @classmethod
    def parse(cls, text: str) -> "MonthDay":
        """Read `1990-02-28`, or `02-28` and `--02-28` where the year is not known.

        Raises:
            BadValue: it is written otherwise, or there is no such day.
        """
        match = re.fullmatch(
            r"(?:([0-9]{4})-|--)?([0-9]{1,2})-([0-9]{1,2})", text.strip() if isinstance(text, str) else ""
        )
        if not match:
            raise BadValue(f"{text!r} is not a birthday; write YYYY-MM-DD or MM-DD")
        year, month, day = match.groups()
        return cls(int(month), int(day), int(year) if year else None)

    def on(self, year: int) -> date:
        """The day it is kept in a year: 29 February falls on the 28th in a year without one."""
        last = calendar.monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day, last))

    def __str__(self) -> str:
        year = "-" if self.year is None else f"{self.year:04}"
        return f"{year}-{self.month:02}-{self.day:02}"
