"""What a worker calls to find what webhooks have missed: no platform promises to deliver each of them."""

import logging
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Event as Flag

from attrs import define, frozen

from retention_sdk.calls.base import Calls
from retention_sdk.decision import Decision
from retention_sdk.errors import AdapterError, Refused, RetentionError
from retention_sdk.events import Event
from retention_sdk.platforms import Adapter
from retention_sdk.platforms.mistakes import alone, history_of
from retention_sdk.store.asking_platforms import Asking
from retention_sdk.times import from_micros, to_micros, utc

_log = logging.getLogger("retention_sdk.worker")

FIRST = timedelta(days=3)
"""How far back a platform is asked that never was: `retention backfill` asks for everything."""

LEASE = timedelta(hours=1)
"""How long nobody else asks a platform that somebody has begun to ask, at least."""


@frozen
class Reconciled:
    """What came of asking a platform.

    Args:
        adapter: its adapter's name.
        events: how many events it told of, those that were known among them.
        done: what was put in place there again, in sentences.
        errors: what could not be handled, or why it could not be asked.
    """

    adapter: str
    events: int = 0
    done: tuple[str, ...] = ()
    errors: tuple[RetentionError, ...] = ()


@define
class _Told:
    """What a platform tells, up to where it breaks or somebody says to stop; what it told by then is handled.

    Args:
        events: its history.
        stop: set where nothing more is to be read.
        whole: whether that was all of it.
        error: why it broke.
    """

    events: Iterable[Event]
    stop: Flag
    whole: bool = False
    error: AdapterError | None = None

    def __iter__(self) -> Iterator[Event]:
        try:
            for event in self.events:
                if self.stop.is_set():
                    return
                yield event
            self.whole = True
        except AdapterError as error:
            self.error = error


class ReconcileCalls(Calls):
    """The call of an engine that asks platforms what happened."""

    @abstractmethod
    def results(self, events: Iterable[Event]) -> Iterator[Decision | RetentionError]:
        """Decide many events; an event's error is in its place."""

    def reconcile(self, now: datetime | None = None, *, stop: Flag | None = None) -> list[Reconciled]:
        """Ask each platform whose time has come what was changed there, and see that it still tells us.

        Webhooks that it dropped are put back, and what they missed is handled; what is known changes nothing. Any
        number of workers may call it at once: each platform is asked by one of them, every `reconcile_minutes` of
        `[service]`. Where it cannot be asked, be it for a mistake in its adapter, the others are asked all the same; it
        is asked again after a quarter of that time, and then from where this time should have begun.

        Args:
            now: what time it is; now where not given.
            stop: set it, and nothing more is read; what was read is handled, and read again next time.

        Returns:
            What came of each that was asked.
        """
        minutes = self.config.service.reconcile_minutes
        at, every = datetime.now(UTC) if now is None else utc(now), timedelta(minutes=minutes)
        found: list[Reconciled] = []
        for name, adapter in self.adapters.items() if minutes else ():
            asking, until = Asking(self.store, self.config.store.key, name), at + max(every, LEASE)
            since = asking.claim(to_micros(at), to_micros(until), to_micros(at - FIRST))
            if since is None:
                continue
            soon = to_micros(at + every / 4)
            try:
                told, whole = self._asked(name, adapter, from_micros(since), stop or Flag())
            except BaseException:  # it is not the adapter's, and must not keep all waiting until the claim is over
                asking.settle(soon, None)
                raise
            well = whole and not any(isinstance(one, AdapterError) for one in told.errors)
            asking.settle(to_micros(at + every) if well else soon, to_micros(at) if whole else None)
            found.append(told)
        return found

    def _asked(self, name: str, adapter: Adapter, since: datetime, stop: Flag) -> tuple[Reconciled, bool]:
        """Ask a platform; what it told, and whether that is all of it."""
        events, told = 0, _Told(history_of(adapter, since), stop)
        done, problems = _set_up(adapter)
        for result in self.results(told):
            events += 1
            if not isinstance(result, Decision):
                problems.append(result)
        if told.error is not None:
            problems.append(told.error)
        for problem in problems:
            _log.warning("%s: %s", name, problem)
        for sentence in done:
            _log.info("%s: %s", name, sentence)
        return Reconciled(name, events, done, tuple(problems)), told.whole


def _set_up(adapter: Adapter) -> tuple[tuple[str, ...], list[RetentionError]]:
    """Put webhooks back; what was done, and why it could not be: what they missed is asked for all the same."""
    try:
        with alone():
            return tuple(adapter.setup()), []
    except Refused:  # nobody has told it where we are reached: the doctor says so
        return (), []
    except AdapterError as error:
        return (), [error]
