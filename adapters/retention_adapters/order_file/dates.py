"""Dates as files have them, to instants in UTC."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from retention_sdk import BadValue

# Stricter than datetime.fromisoformat, which takes any character for the T: 1012123000000 would be the year 1012.
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})(?:[T ]([0-9:.,]+) ?(Z|UTC|[+-][0-9:]+)?)?")


def zone(name: str) -> ZoneInfo:
    """The time zone of a name.

    Raises:
        BadValue: there is none.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadValue(f"timezone {name!r} is unknown; write an IANA name such as 'Europe/Prague'") from None


def date_reader(timezone: str, date_format: str | None) -> Callable[[str], datetime]:
    """Makes the reader of a file's dates.

    Args:
        timezone: the zone of times that do not tell theirs. An hour that the clocks repeat is its first one.
        date_format: a strptime format, or None for ISO 8601 (with "T" or a blank) and yyyymmdd.

    Returns:
        A function from text to an instant in UTC, which raises BadValue for anything else.
    """
    local = zone(timezone)

    # orders of one day stand together, and a zone's rules cost more than all else
    @lru_cache(8192)
    def read(text: str) -> datetime:
        try:
            # its zone is put in below
            at = datetime.strptime(text.strip(), date_format) if date_format else _iso(text.strip())  # noqa: DTZ007
            return (at if at.tzinfo else at.replace(tzinfo=local)).astimezone(UTC)
        except (ValueError, OverflowError):
            wanted = f"written as {date_format!r}" if date_format else "ISO 8601 or yyyymmdd; else pass date_format"
            raise BadValue(f"date {text!r} is not {wanted}") from None

    return read


def _iso(text: str) -> datetime:
    match = _ISO.fullmatch(text)
    if not match:
        raise ValueError(text)
    date, time, offset = match.groups(default="")
    return datetime.fromisoformat(f"{date}T{time}{offset.replace('UTC', 'Z')}" if time else date)
