"""Approval: whoever may is asked about what is above the authority of whoever proposed it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from attrs import field, frozen
from attrs.validators import optional

from retention_sdk.actions.base import Action, NoInverse, Whose
from retention_sdk.actions.contact import CloseTask
from retention_sdk.checks import each, each_named, many, named, span_or_none, texts, zero_or_more
from retention_sdk.money import Money


def _actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    return many(actions)


@frozen
class RequestApproval(Action):
    """Ask somebody to approve or refuse what was proposed. The engine makes it; no strategy does.

    Args:
        actions: what is granted together when it is approved.
        role: who is asked.
        plugin: who proposed it.
        due: how long after the event it must be answered; None is when there is time.
        above: the roles above that may give it too, the lowest first.
        worth: what was paid for what it is about, where known.
        approval: the key of the request that it goes on from; None where it is a new one.
    """

    kind: ClassVar[str] = "request_approval"
    whose: ClassVar[Whose] = "anybody"

    actions: tuple[Action, ...] = field(converter=_actions, validator=each(Action))
    role: str = field(validator=named, kw_only=True)
    plugin: str = field(validator=named, kw_only=True)
    due: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    above: tuple[str, ...] = field(default=(), converter=texts, validator=each_named, kw_only=True)
    worth: Money | None = field(default=None, validator=zero_or_more, kw_only=True)
    approval: str | None = field(default=None, validator=optional(named), kw_only=True)

    def undo(self, key: str) -> Action | NoInverse:
        """Nobody is asked any more."""
        return CloseTask(key, reason=self.reason)
