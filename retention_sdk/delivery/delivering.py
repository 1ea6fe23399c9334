"""A round of delivery: take a batch, carry it out, write down what came of it."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from threading import Event as Flag
from threading import Lock
from time import monotonic

from sqlalchemy import func, select

from retention_sdk.delivery.attempting import Attempting
from retention_sdk.delivery.claiming import Claiming
from retention_sdk.delivery.completing import complete
from retention_sdk.delivery.meaning import NOBODY, Meaning
from retention_sdk.delivery.outcome import Again, Never, Outcome
from retention_sdk.delivery.pace import Pace
from retention_sdk.delivery.patience import Patience
from retention_sdk.delivery.rounds import Round
from retention_sdk.delivery.routing import Routes
from retention_sdk.platforms import Adapter
from retention_sdk.settings import Config
from retention_sdk.store import Store
from retention_sdk.store.schema import IS_DUE, outbox
from retention_sdk.times import from_micros, to_micros

_log = logging.getLogger("retention_sdk.delivery")

_MICROSECOND = timedelta(microseconds=1)


def _now() -> datetime:
    return datetime.now(UTC)


class Delivering:
    """Carries out what waits in the outbox of a store. Any number of them share the work.

    Args:
        store: the database.
        config: what the merchant wrote.
        adapters: what carries actions out, by name.
    """

    def __init__(self, store: Store, config: Config, adapters: Mapping[str, Adapter]) -> None:
        self._store, self._key, self._adapters, self._settings = store, config.store.key, adapters, config.delivery
        self._messages = config.messages
        settings = config.delivery
        self._rest = settings.longest_wait // _MICROSECOND
        meaning = Meaning(Routes(adapters), config.refunds.told)
        self._claiming = Claiming(store, self._key, meaning, settings.lease // _MICROSECOND, self._rest)
        first = timedelta(seconds=settings.first_wait_seconds)
        self._patience = Patience(first, settings.longest_wait, settings.tries)
        self._claims = Lock()
        self._paces = {name: Pace(settings.per_minute(name)) for name in adapters}

    @property
    def groups(self) -> tuple[str, ...]:
        """Who can be asked to deliver: each adapter, and NOBODY for what needs none; nothing where there is none."""
        return (*self._adapters, NOBODY) if self._adapters else ()

    def deliver(self, adapter: str, most: int, now: datetime | None, stop: Flag) -> Iterator[Outcome]:
        """Carry out a batch of what waits for an adapter.

        Args:
            adapter: one of `groups`.
            most: how much at most.
            now: what time it is, for all of it; None is the clock's.
            stop: set where nothing is to be begun any more.

        Yields:
            What came of it, when it is written down.
        """
        clock: Callable[[], datetime] = _now if now is None else lambda: now
        begun = monotonic()
        with self._claims:  # two at once would pass over each other's customers
            claims = self._claiming.claim(adapter, min(most, self._most(adapter)), to_micros(clock()))
        if not claims:
            return
        transactional = self._messages.transactional if self._messages.consent else None
        work = Round(
            self._adapters.get(adapter),
            Attempting(self._patience, transactional, clock),
            self._paces.get(adapter, Pace(None)),
            self._settings.threads(adapter),
            # what is begun in the first half of a claim is over by its end
            begun + self._settings.lease_seconds / 2,
            stop,
        )
        for outcomes in work.run(claims):
            complete(self._store, self._key, outcomes, to_micros(clock()), self._rest)
            for outcome in outcomes:
                _tell(outcome)
            yield from outcomes

    def _most(self, adapter: str) -> int:
        """No more than a claim lasts for."""
        pace = self._settings.per_minute(adapter)
        if pace is None:
            return self._settings.batch
        return max(1, min(self._settings.batch, pace * self._settings.lease_seconds // 120))

    def next_due(self) -> datetime | None:
        """When the next action is due; None where nothing waits."""
        query = select(func.min(outbox.c.next_at)).where(outbox.c.store == self._key, IS_DUE)
        with self._store.engine.connect() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else from_micros(found)


def _tell(outcome: Outcome) -> None:
    """Log what came of something, without a word of whom it was for."""
    claim = outcome.claim
    kind = claim.granted.kind if claim.action is None else claim.action.kind
    about = {"key": claim.platform_key, "action": kind, "adapter": claim.adapter, "tries": claim.tries + 1}
    match outcome:
        case Never(_, code, error, dropped):
            level = logging.INFO if dropped else logging.WARNING
            _log.log(level, "%s is not carried out: %s", kind, error, extra={"about": {**about, "code": code}})
        case Again(_, None, error):
            _log.warning("%s is left to a person: %s", kind, error, extra={"about": about})
        case Again(_, at, error):
            _log.info("%s is tried again at %s: %s", kind, at, error, extra={"about": about})
        case _:
            _log.debug("%s: %s", kind, type(outcome).__name__.lower(), extra={"about": about})
