"""Campaigns: when more is earned, and on what; days, weekdays and hours are those of the store."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from attrs import frozen

from retention_sdk import BadValue, Line, setting

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@frozen(kw_only=True)
class Campaign:
    """A while in which more is earned; what is not said does not matter."""

    times: Decimal = setting(help="how many times as much is earned")
    first_day: date | None = setting(default=None, help="its first day")
    last_day: date | None = setting(default=None, help="its last day, to its end where the store is")
    weekdays: tuple[Weekday, ...] = setting(default=(), help="its days of the week; all where none is given")
    from_hour: int = setting(default=0, ge=0, le=23, help="the hour of the day that it begins at")
    until_hour: int = setting(default=24, ge=1, le=24, help="the hour of the day that it ends at")
    categories: tuple[str, ...] = setting(default=(), help="what it is for; everything where none is given")
    tiers: tuple[str, ...] = setting(default=(), help="whom it is for; everybody where none is given")

    def __attrs_post_init__(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise BadValue(f"last_day is {self.last_day}; it must not be before first_day, {self.first_day}")
        if self.until_hour <= self.from_hour:
            raise BadValue(f"until_hour is {self.until_hour}; it must be after from_hour, {self.from_hour}")

    def runs(self, at: datetime, tier: str) -> bool:
        """Whether it runs at a time of the store, for a tier."""
        day = at.date()
        return (
            (self.first_day is None or day >= self.first_day)
            and (self.last_day is None or day <= self.last_day)
            and (not self.weekdays or WEEK[day.weekday()] in self.weekdays)
            and self.from_hour <= at.hour < self.until_hour
            and (not self.tiers or tier in self.tiers)
        )

    def covers(self, line: Line | None) -> bool:
        """Whether it is for a line of an order; None is what is on no line, such as shipping."""
        return not self.categories or (line is not None and not set(self.categories).isdisjoint(line.categories))
