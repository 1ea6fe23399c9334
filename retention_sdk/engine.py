"""The engine: events in, decisions committed exactly once."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from retention_sdk.assembly import Assembly, assemble
from retention_sdk.calls import EveryCall
from retention_sdk.calls.drawing import Draws
from retention_sdk.connecting import closing
from retention_sdk.contract import warn
from retention_sdk.customer import Customer
from retention_sdk.decision import Decision
from retention_sdk.errors import RetentionError
from retention_sdk.events import Event
from retention_sdk.guards import Counters
from retention_sdk.platforms import Adapter
from retention_sdk.programs import Programs
from retention_sdk.registry import Registry
from retention_sdk.settings import Config
from retention_sdk.staff import StaffCard, staff_card
from retention_sdk.store import Store, failed_events, open_store, recount, settings_version
from retention_sdk.times import to_micros
from retention_sdk.turns import GroupCommit, Handling, Incoming, prepare
from retention_sdk.turns.door import Door
from retention_sdk.turns.fold import Result
from retention_sdk.turns.hindsight import Hindsight

BATCH = 1_000
"""The most events that share a transaction."""


class Engine(EveryCall):
    """Asks the enabled strategies about events and commits what they decide, each event exactly once.

    Any number of threads may share an engine, and any number of processes a database. It is a context manager;
    `close` lets go of the database. Whatever a closed engine, or one of before a fork, is asked raises RetentionError.

    Args:
        assembly: the configuration with its strategies.
        store: the database, at this version.
    """

    def __init__(self, assembly: Assembly, store: Store) -> None:
        settings, counters = assembly.config.store, assembly.guarding.counters()
        self._assembly, self._store, self._counts = assembly, store, counters

        def begin(connection: Connection) -> None:
            """Count anew what was given, where limits count something else than before."""
            if counters:
                recount(connection, settings.key, counters.count)

        now = to_micros(datetime.now(UTC))
        text, written = assembly.settings_text(), assembly.written()
        zone = ZoneInfo(settings.timezone)
        Draws(store, settings.key, zone, assembly.draws(), settings.currency).refuse_changes(text, datetime.now(UTC))
        program = assembly.program(settings_version(store, settings.key, text, now, written=written, begin=begin))
        closed = f"the engine of {settings.key!r} is closed; make another with Engine.from_config"
        self._door = Door(closed, closing(assembly.adapters, assembly.config.adapters, store.close))
        self._handling = Handling(store, program, Programs(assembly, store, program))
        self._commits: GroupCommit[Incoming, Decision] = GroupCommit(
            self._handling.commit, store.writers, BATCH, key=lambda incoming: incoming.event.customer
        )

    @classmethod
    def from_config(
        cls,
        source: str | Path | Mapping[str, object],
        strategies: Mapping[str, object] | None = None,
        adapters: Mapping[str, Adapter] | None = None,
    ) -> Self:
        """An engine from a configuration.

        Args:
            source: the path of a `retention.toml`, or the same tables as a mapping.
            strategies: a store's own strategies by name. An instance is asked after those of the file; a class takes
                its settings, and its place, from the section of its name.
            adapters: a store's own adapters by name; they are asked after those of the file.

        Returns:
            The engine. A SQLite database is made and upgraded where it needs to be.

        Raises:
            BadConfig: the configuration has problems; all of them are in it.
            PluginError: a plugin cannot be asked.
            DatabaseOutdated: a Postgres database needs `retention upgrade`.

        Warns:
            ContractWarning: a plugin was built for an older contract of the hooks, or uses what will go.
        """
        assembly = assemble(source, strategies, adapters)
        warn(assembly.registry.advice())
        store = open_store(assembly.config.store.database, assembly.config.store.key)
        try:
            store.check_version()
            return cls(assembly, store)
        except BaseException:
            store.close()
            raise

    @property
    def config(self) -> Config:
        """What the engine was configured with."""
        return self._assembly.config

    @property
    def registry(self) -> Registry:
        """The strategies that are asked."""
        return self._assembly.registry

    @property
    def adapters(self) -> Mapping[str, Adapter]:
        """What carries actions out, by name."""
        return self._assembly.adapters

    @property
    def _counters(self) -> Counters:
        return self._counts

    @property
    def store(self) -> Store:
        """The database."""
        self._door.refuse_forked()
        return self._store

    def handle(self, event: Event) -> Decision:
        """Decide an event and commit everything at once. Concurrent calls share a commit.

        Args:
            event: what happened.

        Returns:
            The decision. An event that was handled before changes nothing and answers an equal decision.

        Raises:
            EventConflict: the event's id is known with another body.
            CurrencyMismatch: it is about money in another currency than the store's.
        """
        with self._door:
            self._handling.refuse_strategies()
            return self._commits.submit(prepare(event, self.config.store.currency))

    def handle_many(self, events: Iterable[Event]) -> list[Decision]:
        """Decide many events in order, a thousand a transaction.

        Args:
            events: what happened; they are read as they are handled.

        Returns:
            The decisions, in order.

        Raises:
            EventConflict: an event's id is known with another body.
            CurrencyMismatch: an event is about money in another currency than the store's.
            ExceptionGroup: there are several such errors. All other events are committed, whatever is raised.
        """
        decisions: list[Decision] = []
        errors: list[RetentionError] = []
        for result in self.results(events):
            if isinstance(result, Decision):
                decisions.append(result)
            else:
                errors.append(result)
        if errors:
            raise errors[0] if len(errors) == 1 else ExceptionGroup(f"{len(errors)} events were refused", errors)
        return decisions

    def results(self, events: Iterable[Event]) -> Iterator[Result]:
        """Decide many events like `handle_many`, but yield an event's error in its place.

        Args:
            events: what happened; a thousand are held at a time.

        Yields:
            A decision, or the error that this event raised.
        """
        self._handling.refuse_strategies()
        batch: list[Incoming] = []
        for event in events:
            try:
                batch.append(prepare(event, self.config.store.currency))
            except RetentionError as error:
                # what came before it is answered before it
                yield from self._committed(batch)
                yield error
                batch = []
            if len(batch) == BATCH:
                yield from self._committed(batch)
                batch = []
        yield from self._committed(batch)

    def _committed(self, batch: list[Incoming]) -> list[Result]:
        with self._door:
            return self._handling.commit(batch) if batch else []

    def preview(self, event: Event) -> Decision:
        """What `handle` would decide now; nothing is committed.

        Args:
            event: what would happen.

        Returns:
            The decision; the stored one where the event was handled before.

        Raises:
            EventConflict: the event's id is known with another body.
            CurrencyMismatch: it is about money in another currency than the store's.
        """
        return self.previews([event])[0]

    def previews(self, events: Sequence[Event]) -> list[Decision]:
        """What `preview` answers to each of some events, all as of one moment.

        Args:
            events: what would happen; each as if it were the only one.

        Returns:
            The decisions, in order.

        Raises:
            EventConflict: an event's id is known with another body.
            CurrencyMismatch: an event is about money in another currency than the store's.
        """
        with self._door:
            prepared = [prepare(event, self.config.store.currency) for event in events]
            results = self._handling.previews(prepared)
        for result in results:
            if not isinstance(result, Decision):
                raise result
        return [result for result in results if isinstance(result, Decision)]

    def customer(self, id: str, *, at: datetime | None = None) -> Customer:
        """A customer as they stand now.

        Args:
            id: the customer's id in the store.
            at: what time it is, now where not given: what has begun to count, or expired, is told by it.

        Returns:
            The customer; a blank one where nothing is known.
        """
        with self._door:
            return self._handling.customer(id, at)

    @contextmanager
    def _hindsight(self, customer: str) -> Generator[Hindsight]:
        with self._door:
            yield self._handling.hindsight(customer)

    @contextmanager
    def _clockwork(self) -> Generator[Handling]:
        self._handling.refuse_strategies()
        with self._door:
            yield self._handling

    def staff_card(self, customer: str, role: str) -> StaffCard:
        """What somebody of a role may offer a customer now, what was given before, and what to say.

        Args:
            customer: the customer's id in the store.
            role: one of `[authority]`, or of the levels of `[cases]`.

        Returns:
            The card.

        Raises:
            BadValue: there is no such role.
        """
        with self._door:
            found = self._handling.customer(customer, reach=True)
        return staff_card(found, role, self.config, datetime.now(UTC))

    def retry_failures(self) -> list[Decision]:
        """Ask the strategies again that failed, each on the events that it failed on.

        Returns:
            The decisions of those events, with what the strategies answered now.
        """
        with self._door:
            self._handling.refuse_strategies()
            enabled = frozenset(one.name for one in self.registry.enabled)
            events = failed_events(self._store, self.config.store.key, enabled)
            retried = (self._handling.retry(event, enabled) for event in events)
            return [decision for decision in retried if decision is not None]

    def close(self) -> None:
        """Let go of the database and the file's adapters when all calls are answered; twice does nothing."""
        self._door.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.close()
