"""One automatic answer to the messages of a case in a while: two machines would else answer each other for ever."""

from datetime import timedelta

from retention_sdk.actions import Action, SendMessage
from retention_sdk.cases import Rules, case_for
from retention_sdk.events import Complaint
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import counted


def answered(pause: timedelta, rules: Rules) -> Guard:
    """A guard that refuses a message in answer to a complaint that joins a case too soon after the one before it.

    Args:
        pause: how long the case must have been silent.
        rules: how complaints are dealt with.

    Returns:
        The guard. Gifts and tasks are left alone, and people may answer as often as they like.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why a strategy's message about a complaint is one too many; None where it is not."""
        if not isinstance(tally.event, Complaint) or not isinstance(action, SendMessage):
            return None
        case = case_for(tally.customer.cases, tally.event, rules)
        if case is None or tally.event.occurred_at - case.last_at >= pause:
            return None
        return "answered", counted(
            "Case {case} had a message less than {n} hour ago, and an answer to that.",
            "Case {case} had a message less than {n} hours ago, and an answer to that.",
            pause // timedelta(hours=1),
            case=case.id,
        )

    return guard
