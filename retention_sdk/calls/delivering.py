"""What a store's own code, or its job runner, calls to have carried out what was decided."""

from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property, partial
from threading import Event as Flag

from attrs import frozen

from retention_sdk.calls.base import Calls
from retention_sdk.delivery import Delivering, Outbox
from retention_sdk.delivery.telemetry import word
from retention_sdk.errors import BadValue
from retention_sdk.times import utc


@frozen
class Deliveries:
    """What came of delivering.

    Args:
        done: actions that were carried out.
        undone: actions that were taken back, and are undone.
        again: what is tried again later, as nobody knows what became of it.
        never: what a platform has refused; see `retention outbox`.
        returned: what was taken, and not tried: it waits.
    """

    done: int = 0
    undone: int = 0
    again: int = 0
    never: int = 0
    returned: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.done + self.undone + self.again + self.never + self.returned

    @property
    def tried(self) -> int:
        """All that was not only taken."""
        return self.total - self.returned


class DeliveryCalls(Calls):
    """The calls of an engine that carry out what was decided."""

    def deliver_pending(
        self,
        most: int = 1_000,
        *,
        now: datetime | None = None,
        only: Collection[str] | None = None,
        stop: Flag | None = None,
    ) -> Deliveries:
        """Carry out what waits in the outbox, by the adapters that can.

        Any number of threads, processes and hosts may call it at once: what one of them has taken, no other takes.
        Nothing is done where there is no adapter.

        Args:
            most: how many actions at most.
            now: what time it is; the clock's where not given.
            only: the adapters that are asked, by name, "" for what needs none; all where not given.
            stop: set it, and nothing is begun any more; what is under way is finished.

        Returns:
            What came of it.

        Raises:
            BadValue: there is no adapter of a name.
        """
        flag, found = stop or Flag(), Counter[str]()
        when = None if now is None else utc(now)
        groups = self._delivering.groups if only is None else tuple(only)
        if unknown := [name for name in groups if name not in self._delivering.groups]:
            raise BadValue(f"there is no adapter {unknown[0]!r}; there are {', '.join(self.adapters) or 'none'}")
        while groups and found.total() < most and not flag.is_set():
            asked = groups[: most - found.total()]
            share = (most - found.total()) // len(asked)
            round_of, came = partial(self._deliver_round, most=share, now=when, stop=flag), Counter[str]()
            with ThreadPoolExecutor(len(asked), thread_name_prefix="retention-deliver") as pool:
                for one in pool.map(round_of, asked):
                    came.update(one)
            found.update(came)
            if came.total() <= came["returned"]:
                break
        return Deliveries(**found)

    def _deliver_round(self, group: str, *, most: int, now: datetime | None, stop: Flag) -> Counter[str]:
        return Counter(map(word, self._delivering.deliver(group, most, now, stop)))

    def next_delivery(self) -> datetime | None:
        """When the next action of the outbox is due; None where nothing waits."""
        return self._delivering.next_due()

    @cached_property
    def outbox(self) -> Outbox:
        """What is in the outbox, for a person: to list, to try again, to give up."""
        return Outbox(self.store, self.config.store.key, self._counters)

    @cached_property
    def _delivering(self) -> Delivering:
        return Delivering(self.store, self.config, self.adapters)
