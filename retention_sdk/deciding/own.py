"""What the engine itself answers to an event, before any strategy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from attrs import evolve, frozen

from retention_sdk.actions import Action
from retention_sdk.cancelling import Obstacle
from retention_sdk.customer import Customer, Standing
from retention_sdk.decision import Decision, Granted, Note, Reversal
from retention_sdk.events import Event
from retention_sdk.registry import Ask

PLACE = 1_000
"""Where the places of what the engine answers begin: behind the most actions that a strategy's answer has."""


class Taken(Protocol):
    """Something that was given before."""

    @property
    def key(self) -> str:
        """The idempotency key that it was granted with."""
        ...

    @property
    def plugin(self) -> str:
        """The strategy that gave it."""
        ...

    @property
    def action(self) -> Action:
        """What was given."""
        ...

    @property
    def under(self) -> str:
        """The other name that it counts in."""
        ...

    @property
    def at(self) -> datetime:
        """When."""
        ...


@frozen
class OwnTurn:
    """What an event means to the engine itself.

    Args:
        asks: what the engine answers.
        taken: what was given before, and ends with the event.
        obstacle: why the event has no place; nobody is asked about it then.
        silent: whether an event without a place is nothing to speak of.
    """

    asks: tuple[Ask, ...] = ()
    taken: tuple[Taken, ...] = ()
    obstacle: Obstacle | None = None
    silent: bool = False

    def asked(self, strategies: Sequence[Ask]) -> Sequence[Ask]:
        """Who is asked about the event."""
        if self.obstacle is not None:
            return ()
        return (*self.asks, *strategies) if self.asks else strategies

    def told(self, event: Event, decision: Decision) -> Decision:
        """The decision with what ends with the event, or with why the event has no place."""
        if self.obstacle is not None and not self.silent:
            return evolve(decision, notes=(*decision.notes, Note(*self.obstacle)))
        if not self.taken or not self.goes_through(event, decision.granted):
            return decision
        reversals = tuple(Reversal(one.plugin, one.key, one.action) for one in self.taken)
        return evolve(decision, reversals=(*decision.reversals, *reversals))

    def goes_through(self, _event: Event, _granted: Sequence[Granted]) -> bool:
        """Whether what ends with the event ends, now that so much was granted for it."""
        return True

    def after(self, standing: Standing, _event: Event, _granted: Sequence[Granted]) -> Standing:
        """The customer's standing after the event."""
        return standing


NOTHING_OWN = OwnTurn()
"""What most events mean."""


def own_ask(plugin: str, event: Event, actions: Sequence[Action]) -> Ask:
    """What the engine answers to an event in the name of a strategy, or in its own."""

    def answer(_event: Event, _customer: Customer) -> Sequence[Action]:
        """Answer what was decided already, whatever is asked."""
        return actions

    # a strategy of this name may answer the same event, and keys are made of places
    return Ask(plugin, f"on_{event.kind}", answer, first=PLACE)
