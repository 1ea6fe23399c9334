"""An approval: what was proposed, who is asked, and what they made of it."""

from datetime import datetime
from typing import Literal

from attrs import frozen

from retention_sdk.actions import Action, Remember
from retention_sdk.money import Money

State = Literal["open", "approved", "refused", "lapsed"]
"""How far it is; one lapses where its matter is settled without it."""


@frozen(kw_only=True)
class Approval:
    """A request for approval.

    Args:
        key: the idempotency key that it was granted with; it is answered by it.
        customer: whose.
        plugin: who proposed it: a strategy, or "staff".
        actions: what is granted together when it is approved.
        event: the id of the event that it was proposed for.
        role: who is asked now.
        asked_at: when it was asked first.
        since: when the role that is asked now was asked.
        due_at: when it must be answered; None where there is no clock, or it is the case's.
        above: the roles above that may give it too, the lowest first.
        case: the case it is for, where it is for one.
        session: the cancel session it is for, where it is for one.
        order: the order it is for, where it is for one.
        worth: what was paid for what it is about, where known.
        warned_at: when the role that is asked now was warned.
        breached_at: when it was first not answered in time.
        attempts: how many answers there were, those that changed nothing too.
        state: how far it is.
        answer: the id of the event that answered it.
        answered_at: when it was answered, or lapsed.
        by: who answered it, where they said.
        answered_as: in which role.
        reason: why.
    """

    key: str
    customer: str
    plugin: str
    actions: tuple[Action, ...]
    event: str
    role: str
    asked_at: datetime
    since: datetime
    due_at: datetime | None = None
    above: tuple[str, ...] = ()
    case: str | None = None
    session: str | None = None
    order: str | None = None
    worth: Money | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    attempts: int = 0
    state: State = "open"
    answer: str = ""
    answered_at: datetime | None = None
    by: str = ""
    answered_as: str = ""
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == "open"

    def is_of(self, kind: str) -> bool:
        """Whether it is about an action of a kind."""
        return any(action.kind == kind for action in self.actions)

    @property
    def gifts(self) -> tuple[Action, ...]:
        """What is granted when it is approved; what is only remembered is left out."""
        return tuple(action for action in self.actions if not isinstance(action, Remember))
