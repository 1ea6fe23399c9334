"""Times: aware and in UTC, spans of days, a birthday's month and day."""

import calendar
import re
from datetime import UTC, date, datetime, timedelta

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
        BadValue: the value is no datetime, or it is naive.
    """
    if not isinstance(value, datetime):
        raise BadValue(f"{value!r} is not a datetime; pass an aware one, such as datetime.now(UTC)")
    if value.tzinfo is UTC:
        return value
    if value.utcoffset() is None:
        raise BadValue(f"{value!r} has no time zone; pass an aware datetime, such as datetime.now(UTC)")
    return value.astimezone(UTC)


def days(count: int) -> timedelta:
    """A span of whole days of 24 hours.

    Args:
        count: days, zero or more.

    Returns:
        The span.

    Raises:
        BadValue: the count is not a whole number of zero or more.
    """
    if type(count) is not int or count < 0:
        raise BadValue(f"{count!r} is not a number of days; pass an int of zero or more")
    return timedelta(days=count)


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
    """

    month: int = field()
    day: int = field()
    year: int | None = None

    def __attrs_post_init__(self) -> None:
        leap = 2000 if self.year is None else self.year
        if not 1 <= self.month <= 12 or not 1 <= leap <= 9999:
            raise BadValue(f"month {self.month}, year {self.year}: no such month or year")
        if not 1 <= self.day <= calendar.monthrange(leap, self.month)[1]:
            raise BadValue(f"month {self.month} has no day {self.day}")

    @classmethod
    def parse(cls, text: str) -> "MonthDay":
        """Read `1990-02-28`, or `02-28` and `--02-28` where the year is not known."""
        match = re.fullmatch(r"(?:(\d{4})-|--)?(\d{1,2})-(\d{1,2})", text.strip())
        if not match:
            raise BadValue(f"{text!r} is not a birthday; write YYYY-MM-DD or MM-DD")
        year, month, day = match.groups()
        return cls(int(month), int(day), int(year) if year else None)

    def on(self, year: int) -> date:
        """The day it is kept in a year: 29 February falls on the 28th in a year without one."""
        last = calendar.monthrange(year, self.month)[1]
        return date(year, self.month, min(self.day, last))

    def __str__(self) -> str:
        return f"{self.year or '-'}-{self.month:02}-{self.day:02}"
