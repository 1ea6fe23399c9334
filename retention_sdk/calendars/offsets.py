"""Between two changes of the clock an hour is an hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def stretches(zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[datetime, datetime, timedelta]]:
    """The stretches between two instants in which a zone's offset from UTC stays what it is.

    Args:
        zone: the zone.
        start: the first instant, in whole seconds of UTC.
        end: the last, two days later at most, so that the clock is changed once at most.

    Returns:
        (start, end, offset) of each.
    """
    first, last = _offset(zone, start), _offset(zone, end)
    if first == last:
        return [(start, end, first)]
    before, after = start, end
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if _offset(zone, middle) == first:
            before = middle
        else:
            after = middle
    return [(start, after, first), (after, end, last)]
