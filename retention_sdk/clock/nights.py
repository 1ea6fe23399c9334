"""Midnights: a day begins where the clocks of its zone say so, changed clocks or not."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from retention_sdk.times import midnight

_DAY = timedelta(days=1)


def last_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """The midnight at an instant, or the last one before it."""
    return midnight(at.astimezone(zone).date(), zone)


def first_midnight(at: datetime, zone: ZoneInfo) -> datetime:
    """The midnight at an instant, or the first one after it."""
    day = at.astimezone(zone).date()
    begins = midnight(day, zone)
    return begins if begins >= at else midnight(day + _DAY, zone)
