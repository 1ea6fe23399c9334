"""Clocks: how long a step may take, in open time, with what was paused left out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from retention_sdk.calendars import Pause, due
from retention_sdk.cases.terms import Terms
from retention_sdk.events import ClockName


@frozen
class Clock:
    """One clock of a case.

    Args:
        name: which.
        started_at: when it was started.
        span: the open time that it gives.
        due_at: when that is over; None while the case waits for the customer.
        warn_at: when its owner is warned.
        warned_at: when they were.
        breached_at: when it was first missed.
        met_at: when it was met; None while it runs.
        since: when it was started again for the next level, after it was missed.
    """

    name: ClockName
    started_at: datetime
    span: timedelta
    due_at: datetime | None = None
    warn_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    met_at: datetime | None = None
    since: datetime | None = None

    @property
    def runs(self) -> bool:
        """Whether it was not met yet."""
        return self.met_at is None

    def timed(self, terms: Terms, pauses: Sequence[Pause]) -> "Clock":
        """The clock with the times that its case's calendar and pauses make; nobody waits to be answered first."""
        if not self.runs:
            return self
        if self.name == "first_response":
            pauses = ()
        start = self.since or self.started_at
        warned = self.span * terms.warn_percent // 100
        return evolve(
            self,
            due_at=due(terms.calendar, start, self.span, pauses),
            warn_at=due(terms.calendar, start, warned, pauses),
        )


def earlier(one: Clock, other: Clock) -> Clock:
    """The one of two clocks that is due first."""
    return other if other.due_at and one.due_at and other.due_at < one.due_at else one
