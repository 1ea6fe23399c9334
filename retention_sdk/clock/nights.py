"""Midnights: a day begins where the clocks of its zone say so, changed clocks or not."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins: the first midnight where there are two, the next moment there is where there is none."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def last_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """The midnight at an instant, or the last one before it."""
    return midnight(at.astimezone(zone).date(), zone)


def first_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """The midnight at an instant, or the first one after it."""
    day = at.astimezone(zone).date()
    begins = midnight(day, zone)
    return begins if begins >= at else midnight(day + _DAY, zone)
