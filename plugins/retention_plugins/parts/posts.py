"""Posts as a merchant writes them into the file: what, and when."""

from datetime import UTC, date, datetime
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_sdk import BadValue, setting

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@frozen(kw_only=True)
class Post:
    """A post, on one day or on days of each week."""

    text: str = setting(help="what is posted")
    time: str = setting(help='when, in the zone of the store, such as "10:00"')
    day: date | None = setting(default=None, help="on which day, once")
    weekdays: tuple[Weekday, ...] = setting(default=(), help="or on which days of each week")
    first: date | None = setting(default=None, help="the first day of these weeks")
    last: date | None = setting(default=None, help="the last day of these weeks")
    what: Literal["news", "contest", "promotion"] = setting(default="news", help="what it is")
    accounts: tuple[str, ...] = setting(default=(), help="where; wherever the strategy posts, where not given")
    link: str | None = setting(default=None, help="where it leads")
    image: str | None = setting(default=None, help="where its picture is")
    alt: str | None = setting(default=None, help="the picture in words, for who cannot see it")
    skus: tuple[str, ...] = setting(default=(), help="the items that it offers; it waits while one of them is held")

    def __attrs_post_init__(self) -> None:
        if not self.text.strip():
            raise BadValue("text is empty; write what is posted")
        if (self.day is None) == (not self.weekdays):
            raise BadValue(f"day or weekdays: write one of them, and not both, for {self.text[:40]!r}")
        if self.alt is not None and self.image is None:
            raise BadValue("alt tells of a picture; write where the image is, too")
        self.at(date(2000, 1, 1), ZoneInfo("UTC"))

    def is_on(self, day: date) -> bool:
        """Whether it is posted on a day."""
        if self.day is not None:
            return self.day == day
        outside = (self.first is not None and day < self.first) or (self.last is not None and day > self.last)
        return get_args(Weekday)[day.weekday()] in self.weekdays and not outside

    def at(self, day: date, zone: ZoneInfo) -> datetime:
        """When it is posted on a day.

        Raises:
            BadValue: its time is none.
        """
        try:
            hour = datetime.strptime(self.time, "%H:%M").replace(tzinfo=UTC).time()
        except ValueError:
            raise BadValue(f'time is {self.time!r}; write hours and minutes, such as "10:00"') from None
        return datetime.combine(day, hour, zone)
