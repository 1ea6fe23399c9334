"""The queue: a batch's events in the places where they count, and those that come too late for their place."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from attrs import define, field

from retention_sdk.cancelling.due import SOURCE
from retention_sdk.events import Correction, Occasion, RedemptionCancelled, Withdrawn
from retention_sdk.turns.desk import NEVER, Desk
from retention_sdk.turns.incoming import Incoming, Position, behind, position, within
from retention_sdk.turns.own import ANSWERS
from retention_sdk.turns.recall import Recall

CORRECTS = (Correction, RedemptionCancelled)
"""Events that say of an earlier one that it is not what it was."""


@define
class Queue:
    """A batch before it is decided.

    Args:
        known: source and id of the events that were handled before.
        desks: the customers who are known.
        horizon: how long before a customer's latest fact a late one can count from; None is for ever.
        recall: recognises those who were forgotten; None recognises nobody.
        takers: the strategies that may take back what they gave, when an occasion comes.
    """

    known: Collection[tuple[str, str]]
    desks: Mapping[str, Desk]
    horizon: timedelta | None
    recall: Recall | None
    takers: Collection[str] = ()
    _latest: dict[str, Position] = field(init=False, factory=dict[str, Position])

    def in_turn(self, batch: Sequence[Incoming]) -> Sequence[Incoming]:
        """The batch with its events in the places where they count.

        An answer that the engine takes down itself comes behind what is known of its customer. It has no time of its
        own: were it put before another that came first, that one, which somebody was told already, would be taken
        back. An event that happened before the horizon counts from there; what withdraws another has to be before it.
        """
        if self.horizon is None and not any(isinstance(one.event, ANSWERS) for one in batch):
            return batch
        self._latest.clear()
        placed = [self._placed(one) for one in batch]
        self._latest.clear()
        return placed

    def late(self, batch: Sequence[Incoming]) -> dict[str, list[Incoming]]:
        """The customers whose past has to be decided again, with the events of theirs that are new.

        That is so where one of them happened before an event that was decided, corrects an order, or may be answered
        with taking something back.
        """
        new: dict[str, list[Incoming]] = {}
        late: set[str] = set()
        seen = set(self.known)
        for one in batch:
            event, desk = one.event, self.desks.get(one.event.customer)
            key = (event.source, event.id)
            if key in seen or (self.recall and self.recall.forgotten(event, desk)):
                continue
            seen.add(key)
            new.setdefault(event.customer, []).append(one)
            waited_for = desk is not None and desk.waits_for(event)
            corrects = isinstance(event, CORRECTS) and not one.quiet
            corrects = corrects or (isinstance(event, Occasion) and event.plugin in self.takers)
            if waited_for or corrects or position(event) < self._before(event.customer):
                late.add(event.customer)
            self._latest[event.customer] = position(event)
        return {customer: new[customer] for customer in sorted(late)}

    def _placed(self, one: Incoming) -> Incoming:
        event = one.event
        before = self._before(event.customer)
        if (event.source, event.id) not in self.known:
            if isinstance(event, ANSWERS) and event.source == SOURCE:
                one = behind(one, before)
            elif self.horizon is not None and before != NEVER and not isinstance(event, Withdrawn):
                one = within(one, before, self.horizon)
        self._latest[event.customer] = max(before, position(one.event))
        return one

    def _before(self, customer: str) -> Position:
        """Where the latest fact stands that is known of a customer, or comes before in the batch."""
        if customer in self._latest:
            return self._latest[customer]
        desk = self.desks.get(customer)
        return NEVER if desk is None else desk.latest
