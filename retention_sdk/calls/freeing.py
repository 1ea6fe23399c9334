"""Waiting lists: where places are free again, those who wait for them are asked in turn."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from datetime import datetime, timedelta

from attrs import frozen

from retention_sdk.cancelling.due import SOURCE
from retention_sdk.decision import Decision
from retention_sdk.errors import EventConflict, RetentionError
from retention_sdk.events import PlaceFreed
from retention_sdk.store import Store
from retention_sdk.store.history import known_event
from retention_sdk.store.holders import first_holders, taken_of
from retention_sdk.turns.incoming import Incoming, prepare
from retention_sdk.wire import dumps, fingerprint

Commit = Callable[[Sequence[Incoming]], list[Decision | RetentionError]]

AGAIN = timedelta(hours=1)
"""When a list is looked at again of which as many places are taken as before: reading one costs a scan of lots."""

MOST_ASKED = 20
"""How many of those who wait are asked: who waits for many places does not stop who waits for one."""


@frozen
class WaitingLists:
    """The waiting lists of a store: who waits for places of X holds units of "waiting:X".

    Args:
        store: the database.
        key: the store's key.
        places: how many places there are of what.
        currency: the store's.
        looked: when each was looked at last, and how many places were taken after that; it is kept from call to call.
    """

    store: Store
    key: str
    places: Mapping[str, int]
    currency: str
    looked: MutableMapping[str, tuple[datetime, int]]

    def run(self, now: datetime, commit: Commit, errors: list[RetentionError]) -> int:
        """Ask those who wait for what is free.

        Args:
            now: the time that it is.
            commit: decides events and commits them.
            errors: gets why somebody could not be asked.

        Returns:
            How many were asked. Nobody is asked twice while as many places are taken as before.
        """
        asked = 0
        for of, most in self.places.items():
            if self._is_as_before(of, now):
                continue
            waiting = first_holders(self.store, self.key, f"waiting:{of}", MOST_ASKED)
            for customer, lot in waiting:
                taken = taken_of(self.store, self.key, of)
                if taken >= most:
                    break
                id = f"{PlaceFreed.kind}-{fingerprint(dumps([of, lot, taken]))}"
                if known_event(self.store, self.key, SOURCE, id) is not None:
                    continue
                event = PlaceFreed(id=id, customer=customer, occurred_at=now, source=SOURCE, of=of)
                (result,) = commit([prepare(event, self.currency)])
                asked += isinstance(result, Decision)
                # another worker asked them meanwhile
                if isinstance(result, RetentionError) and not isinstance(result, EventConflict):
                    errors.append(result)
            self.looked[of] = (now, taken_of(self.store, self.key, of))
        return asked

    def _is_as_before(self, of: str, now: datetime) -> bool:
        """Whether nothing has become free since the last look: who waits since then waits for more than there is."""
        at, taken = self.looked.get(of, (None, 0))
        return at is not None and at <= now < at + AGAIN and taken_of(self.store, self.key, of) == taken
