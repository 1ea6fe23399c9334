"""A case: one matter that a customer complains of, from the first word to the last."""

from datetime import datetime
from typing import Literal

from attrs import evolve, field, frozen

from retention_sdk.calendars import Pause
from retention_sdk.cases.clocks import Clock
from retention_sdk.cases.terms import LEVELS, Terms
from retention_sdk.events import ClockName, Severity
from retention_sdk.money import Money

MOST_STEPS = 50
"""The latest steps, and the latest messages, that a case keeps; the events themselves are kept for ever."""

State = Literal[
    "new",
    "acked",
    "diagnosed",
    "remedy_proposed",
    "remedy_applied",
    "follow_up_due",
    "confirmed",
    "reopened",
    "closed",
]
"""How far a case is. That it went up to another level is no state."""


@frozen
class Step:
    """Something that was done.

    Args:
        at: when.
        what: what.
        by: who did it, where that is known.
    """

    at: datetime
    what: str
    by: str = ""


@frozen
class Remedy:
    """Something that was given for a case.

    Args:
        what: the kind of the action, or what a person called it.
        at: when it was granted, or reached the customer.
        by: the strategy or the person that gave it.
        cost: what it costs, where known.
        applied: whether it is known to have reached the customer.
    """

    what: str
    at: datetime
    by: str
    cost: Money | None = None
    applied: bool = False


@frozen
class Case:
    """A customer's case.

    Args:
        id: the id of the complaint that opened it.
        category: the merchant's word for the matter.
        severity: how bad it is: the worst that was said of it.
        opened_at: when it was opened.
        last_at: when the customer last wrote.
        order: the order it is about, where known.
        sku: the item it is about, where known.
        state: how far it is.
        level: the role that deals with it.
        owner: who answered last; nobody after it went up a level.
        clocks: its clocks, each once.
        pauses: when it waited for the customer.
        remedies: what was given for it.
        messages: how often the customer wrote, over all channels.
        joined: the ids of the complaints that joined it.
        steps: what was done, oldest first.
        worth: what the order had cost when the case was opened, where known.
        terms: what was promised when it was opened; a closed case has none.
    """

    id: str
    category: str
    severity: Severity = field(converter=Severity)  # a stored one is a text
    opened_at: datetime
    last_at: datetime
    order: str | None = None
    sku: str | None = None
    state: State = "new"
    level: str = LEVELS[0]
    owner: str = ""
    clocks: tuple[Clock, ...] = ()
    pauses: tuple[Pause, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    messages: int = 1
    joined: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    worth: Money | None = None
    terms: Terms = field(factory=Terms)

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.state != "closed"

    @property
    def is_paused(self) -> bool:
        """Whether it waits for the customer."""
        return bool(self.pauses) and self.pauses[-1].end is None

    def clock(self, name: ClockName) -> Clock | None:
        """A clock by its name; None where it was never started."""
        return next((clock for clock in self.clocks if clock.name == name), None)

    def noted(self, at: datetime, what: str, by: str = "") -> "Case":
        """The case with one more step."""
        return evolve(self, steps=(*self.steps, Step(at, what, by))[-MOST_STEPS:])
