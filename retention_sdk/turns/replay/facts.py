"""A customer's facts, in the order in which they happened."""

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from retention_sdk.decision import Decision, Note
from retention_sdk.events import Event
from retention_sdk.store import Row
from retention_sdk.turns.incoming import Incoming, Position, of_customer, position
from retention_sdk.turns.stored import decision_of
from retention_sdk.wire import from_json

NOW = 0
"""The version of the settings of now."""


@frozen
class Fact:
    """An event with what was decided on it.

    Args:
        event: the event.
        turn: the customer's turn that it came in.
        settings: the version of the settings that it is decided with.
        body: its stored form.
        view: the standing just before it, in its stored form.
        decision: what was decided; None where that is still to be done.
        kept: what is left of it, where it is a purchase that was corrected; empty where nothing is.
        fingerprint: what tells its body from another; empty where it is stored.
        notes: what a person should know of how it came in.
    """

    event: Event
    turn: int
    settings: int
    body: str
    view: str = ""
    decision: Decision | None = None
    kept: str | None = None
    fingerprint: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def position(self) -> Position:
        """Where it stands among the customer's."""
        return position(self.event)


def stored_fact(row: Row) -> Fact:
    """A fact from its row, as in `Past.events`."""
    customer, turn, settings, body, view, decision, kept = row
    event: Any = of_customer(from_json(body, Event), customer)
    decided = decision_of(event, decision)
    notes = tuple(note for note in decided.notes if note.code == "beyond_horizon")
    return Fact(event, turn, settings, body, view, decided, kept, notes=notes)


def new_facts(incoming: Sequence[Incoming], turn: int) -> list[Fact]:
    """New facts in the order in which they happened, each with a turn of its own after the given one."""
    ordered = sorted(incoming, key=lambda one: position(one.event))
    return [
        Fact(one.event, turn + number, NOW, one.body, fingerprint=one.fingerprint, notes=one.notes)
        for number, one in enumerate(ordered, start=1)
    ]
