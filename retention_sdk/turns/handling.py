"""A batch from the store and back: read, decide in memory, write, in one transaction."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from attrs import evolve

from retention_sdk.clock import Timetable
from retention_sdk.customer import Customer
from retention_sdk.decision import Decision
from retention_sdk.draws import Draw
from retention_sdk.errors import RetentionError
from retention_sdk.events import (
    CancelRequest,
    Correction,
    CustomersMerged,
    Event,
    InvitationAnswered,
    PlaceFreed,
    RedemptionCancelled,
    SessionEvent,
)
from retention_sdk.ledger import Journal
from retention_sdk.store import Batch, Late, Loaded, Request, Stale, Store, Writes
from retention_sdk.times import to_micros, utc
from retention_sdk.turns.collector import collector_held
from retention_sdk.turns.desk import Desk, desks
from retention_sdk.turns.due import Due
from retention_sdk.turns.fold import Folding, Result
from retention_sdk.turns.hindsight import Hindsight
from retention_sdk.turns.incoming import Incoming
from retention_sdk.turns.merging import merged, parts
from retention_sdk.turns.moved import Moved
from retention_sdk.turns.program import Program, Programs
from retention_sdk.turns.recall import Recall
from retention_sdk.turns.replay import replay_all
from retention_sdk.turns.shown import as_known, keys, moments
from retention_sdk.turns.store_days import counted, note_items
from retention_sdk.turns.stored import decision_of

T = TypeVar("T")

MANY = 100
"""From so many events on the garbage collector is held back while a batch runs."""

TAKE_BACK = (CancelRequest, SessionEvent, Correction, RedemptionCancelled, InvitationAnswered, PlaceFreed)
"""Events that may take back what was given before: that is more than one statement, so they need the lock."""

WHOLE = (Correction, RedemptionCancelled, CustomersMerged)
"""Events whose decision needs all that ever happened to their customer."""

PATIENCE = 2
"""How often a lone event is tried without a lock."""


class Handling:
    """What can be done with events on one store.

    Args:
        store: the database.
        program: strategies, guards and settings.
        programs: those of each version of the settings.
    """

    def __init__(self, store: Store, program: Program, programs: Programs) -> None:
        self._store, self._program, self._programs = store, program, programs
        self._thread = threading.local()

    @property
    def timetable(self) -> Timetable:
        """What time brings the customers."""
        return self._program.timetable

    @property
    def settings(self) -> int:
        """The version of the settings."""
        return self._program.settings

    @property
    def places(self) -> Mapping[str, int]:
        """How many places there are of what."""
        return self._program.places

    @property
    def draws(self) -> Sequence[tuple[str, Draw]]:
        """The draws that strategies want, each with its strategy's name."""
        return self._program.draws

    def refuse_strategies(self) -> None:
        """See that it is not a strategy that calls, from inside a decision: it would wait for itself.

        Raises:
            RetentionError: it is.
        """
        if getattr(self._thread, "decides", False):
            raise RetentionError("a strategy handed the engine an event; strategies are pure, answer Schedule(event)")

    def commit(self, batch: Sequence[Incoming]) -> list[Result]:
        """Decide events and commit all of them at once.

        Args:
            batch: the events.

        Returns:
            A decision for each, or the error that this event raised.
        """
        if any(isinstance(incoming.event, CustomersMerged) for incoming in batch):
            return [result for merges, part in parts(batch) for result in self._part(part, merges=merges)]
        return self._part(batch, merges=False)

    def _part(self, batch: Sequence[Incoming], *, merges: bool) -> list[Result]:
        if merges:
            return [self._merged(incoming) for incoming in batch]
        try:
            return self._committed(batch)
        except Moved as moved:
            results = self._part([moved.incoming(one) for one in batch], merges=False)
            return [_told(result, one.event.customer) for result, one in zip(results, batch, strict=True)]

    def _merged(self, incoming: Incoming) -> Result:
        def run(transaction: Batch) -> tuple[Result, Writes]:
            """Make one of two customers, and take the event off the schedule that said so."""
            result, writes = merged(transaction, incoming, self._folding_of(transaction), self._programs)
            if incoming.timer is not None:
                writes.fired.append((incoming.timer.key, incoming.timer.text))
            return result, writes

        try:
            return self._transact(run, locked=True)
        except Moved as moved:
            return self._merged(moved.incoming(incoming))

    def _committed(self, batch: Sequence[Incoming]) -> list[Result]:
        request = self._request([incoming.event for incoming in batch])

        def run(transaction: Batch) -> tuple[list[Result], Writes]:
            """Decide the batch on what is read in the transaction."""
            return self._decided(transaction, request, batch)

        with collector_held() if len(batch) >= MANY else nullcontext():
            lone = batch[0]
            needs_lock = isinstance(lone.event, TAKE_BACK) or lone.timer is not None
            return self._transact(run, locked=len(batch) > 1 or needs_lock)

    def previews(self, events: Sequence[Incoming]) -> list[Result]:
        """Decide events, each as if it were the only one and as of one moment, and commit nothing."""
        try:
            return self._previewed(events, whole=any(isinstance(one.event, WHOLE) for one in events))
        except Late:
            return self._previewed(events, whole=True)

    def _previewed(self, events: Sequence[Incoming], *, whole: bool) -> list[Result]:
        with self._store.reading(whole=whole) as transaction:
            return [self._preview(transaction, one) for one in events]

    def _preview(self, transaction: Batch, incoming: Incoming) -> Result:
        try:
            if isinstance(incoming.event, CustomersMerged):
                return merged(transaction, incoming, self._folding_of(transaction), self._programs)[0]
            return self._decided(transaction, self._request([incoming.event]), [incoming])[0][0]
        except Moved as moved:
            return _told(self._preview(transaction, moved.incoming(incoming)), incoming.event.customer)

    def retry(self, event: Event, enabled: frozenset[str]) -> Decision | None:
        """Ask the strategies again that failed on an event.

        Args:
            event: the event, which is known.
            enabled: the strategies that can be asked.

        Returns:
            The decision with what they answered; None where nobody was left to ask, and where nothing is left of the
            order: then they are asked when it is reopened. None too where it is an answer that may not be the latest.
        """
        request = self._request([event])

        def run(transaction: Batch) -> tuple[Decision | None, Writes]:
            """Ask those who failed on the event, on the standing that it was decided on."""
            folding = self._folding(transaction, request)
            stored = decision_of(event, folding.known[event.source, event.id][7])
            plugins = [
                failure.plugin for failure in stored.failures if failure.plugin in enabled and not failure.is_guards
            ]
            if not plugins or folding.left(event) is None or folding.overtaken(event):
                return None, Writes()
            return folding.retry(event, stored, plugins), folding.writes

        return self._transact(run, locked=True)

    def customer(self, id: str, at: datetime | None = None, *, reach: bool = False) -> Customer:
        """A customer as they stand now, as strategies see them; or as far back as guards look."""
        now, program = datetime.now(UTC) if at is None else utc(at), self._program
        window = max(program.window, program.reach) if reach else program.window
        since = to_micros(now - window) if window else None
        journal = Journal()
        try:
            with self._store.reading() as transaction:
                loaded = transaction.load(Request((), (id,), to_micros(now), since, units=sorted(program.units)))
                desk = desks(loaded, journal, transaction.open_lots).get(id) or Desk(id, journal)
                desk.account.begin(desk.turn, now)
                seen = desk.view(desk.standing, now, window, program.shop)
                return evolve(seen, credits=desk.credited(program.units, now, window)) if program.units else seen
        except Moved as moved:
            return self.customer(moved.name(id), at, reach=reach)

    def hindsight(self, id: str) -> Hindsight:
        """All that ever happened to a customer, read at once."""
        id = self.customer(id).id  # who was merged is somebody else now
        with self._store.reading(whole=True) as transaction:
            loaded, past = transaction.load(Request((), (id,), to_micros(datetime.now(UTC)))), transaction.past([id])
        return Hindsight(id, loaded, past, self._program, self._programs)

    def _request(self, events: Sequence[Event]) -> Request:
        program, times = self._program, [at for event in events for at in moments(event)]
        reach = max(program.window, program.reach)
        return Request(
            events=list(keys(events)),
            customers=list({event.customer: None for event in events}),
            newest=to_micros(max(times)),
            since=to_micros(min(times) - reach) if reach else None,
            orders=bool(program.window),
            units=sorted(program.units),
            slots=program.counters.slots(times),
        )

    def _decided(self, transaction: Batch, request: Request, batch: Sequence[Incoming]) -> tuple[list[Result], Writes]:
        folding = self._folding(transaction, request)
        batch = as_known(batch, folding.known)
        if folding.recall is not None:
            folding.recognise([one.event for one in batch])
        due = Due(transaction, batch, folding)
        gone = {id(one): due.told(one) for one in batch if due.is_gone(one)}
        if gone:
            left = [one for one in batch if id(one) not in gone]
            results = iter(self._results(transaction, left, folding))
            return [gone.get(id(one)) or next(results) for one in batch], folding.writes
        return self._results(transaction, batch, folding), folding.writes

    def _results(self, transaction: Batch, batch: Sequence[Incoming], folding: Folding) -> list[Result]:
        counts = self._program.timetable.store_days
        batch = folding.queue.in_turn(counted(batch, transaction) if counts else batch)
        if late := folding.queue.late(batch):
            past = transaction.past(list(late))
            replay_all(folding, late, past, self._programs)
        results = [folding.handle(incoming) for incoming in batch]
        if counts:
            note_items(batch, folding.writes)
        return results

    def _folding(self, transaction: Batch, request: Request) -> Folding:
        return self._folding_of(transaction)(transaction.load(request))

    def _folding_of(self, transaction: Batch) -> Callable[[Loaded], Folding]:
        def folding(loaded: Loaded) -> Folding:
            """A folding of what was read, which recognises who was forgotten where a secret lets it."""
            made = Folding(loaded, transaction.open_lots, self._program, datetime.now(UTC))
            if self._program.marks is not None:
                made.recall = Recall(self._program.marks, transaction.erased)
            return made

        return folding

    def _transact(self, run: Callable[[Batch], tuple[T, Writes]], *, locked: bool) -> T:
        self._thread.decides = True
        try:
            for attempt in count():
                try:
                    with self._store.batch(locked=locked or attempt >= PATIENCE) as transaction:
                        result, writes = run(transaction)
                        transaction.write(writes)
                except Stale as error:
                    locked = locked or isinstance(error, Late)
                    continue
                return result
            raise AssertionError("count() does not end")
        finally:
            self._thread.decides = False


def _told(result: Result, customer: str) -> Result:
    """A result as whoever handed the event in knows it: under the id that they know the customer by."""
    if not isinstance(result, Decision):
        return result
    return evolve(result, event=evolve(result.event, customer=customer))
