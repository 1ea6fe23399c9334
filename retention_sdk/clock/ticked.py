"""What a tick came to."""

from datetime import datetime

from attrs import frozen

from retention_sdk.errors import RetentionError


@frozen
class Ticked:
    """What `engine.tick` did.

    Args:
        at: the time that it was called for.
        scheduled: events that strategies or the engine itself had scheduled.
        birthdays: birthdays that began.
        lapses: customers who had been silent for longer than is usual.
        occasions: occasions that strategies had named, and that have come.
        days: days of the store that began.
        settled: customers of whom lots began to count, or expired.
        drawn: draws that were made.
        freed: customers of a waiting list whose turn it was, since places are free again.
        errors: what was due and could not be handled, such as an event whose id is known with another body.
        more: whether something may be left, since the most was done that one call does.
    """

    at: datetime
    scheduled: int = 0
    birthdays: int = 0
    lapses: int = 0
    occasions: int = 0
    settled: int = 0
    days: int = 0
    drawn: int = 0
    freed: int = 0
    errors: tuple[RetentionError, ...] = ()
    more: bool = False

    @property
    def fired(self) -> int:
        """How many events there were, all together."""
        fired = self.scheduled + self.birthdays + self.lapses + self.occasions + self.settled
        return fired + self.days + self.drawn + self.freed
