"""Nobody is told of what is over."""

from collections.abc import Callable
from datetime import datetime

from retention_sdk.actions import Action, SendMessage
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import said


def timely(not_before: Callable[[Action, Tally], datetime | None] | None) -> Guard:
    """A guard that refuses a message that could only be sent when it is of no use any more.

    Args:
        not_before: when the quiet hours end that it falls into; None where nothing waits for their end.

    Returns:
        The guard.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Refuses what would come too late."""
        if not isinstance(action, SendMessage) or action.until is None:
            return None
        waits = None if not_before is None else not_before(action, tally)
        return over(action, max(tally.event.occurred_at, waits or tally.event.occurred_at))

    return guard


def over(action: Action, at: datetime) -> Reason | None:
    """Why a message is of no use at a time; None where it is, and where the action is none."""
    if not isinstance(action, SendMessage) or action.until is None or at < action.until:
        return None
    return "too_late", said("It is of no use from {when} on, and could not be sent before.", when=action.until)
