"""A clock that stands still until a test moves it."""

from datetime import datetime, timedelta

from attrs import define, field

from retention_sdk.errors import BadValue
from retention_sdk.testing.builders.times import START
from retention_sdk.times import utc


@define
class ManualClock:
    """A clock that stands where it is put, and is moved by hand. The engine is told its time by whoever calls it.

    Args:
        now: the time that it shows (aware; kept in UTC); put it anywhere by setting it.
    """

    now: datetime = field(default=START, converter=utc)

    def passes(self, days: int = 0, *, hours: int = 0, minutes: int = 0, seconds: int = 0) -> datetime:
        """Move it ahead.

        Args:
            days: days of 24 hours.
            hours: and so many hours.
            minutes: and so many minutes.
            seconds: and so many seconds.

        Returns:
            The time that it shows now.

        Raises:
            BadValue: that is not ahead; to put it back, set `now`.
        """
        span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if span < timedelta(0):
            raise BadValue(f"{span} is not ahead; to put the clock back, set its now")
        self.now += span
        return self.now
