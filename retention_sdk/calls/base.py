"""What the calls of an engine are made of."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import evolve

from retention_sdk.cancelling.due import SOURCE
from retention_sdk.customer import Customer
from retention_sdk.decision import Decision
from retention_sdk.errors import EventConflict
from retention_sdk.events import Event
from retention_sdk.guards import Counters
from retention_sdk.platforms import Adapter
from retention_sdk.settings import Config
from retention_sdk.store import Store
from retention_sdk.store.history import known_event


class Calls:
    """What every group of calls can ask of the engine that it belongs to."""

    @property
    @abstractmethod
    def config(self) -> Config:
        """What the engine was configured with."""

    @property
    @abstractmethod
    def store(self) -> Store:
        """The database."""

    @property
    @abstractmethod
    def adapters(self) -> Mapping[str, Adapter]:
        """What carries actions out, by name."""

    @property
    @abstractmethod
    def _counters(self) -> Counters:
        """What counts what is given."""

    @abstractmethod
    def handle(self, event: Event) -> Decision:
        """Decide an event and commit everything at once."""

    @abstractmethod
    def customer(self, id: str, *, at: datetime | None = None) -> Customer:
        """A customer as they stand now."""

    @abstractmethod
    def previews(self, events: Sequence[Event]) -> list[Decision]:
        """What each of some events would come to now, if it were the only one; nothing is committed."""

    def _known(self, id: str) -> Event | None:
        """An event that the engine took down itself, by its id; None where there is none."""
        return known_event(self.store, self.config.store.key, SOURCE, id)

    def _once(self, event: Event) -> Decision:
        """Handle an event; where it was handled at another time, answer what was decided then.

        It may have been so under another id of the same customer.
        """
        try:
            return self.handle(event)
        except EventConflict:
            known = known_event(self.store, self.config.store.key, event.source, event.id)
            if known is None or evolve(known, occurred_at=event.occurred_at, customer=event.customer) != event:
                raise
            # where it was somebody else's, that is a conflict too
            return self.handle(evolve(known, customer=event.customer))
