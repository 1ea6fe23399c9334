"""What was claimed is carried out in some threads, each customer's in order."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from queue import Empty, SimpleQueue
from threading import Event as Flag
from time import monotonic

from attrs import evolve, field, frozen

from retention_sdk.delivery.attempting import Attempting, Barred
from retention_sdk.delivery.claim import Claim
from retention_sdk.delivery.outcome import Again, Carried, Outcome, Returned
from retention_sdk.delivery.pace import Pace
from retention_sdk.delivery.telemetry import telemetry
from retention_sdk.platforms import Adapter, Made

_log = logging.getLogger("retention_sdk.delivery")

TOGETHER = 200
"""How many outcomes are written down in one transaction, at most; no more are lost where a worker dies."""

SOON = 0.05
"""Seconds that an outcome waits for others to be written down with."""

Clock = Callable[[], datetime]

_MICROSECOND = timedelta(microseconds=1)


@frozen
class Round:
    """What a worker does with a batch of one adapter's.

    Args:
        adapter: the adapter; None where none is needed.
        attempting: tries one.
        pace: how fast it is asked.
        threads: how many are tried at a time.
        end: when on the monotonic clock nothing is begun any more, since the claim ends soon.
        stop: set where nothing is to be begun any more.
    """

    adapter: Adapter | None
    attempting: Attempting
    pace: Pace
    threads: int
    end: float
    stop: Flag
    _barred: Flag = field(factory=Flag, init=False)

    def run(self, claims: Sequence[Claim]) -> Iterator[list[Outcome]]:
        """Carry out what was claimed, each customer's in order.

        Args:
            claims: what was claimed, customer by customer.

        Yields:
            What came of some of it, until all is told.
        """
        lanes = deque([*lane] for _, lane in groupby(claims, key=attrgetter("customer")))
        found: SimpleQueue[Outcome | BaseException] = SimpleQueue()
        threads = min(self.threads, len(lanes))
        with ThreadPoolExecutor(threads, thread_name_prefix="retention-delivery") as pool:
            for _ in range(threads):
                pool.submit(self._work, lanes, found.put)
            try:
                yield from _gathered(found, len(claims))
            finally:
                lanes.clear()  # whoever reads has gone

    def _work(self, lanes: deque[list[Claim]], told: Callable[[Outcome | BaseException], None]) -> None:
        while True:
            try:
                lane = lanes.popleft()
            except IndexError:
                return
            try:
                for outcome in self._lane(lane):
                    told(outcome)
            except BaseException as error:  # noqa: BLE001 - whoever waits for outcomes raises it
                told(error)
                return

    def _lane(self, lane: Iterable[Claim]) -> Iterator[Outcome]:
        """One customer's: what cannot be done now keeps all that comes after it."""
        waits, made = False, list[tuple[int, Made]]()
        for claim in lane:
            outcome = Returned(claim) if waits else self._one(evolve(claim, beside=_beside(claim, made)))
            waits = waits or isinstance(outcome, Again | Returned)
            if isinstance(outcome, Carried) and outcome.receipt and not claim.undoes:
                made.append((claim.turn, Made(claim.action or claim.granted, outcome.receipt)))
            yield outcome

    def _one(self, claim: Claim) -> Outcome:
        if self.adapter is None or claim.action is None:
            return self.attempting.attempt(None, claim)
        if self.stop.is_set() or self._barred.is_set() or monotonic() > self.end:
            return Returned(claim)
        wait = self.pace.wait(self.end)
        if wait is None or (wait and self.stop.wait(wait)):
            return Returned(claim)
        with telemetry().tried(claim) as measured:
            outcome = self.attempting.attempt(self.adapter, claim)
            measured.append(outcome)
        if isinstance(outcome, Barred):
            self._barred.set()
        return outcome


def _beside(claim: Claim, made: Iterable[tuple[int, Made]]) -> tuple[Made, ...]:
    """What was made for the same event, by now."""
    return (*claim.beside, *(one for turn, one in made if turn == claim.turn))


def _gathered(found: "SimpleQueue[Outcome | BaseException]", number: int) -> Iterator[list[Outcome]]:
    """Outcomes as they come, as many together as come soon."""
    while number:
        together = [_outcome(found.get())]
        until = monotonic() + SOON
        while len(together) < min(number, TOGETHER):
            try:
                together.append(_outcome(found.get(timeout=max(until - monotonic(), 0))))
            except Empty:
                break
        number -= len(together)
        yield together


def _outcome(found: Outcome | BaseException) -> Outcome:
    if isinstance(found, BaseException):
        raise found
    return found
