"""An import while it runs: orders in, a thousand a transaction, and what became of them."""

from collections.abc import Callable, Iterator
from time import perf_counter

from attrs import define, field

from retention_sdk.cli.summary import Summary
from retention_sdk.decision import Decision
from retention_sdk.engine import BATCH, Engine
from retention_sdk.errors import RetentionError
from retention_sdk.events import Event
from retention_sdk.store.history import known_events

KEPT = 20
"""The most refused orders that are listed."""


@define
class Outcome:
    """What an import has done so far.

    Attributes:
        summary: what the new orders brought.
        new: orders that were handled for the first time.
        known: orders that had been handled before.
        refused: orders that the engine did not take.
        reasons: why, of the first of them.
        stopped: why it did not come to the end of the file.
        interrupted: whether Ctrl-C was pressed.
        seconds: how long it took.
    """

    summary: Summary
    new: int = 0
    known: int = 0
    refused: int = 0
    reasons: list[str] = field(factory=list[str])
    stopped: str = ""
    interrupted: bool = False
    seconds: float = 0.0

    @property
    def orders(self) -> int:
        """Orders that are in the database now."""
        return self.new + self.known

    def refuse(self, why: str) -> None:
        """Count an order that was not taken."""
        self.refused += 1
        if len(self.reasons) < KEPT:
            self.reasons.append(why)


def _why(_: Event, error: RetentionError) -> str:
    return str(error)


def run(
    engine: Engine,
    events: Iterator[Event],
    progress: Callable[[Outcome], None],
    why: Callable[[Event, RetentionError], str] = _why,
) -> Outcome:
    """Import events, until their end or until something stops it; what was done by then stays done.

    Args:
        engine: the store's.
        events: they are read as they are handled.
        progress: called after each transaction.
        why: says why an event was refused; the error itself where not given.

    Returns:
        What was done.
    """
    begun, outcome = perf_counter(), Outcome(Summary(engine.config.store.currency))
    try:
        for batch in _batches(events):
            _handle(engine, batch, outcome, why)
            progress(outcome)
    except RetentionError as error:
        outcome.stopped = str(error)
    except KeyboardInterrupt:
        outcome.interrupted = True
    outcome.seconds = perf_counter() - begun
    return outcome


def _batches(events: Iterator[Event]) -> Iterator[list[Event]]:
    """A thousand events at a time; where reading breaks off, what was read by then comes before the error."""
    batch: list[Event] = []
    try:
        for event in events:
            batch.append(event)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except RetentionError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def _handle(engine: Engine, batch: list[Event], outcome: Outcome, why: Callable[[Event, RetentionError], str]) -> None:
    known = known_events(engine.store, engine.config.store.key, [(event.source, event.id) for event in batch])
    for event, result in zip(batch, engine.results(batch), strict=True):
        if not isinstance(result, Decision):
            outcome.refuse(why(event, result))
        elif (event.source, event.id) in known:
            outcome.known += 1
        else:
            outcome.new += 1
            outcome.summary.add(result)
