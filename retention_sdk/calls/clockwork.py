"""The clockwork: what is due is claimed, handled as events, a batch a transaction, and so on until nothing is left."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from attrs import evolve, field, frozen

from retention_sdk.calls.drawing import Draws
from retention_sdk.calls.freeing import WaitingLists
from retention_sdk.clock import Ticked, Timetable
from retention_sdk.decision import Decision
from retention_sdk.errors import RetentionError
from retention_sdk.events import Event
from retention_sdk.store.rows import micros
from retention_sdk.store.timers import Claims, Woken
from retention_sdk.turns.desk import standing_of
from retention_sdk.turns.due import WITHDRAWN
from retention_sdk.turns.incoming import Incoming, Timer, position, prepare
from retention_sdk.wire import from_json

_log = logging.getLogger("retention_sdk.clock")

LEASE = timedelta(minutes=5)
"""How long a batch is left to whoever claimed it."""

BATCH = 500
"""The most that is claimed at once."""

LOOKS = 20
"""How often a tick looks at a customer: what time brings may bring something else, but not for ever."""

Commit = Callable[[Sequence[Incoming]], list[Decision | RetentionError]]


@frozen
class Clockwork:
    """What one tick works with.

    Args:
        claims: what is due.
        timetable: what time brings the customers.
        draws: what is drawn by itself.
        lists: those who wait for places.
        commit: decides events and commits them.
        currency: the store's.
        now: the time that it is.
    """

    claims: Claims
    timetable: Timetable
    draws: Draws
    lists: WaitingLists
    commit: Commit
    currency: str
    now: datetime
    _looks: Counter[str] = field(init=False, factory=Counter[str])

    def run(self, most: int) -> Ticked:
        """Do what is due.

        Args:
            most: how many scheduled events and customers are taken up.

        Returns:
            What it came to.
        """
        done, errors, left = Counter[str](), list[RetentionError](), most
        self._days_of_store(done, errors)
        done["drawn"] = self.draws.run(self.now, self.commit, errors)
        done["freed"] = self.lists.run(self.now, self.commit, errors)
        for turn in (self._scheduled, self._woken):
            while left:
                asked = min(BATCH, left)
                taken = turn(asked, done, errors)
                left -= taken
                if not taken:
                    break
        for error in errors:
            _log.error("what was due could not be handled: %s", error)
        return Ticked(
            self.now,
            scheduled=done["scheduled"],
            birthdays=done["birthday"],
            lapses=done["lapse"],
            occasions=done["occasion"],
            settled=done["lots_due"],
            days=done["store_day"],
            drawn=done["drawn"],
            freed=done["freed"],
            errors=tuple(errors),
            more=not left,
        )

    def _days_of_store(self, done: Counter[str], errors: list[RetentionError]) -> None:
        if not self.timetable.store_days:
            return
        days = self.timetable.days_of_store(standing_of(self.claims.of_store()).occasions.store_day, self.now)
        batch = [evolve(prepare(day, self.currency), timer=Timer()) for day in days]
        done.update(event.kind for event in self._fired(batch, errors))

    def _scheduled(self, most: int, done: Counter[str], errors: list[RetentionError]) -> int:
        claimed = self.claims.scheduled(most)
        batch: list[Incoming] = []
        for key, text in claimed:
            try:
                made = prepare(from_json(text, Event), self.currency)
            except RetentionError as error:  # it is looked at again when the claim is over: a plugin may be back then
                errors.append(error)
            else:
                batch.append(evolve(made, timer=Timer(key, text)))
        done["scheduled"] += len(self._fired(batch, errors))
        return len(claimed)

    def _woken(self, most: int, done: Counter[str], errors: list[RetentionError]) -> int:
        claimed = self.claims.woken(most)
        self._looks.update(one.customer for one in claimed)
        batch = [evolve(prepare(event, self.currency), timer=Timer()) for one in claimed for event in self._due(one)]
        done.update(event.kind for event in self._fired(batch, errors))
        if claimed:
            self.claims.set_aside(claimed, self._next)
        return len(claimed)

    def _fired(self, batch: list[Incoming], errors: list[RetentionError]) -> list[Event]:
        """The events of a batch that happened now, and had not before."""
        batch.sort(key=lambda one: position(one.event))
        fired: list[Event] = []
        for one, result in zip(batch, self.commit(batch) if batch else (), strict=True):
            if not isinstance(result, Decision):
                errors.append(result)
            elif WITHDRAWN.code not in {note.code for note in result.notes}:
                fired.append(one.event)
        return fired

    def _due(self, one: Woken) -> Iterable[Event]:
        if self._looks[one.customer] > LOOKS:
            _log.error("time brought a customer something more %d times in one tick; the rest is left", LOOKS)
            return ()
        return self.timetable.due(one.customer, standing_of(one.standing), one.wallets, self.now)

    def _next(self, one: Woken) -> int | None:
        return micros(self.timetable.wakes_at(one.customer, standing_of(one.standing), one.wallets, self.now))
