"""What a store promises to those who complain, and what it allows those who answer them."""

from collections.abc import Mapping
from datetime import timedelta

from attrs import field, frozen

from retention_sdk.calendars import Calendar
from retention_sdk.events import Severity
from retention_sdk.money import Money

LEVELS = ("agent", "help desk", "supervisor")
"""Who deals with a case: it goes up from one to the next."""


@frozen
class BySeverity:
    """A span of open time for each severity; None is no clock."""

    low: timedelta | None = None
    medium: timedelta | None = None
    high: timedelta | None = None
    severe: timedelta | None = None

    def of(self, severity: Severity) -> timedelta | None:
        """The span of a severity."""
        found: timedelta | None = getattr(self, severity.value)
        return found


@frozen
class Terms:
    """The promises that a case is opened with; they stay with it, whatever the file says later.

    Args:
        calendar: when the store is open; the clocks run then alone.
        first_response: open time until somebody has answered.
        next_response: open time until somebody has answered a later message.
        resolution: open time until a remedy has reached the customer.
        promise: open time from a remedy until somebody has followed it up.
        approval: open time until somebody who may has decided on what was above the others' authority.
        warn_percent: at how many percent of a span its owner is warned.
        levels: the roles that a case goes up through.
    """

    calendar: Calendar = field(factory=Calendar)
    first_response: timedelta | None = None
    next_response: timedelta | None = None
    resolution: BySeverity = BySeverity()
    promise: timedelta | None = None
    approval: timedelta | None = None
    warn_percent: int = 75
    levels: tuple[str, ...] = LEVELS

    def above(self, level: str) -> str:
        """The level after another; the highest has none above it."""
        place = self.levels.index(level) + 1 if level in self.levels else 0
        return self.levels[min(place, len(self.levels) - 1)]


@frozen
class Rules:
    """All that dealing with complaints depends on.

    Args:
        terms: what a case that is opened now is promised.
        join_for: how long after its last message a complaint about the same matter joins a case.
        cap_percent: the most that all remedies for an order may cost, in percent of it.
        cap_warn_percent: above how many percent of it a person is told.
        authority: the most that a role may give at once.
        leaving: the reasons of cancel requests that open a case.
    """

    terms: Terms = Terms()
    join_for: timedelta = timedelta(days=14)
    cap_percent: int = 150
    cap_warn_percent: int = 100
    authority: Mapping[str, Money] = field(factory=dict[str, Money])
    leaving: tuple[str, ...] = ()
