"""Caps: the most that is given in a day, a month or a year of the store."""

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

DAY, MONTH, YEAR = "%Y-%m-%d", "%Y-%m-", "%Y-"


@frozen
class Caps:
    """The most that is given in a span of time.

    What was given is remembered event by event, so that what is taken back of one makes room again.

    Args:
        day: the most in a day.
        month: the most in a month.
        year: the most in a year.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def _most(self) -> dict[str, int]:
        """The most in a span, by how the span is written; the shortest first."""
        caps = {f"{DAY} ": self.day, MONTH: self.month, YEAR: self.year}
        return {form: most for form, most in caps.items() if most is not None}

    def room(self, wanted: int, at: datetime, given: Mapping[str, object]) -> int:
        """As much of what is wanted as there is room for.

        Args:
            wanted: how much.
            at: when, in the store's zone.
            given: what was given before, as `remembered`.

        Returns:
            It, or what is left; below 1 where nothing is.
        """
        for form, most in self._most.items():
            span = at.strftime(form)
            had = sum(units for key, units in given.items() if key.startswith(span) and isinstance(units, int))
            wanted = min(wanted, most - had)
        return wanted

    def remembered(self, units: int, at: datetime, event: str, given: Mapping[str, object]) -> dict[str, int | None]:
        """What is to be remembered of what is given: it, and nothing of the spans that are over."""
        if not self._most:
            return {}
        span = at.strftime(list(self._most)[-1])
        over: dict[str, int | None] = dict.fromkeys(key for key in given if not key.startswith(span))
        return {**over, f"{at:{DAY}} {event}": units}
