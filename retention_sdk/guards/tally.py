"""The tally: what has been granted for an event so far, and what the guards count on."""

from collections.abc import Callable, Sequence
from datetime import datetime

from attrs import define, field, frozen

from retention_sdk.actions import Action, Credit, Debit, Giving
from retention_sdk.customer import Customer
from retention_sdk.decision import Failure
from retention_sdk.events import Event
from retention_sdk.guards.counters import Kept, Slot, gift_of

Reason = tuple[str, str]
"""A stable code, and a sentence for a person."""


@frozen
class Grant:
    """An action that was granted before and was not taken back.

    Args:
        at: when the event happened that it was granted for.
        plugin: the strategy's name.
        action: the action; only one that is in the outbox.
    """

    at: datetime
    plugin: str
    action: Action


@define
class Tally:
    """What has been granted for one event so far.

    Attributes:
        event: the event.
        customer: the customer as of just before it.
        currency: the store's.
        counters: the counters that are kept, as they were before this event.
        counted: what this event adds to their rows.
        spent: minor units that this event gives away.
        units: what this event has put into and taken out of each wallet, as far as it can be spent now.
        credited: what this event has put into each wallet.
        given: all that is known to have been given to the customer, (when, minor units), later events' gifts too.
        grants: all that is known to have been granted to the customer, later events' actions too.
        plugin: the strategy whose proposals are reviewed.
        under: the other name that its gifts count in.
        done: what this event grants, (strategy, action).
        failures: the guards that could not answer; every copy has the same list.
        place: the place, in its answer, of the proposal that is reviewed.
    """

    event: Event
    customer: Customer
    currency: str
    counters: tuple[Kept, ...] = ()
    counted: dict[Slot, int] = field(factory=dict[Slot, int])
    spent: int = 0
    units: dict[str, int] = field(factory=dict[str, int])
    credited: dict[str, int] = field(factory=dict[str, int])
    given: Sequence[tuple[datetime, int]] = ()
    grants: Sequence[Grant] = ()
    plugin: str = ""
    under: str = ""
    done: tuple[tuple[str, Action], ...] = ()
    failures: list[Failure] = field(factory=list[Failure])
    place: int = field(default=0, eq=False)

    def copy(self) -> "Tally":
        """The same tally, to try a bundle on."""
        return Tally(
            *(self.event, self.customer, self.currency, self.counters, dict(self.counted), self.spent),
            *(dict(self.units), dict(self.credited), self.given, self.grants),
            self.plugin,
            self.under,
            self.done,
            self.failures,
            self.place,
        )

    def add(self, action: Action) -> None:
        """Count an action in."""
        self.done = (*self.done, (self.plugin, action))
        if isinstance(action, Giving):
            charge = action.charge
            self.spent += 0 if charge is None else charge.minor
            if self.counters:
                self._count(action)
        if isinstance(action, Credit):
            self.credited[action.unit] = self.credited.get(action.unit, 0) + action.amount
            if not action.pending_for:
                self.units[action.unit] = self.units.get(action.unit, 0) + action.amount
        if isinstance(action, Debit):
            self.units[action.unit] = self.units.get(action.unit, 0) - action.amount

    def _count(self, action: Giving) -> None:
        gift = gift_of(action, self.plugin, self.under)
        for one in self.counters:
            if amount := one.counter.counts(gift):
                self.counted[one.slot] = self.counted.get(one.slot, 0) + amount

    def available(self, unit: str) -> int:
        """What the customer could spend of a unit now."""
        return self.customer.wallet(unit).available + self.units.get(unit, 0)


Guard = Callable[[Action, Tally], Reason | None]
"""Answers None, or why an action is refused."""


@frozen
class Limit:
    """A guard that keeps to an amount of money. What it said stays, when a late fact lets a decision be made again.

    Args:
        guard: says whether an action is within the amount.
    """

    guard: Guard

    def __call__(self, action: Action, tally: Tally) -> Reason | None:
        """None, or why an action is above the amount."""
        return self.guard(action, tally)
