"""Levels, and what counts towards them at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

from retention_sdk import MonthDay, setting

Amounts = Sequence[tuple[datetime, int]]
"""When something was added, and how much, oldest first."""


@frozen(kw_only=True)
class Level:
    """A level."""

    at: int = setting(ge=1, help="how much it takes: whole units of the currency, points or orders")
    percent: int = setting(default=0, ge=0, le=100, help="percent off with a coupon for entering it; 0 gives none")
    points: int = setting(default=0, ge=0, help="points for entering it; 0 gives none")


@frozen
class Rolling:
    """What was added within a span of time counts.

    Args:
        amounts: what was added.
        span: the span.
    """

    amounts: Amounts
    span: timedelta

    def counted(self, at: datetime) -> int:
        """How much counts at a time."""
        return sum(amount for when, amount in self.amounts if at - self.span < when <= at)

    def ends(self, least: int, after: datetime) -> datetime | None:
        """The first time after another when less than so much counts, if nothing is added; None where none is."""
        left = self.counted(after)
        for when, amount in self.amounts:
            if after - self.span < when <= after:
                left -= amount
                if left < least:
                    return when + self.span
        return None

    def next(self, at: datetime) -> datetime:
        """When the span is over that begins at a time."""
        return at + self.span


@frozen
class Years:
    """What was added within a year counts until the next year is over.

    Args:
        amounts: what was added.
        begins: the day that a year begins on.
        zone: where.
        at_once: whether it counts at once, and not only when its year is over.
    """

    amounts: Amounts
    begins: MonthDay
    zone: ZoneInfo
    at_once: bool = True

    def counted(self, at: datetime) -> int:
        """How much counts at a time: of two years the one in which more was added."""
        before, begun = self._start(at, -1), self._start(at)
        past = sum(amount for when, amount in self.amounts if before <= when < begun)
        now = sum(amount for when, amount in self.amounts if begun <= when <= at)
        return max(past, now) if self.at_once else past

    def ends(self, least: int, after: datetime) -> datetime | None:
        """The first time after another when less than so much counts, if nothing is added; None where none is."""
        return next((at for at in self._starts(after) if self.counted(at) < least), None)

    def next(self, at: datetime) -> datetime:
        """When the next year begins."""
        return self._start(at, 1)

    def _starts(self, after: datetime) -> Iterator[datetime]:
        yield from (self._start(after, 1), self._start(after, 2))

    def _start(self, at: datetime, later: int = 0) -> datetime:
        """When the year of a time begins, or one so many years later."""
        day = at.astimezone(self.zone).date()
        year = day.year - (day < self.begins.on(day.year)) + later
        return datetime.combine(self.begins.on(year), time.min, self.zone)


Counts = Rolling | Years
"""What counts."""


@frozen
class Ladder:
    """Levels one above the other: 1 is the lowest, and 0 is none.

    Args:
        takes: how much each takes, the lowest first.
        grace: how long a level is kept after it should end.
        refund_grace: how long it is kept where what reached it was taken back.
        one_down: whether one falls by one level at a time.
    """

    takes: Sequence[int]
    grace: timedelta = timedelta(0)
    refund_grace: timedelta = timedelta(0)
    one_down: bool = False

    def reached(self, counted: int) -> int:
        """The level that so much reaches."""
        return sum(take <= counted for take in self.takes)

    def stand(
        self, held: int, until: datetime | None, counts: Counts, at: datetime, *, lost: bool = False
    ) -> tuple[int, datetime | None]:
        """The level at a time, and when it ends if nothing is added.

        Args:
            held: the level just before it.
            until: when that was to end; None where that is not known.
            counts: what counts.
            at: the time.
            lost: whether it is not reached any more because something was taken back.

        Returns:
            The level, and None for the end of none.
        """
        reached = self.reached(counts.counted(at))
        level, kept = reached, at + self.refund_grace if lost else until or at
        if reached < held and at < (kept := min(kept, until or kept)):
            return held, kept
        if reached < held and self.one_down and not lost:
            level = held - 1
        if level > reached:
            return level, counts.next(at)
        ends = counts.ends(self.takes[level - 1], at) if level else None
        return level, ends and ends + self.grace
