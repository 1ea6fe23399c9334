"""The `[cases]` table: how fast complaints are answered, by whom, and in which hours."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from attrs import Attribute, field, frozen

from retention_sdk.authoring import setting
from retention_sdk.calendars import Calendar, Opening
from retention_sdk.calendars.calendar import ALWAYS, WEEKDAYS
from retention_sdk.cases import LEVELS, BySeverity, Rules, Terms
from retention_sdk.checks import accepts
from retention_sdk.errors import BadValue
from retention_sdk.money import Money
from retention_sdk.settings.scalars import DAY

MOST_HOURS = 10_000

_HOUR = "([01][0-9]|2[0-4]):[0-5][0-9]"


@accepts(pattern=f"^{_HOUR}-{_HOUR}$")
def _openings(_: object, attribute: "Attribute[Any]", value: tuple[str, ...]) -> None:
    for text in value:
        Opening.parse(WEEKDAYS.index(attribute.name), text)


@accepts(pattern=f"^{DAY}$")
def _dates(_: object, attribute: "Attribute[Any]", value: tuple[str, ...]) -> None:
    for text in value:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise BadValue(f'{attribute.name} has {text!r}, which is no day; write "2026-12-25"') from None


@accepts(minItems=1, uniqueItems=True, minLength=1)
def _levels(_: object, attribute: "Attribute[Any]", value: tuple[str, ...]) -> None:
    if not value or "" in value or len(set(value)) < len(value):
        raise BadValue(f"{attribute.name} is {list(value)}; name at least one role, each once, the lowest first")


@frozen
class Hours:
    """When the store is open, by weekday; day and night where no day is given.

    Args:
        monday: the intervals of a Monday, such as "09:00-12:30".
        tuesday: the intervals of a Tuesday, such as "09:00-12:30".
        wednesday: the intervals of a Wednesday, such as "09:00-12:30".
        thursday: the intervals of a Thursday, such as "09:00-12:30".
        friday: the intervals of a Friday, such as "09:00-12:30".
        saturday: the intervals of a Saturday, such as "09:00-12:30".
        sunday: the intervals of a Sunday, such as "09:00-12:30".
        holidays: days on which it is closed, such as "2026-12-25".
    """

    monday: tuple[str, ...] = field(default=(), validator=_openings)
    tuesday: tuple[str, ...] = field(default=(), validator=_openings)
    wednesday: tuple[str, ...] = field(default=(), validator=_openings)
    thursday: tuple[str, ...] = field(default=(), validator=_openings)
    friday: tuple[str, ...] = field(default=(), validator=_openings)
    saturday: tuple[str, ...] = field(default=(), validator=_openings)
    sunday: tuple[str, ...] = field(default=(), validator=_openings)
    holidays: tuple[str, ...] = field(default=(), validator=_dates)

    def __attrs_post_init__(self) -> None:
        self.calendar("UTC")

    def calendar(self, zone: str) -> Calendar:
        """The calendar of these hours in a time zone.

        Raises:
            BadValue: two intervals of a day overlap.
        """
        week = [(day, text) for day, name in enumerate(WEEKDAYS) for text in getattr(self, name)]
        openings = tuple(Opening.parse(day, text) for day, text in week) or ALWAYS
        return Calendar(zone, openings, tuple(map(date.fromisoformat, self.holidays)))


@frozen
class HoursBySeverity:
    """Open hours for each severity; no clock where not given.

    Args:
        low: until a complaint of low severity is settled.
        medium: until one of medium severity is.
        high: until one of high severity is.
        severe: until one that is severe is.
    """

    low: int | None = setting(default=None, ge=1, le=MOST_HOURS)
    medium: int | None = setting(default=None, ge=1, le=MOST_HOURS)
    high: int | None = setting(default=None, ge=1, le=MOST_HOURS)
    severe: int | None = setting(default=None, ge=1, le=MOST_HOURS)


@frozen
class CaseSettings:
    """How complaints are dealt with; a clock that is not given does not run.

    Args:
        first_response_hours: open hours until somebody has answered a complaint.
        next_response_hours: open hours until somebody has answered a later message.
        resolution_hours: open hours until a remedy has reached the customer, by severity.
        follow_up_hours: open hours from a remedy until somebody has asked whether the matter is settled.
        approval_hours: open hours until a remedy above the others' authority is decided on.
        warn_percent: at how many percent of its hours a clock warns.
        answer_again_hours: how long a case must be silent before a strategy answers its next message; 0 answers all.
        join_days: how long after its last message a complaint about the same matter joins a case.
        levels: the roles that a case goes up through, the lowest first.
        remedy_cap_percent: the most that all remedies for an order may cost, in percent of the order.
        remedy_warn_percent: above how many percent of the order the decision says so.
        calendar: when the store is open; day and night without it.
    """

    first_response_hours: int | None = setting(default=None, ge=1, le=MOST_HOURS)
    next_response_hours: int | None = setting(default=None, ge=1, le=MOST_HOURS)
    resolution_hours: HoursBySeverity = field(factory=HoursBySeverity)
    follow_up_hours: int | None = setting(default=None, ge=1, le=MOST_HOURS)
    approval_hours: int | None = setting(default=None, ge=1, le=MOST_HOURS)
    warn_percent: int = setting(default=75, ge=1, le=99)
    answer_again_hours: int = setting(default=24, ge=0, le=MOST_HOURS)
    join_days: int = setting(default=14, ge=0, le=3650)
    levels: tuple[str, ...] = field(default=LEVELS, validator=_levels)
    remedy_cap_percent: int = setting(default=150, ge=0, le=1000)
    remedy_warn_percent: int = setting(default=100, ge=0, le=1000)
    calendar: Hours = field(factory=Hours)

    def rules(self, zone: str, authority: Mapping[str, Money], leaving: tuple[str, ...] = ()) -> Rules:
        """What dealing with complaints depends on.

        Args:
            zone: the store's time zone.
            authority: the most that a role may give.
            leaving: the reasons of cancel requests that open a case.
        """
        by_severity = self.resolution_hours
        terms = Terms(
            calendar=self.calendar.calendar(zone),
            first_response=_hours(self.first_response_hours),
            next_response=_hours(self.next_response_hours),
            resolution=BySeverity(
                _hours(by_severity.low),
                _hours(by_severity.medium),
                _hours(by_severity.high),
                _hours(by_severity.severe),
            ),
            promise=_hours(self.follow_up_hours),
            approval=_hours(self.approval_hours),
            warn_percent=self.warn_percent,
            levels=self.levels,
        )
        if terms == Terms(calendar=terms.calendar):
            terms = Terms()  # no clock needs the calendar, and a case need not keep it
        join = timedelta(days=self.join_days)
        return Rules(terms, join, self.remedy_cap_percent, self.remedy_warn_percent, dict(authority), leaving)


def _hours(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(hours=count)
