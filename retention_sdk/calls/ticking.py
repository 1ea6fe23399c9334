"""What a store's own code, a worker or a cron line calls for time to go on."""

from abc import abstractmethod
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from retention_sdk.calls.base import Calls
from retention_sdk.calls.clockwork import LEASE, Clockwork
from retention_sdk.calls.drawing import Draws
from retention_sdk.calls.freeing import WaitingLists
from retention_sdk.clock import Ticked
from retention_sdk.errors import BadValue
from retention_sdk.store.timers import Claims, look_again
from retention_sdk.times import to_micros, utc
from retention_sdk.turns import Handling


class TickCalls(Calls):
    """The call of an engine that is about time."""

    _looked = False

    @cached_property
    def _lists(self) -> dict[str, tuple[datetime, int]]:
        """When each waiting list was looked at last."""
        return {}

    @abstractmethod
    def _clockwork(self) -> AbstractContextManager[Handling]:
        """What decides events; the engine stays open meanwhile."""

    def tick(self, now: datetime | None = None, most: int = 10_000) -> Ticked:
        """Do what is due: scheduled events, birthdays, lapses, occasions, lots, and days of the store.

        Any number of threads, processes and hosts may call it at once; each thing happens exactly once. It costs
        next to nothing where nothing is due.

        Args:
            now: the time that it is; now where not given.
            most: how many scheduled events and customers are taken up by this call, before it answers.

        Returns:
            What it came to. Where `more` is true, call it again.

        Raises:
            BadValue: the time has no zone, or the most is no whole number from 1 on.
        """
        at = datetime.now(UTC) if now is None else utc(now)
        if type(most) is not int or most < 1:
            raise BadValue(f"most is {most!r}; pass a whole number from 1 on")
        key = self.config.store.key
        with self._clockwork() as handling:
            if not self._looked:
                look_again(self.store, key, handling.timetable.mark)
                self._looked = True
            claims = Claims(self.store, key, to_micros(at), to_micros(at + LEASE))
            currency, draws = self.config.store.currency, self._draws(handling)
            lists = WaitingLists(self.store, key, handling.places, currency, self._lists)
            return Clockwork(claims, handling.timetable, draws, lists, handling.commit, currency, at).run(most)

    def _draws(self, handling: Handling) -> Draws:
        settings = self.config.store
        where = (self.store, settings.key, ZoneInfo(settings.timezone))
        return Draws(*where, handling.draws, settings.currency, handling.settings)
