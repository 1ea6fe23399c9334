"""When a span of open time is over."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_sdk.calendars.calendar import Calendar

LONGEST = 20 * 366
"""The most days that are looked at: what is not due by then is due never."""

_DAY = timedelta(days=1)


@frozen
class Pause:
    """A stretch of time that does not count.

    Args:
        start: when it began.
        end: when it ended; None where it has not.
    """

    start: datetime
    end: datetime | None = None


def due(calendar: Calendar, start: datetime, span: timedelta, pauses: Sequence[Pause] = ()) -> datetime | None:
    """When a span of open time is over.

    Args:
        calendar: when it is open.
        start: when the span begins, in UTC.
        span: how much open time.
        pauses: what of it does not count.

    Returns:
        The earliest instant by which so much time was open; None where a pause that has not ended comes before it,
        or twenty years.
    """
    left = span
    if left <= timedelta(0):
        return start
    for opened, closed in _counted(calendar, start, pauses):
        if closed - opened >= left:
            return opened + left
        left -= closed - opened
    return None


def _counted(calendar: Calendar, start: datetime, pauses: Sequence[Pause]) -> Iterator[tuple[datetime, datetime]]:
    """What is open and not paused from an instant on, in order, until a pause that has not ended."""
    ordered = sorted(pauses, key=lambda pause: pause.start)
    stop = next((pause.start for pause in ordered if pause.end is None), None)
    # the day before too: its last interval may still be open, and a zone's day may begin before UTC's
    day = start.astimezone(ZoneInfo(calendar.zone)).date() - _DAY
    for _ in range(LONGEST):
        for opened, closed in calendar.open_on(day):
            if stop is not None and opened >= stop:
                return
            until = closed if stop is None else min(closed, stop)
            yield from _without(max(opened, start), until, ordered)
        day += _DAY
        if stop is not None and day > stop.date() + _DAY:
            return


def _without(opened: datetime, closed: datetime, pauses: Sequence[Pause]) -> Iterator[tuple[datetime, datetime]]:
    for pause in pauses:
        if pause.end is None or pause.end <= opened:
            continue
        if pause.start >= closed:
            break
        if opened < pause.start:
            yield opened, pause.start
        opened = max(opened, pause.end)
    if opened < closed:
        yield opened, closed
