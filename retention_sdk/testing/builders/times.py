"""When things happen in tests."""

from datetime import UTC, datetime, timedelta

START = datetime(2100, 1, 1, 12, tzinfo=UTC)
"""When events begin to happen: later than the clock of any machine, so nothing is due before a test says so."""


def after(days: int = 0, *, hours: int = 0, minutes: int = 0, seconds: int = 0, microseconds: int = 0) -> datetime:
    """A time after START.

    Args:
        days: days of 24 hours; below zero is before it, as with the others.
        hours: and so many hours.
        minutes: and so many minutes.
        seconds: and so many seconds.
        microseconds: and so many microseconds.

    Returns:
        The time, in UTC.
    """
    return START + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=microseconds)
