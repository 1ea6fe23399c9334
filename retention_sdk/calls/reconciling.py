"""What a worker calls to find what webhooks have missed: no platform promises to deliver each of them."""

import logging
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Event as Flag

from attrs import frozen

from retention_sdk.calls.base import Calls
from retention_sdk.decision import Decision
from retention_sdk.errors import AdapterError, Refused, RetentionError
from retention_sdk.events import Event
from retention_sdk.platforms import Adapter
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


class Stopped(Exception):
    """It was said to stop in between."""


class ReconcileCalls(Calls):
    """The call of an engine that asks platforms what happened."""

    @abstractmethod
    def results(self, events: Iterable[Event]) -> Iterator[Decision | RetentionError]:
        """Decide many events; an event's error is in its place."""

    def reconcile(self, now: datetime | None = None, *, stop: Flag | None = None) -> list[Reconciled]:
        """Ask each platform whose time has come what was changed there, and see that it still tells us.

        Webhooks that it dropped are put back, and what they missed is handled; what is known changes nothing. Any
        number of workers may call it at once: each platform is asked by one of them, every `reconcile_minutes` of
        `[service]`. Where it cannot be asked, the next time begins where this one should have.

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
            if since is not None:
                told, whole = self._asked(adapter, from_micros(since), stop or Flag())
                asking.settle(to_micros(at + (every if whole else every / 4)), to_micros(at) if whole else None)
                found.append(told)
        return found

    def _asked(self, adapter: Adapter, since: datetime, stop: Flag) -> tuple[Reconciled, bool]:
        """Ask a platform; what it told, and whether that is all of it."""
        done, problems, events, whole = tuple[str, ...](), list[RetentionError](), 0, False
        try:
            done = _set_up(adapter)
            for result in self.results(_until(stop, adapter.history(since))):
                events += 1
                if not isinstance(result, Decision):
                    problems.append(result)
            whole = True
        except AdapterError as error:
            problems.append(error)
        except Stopped:
            _log.info("%s: it was said to stop while its platform was asked", adapter.name)
        for problem in problems:
            _log.warning("%s: %s", adapter.name, problem)
        for sentence in done:
            _log.info("%s: %s", adapter.name, sentence)
        return Reconciled(adapter.name, events, done, tuple(problems)), whole


def _set_up(adapter: Adapter) -> tuple[str, ...]:
    try:
        return tuple(adapter.setup())
    except Refused:  # nobody has told it where we are reached: the doctor says so
        return ()


def _until(stop: Flag, events: Iterable[Event]) -> Iterator[Event]:
    for event in events:
        if stop.is_set():
            raise Stopped
        yield event
