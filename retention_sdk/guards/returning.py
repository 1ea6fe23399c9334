"""Whoever was forgotten and comes back gets nothing a second time that is given once in a life."""

from collections.abc import Collection

from retention_sdk.actions import Action, Giving
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import said


def returning(once: Collection[str]) -> Guard:
    """A guard that refuses the gifts of some strategies to whoever had them before they were forgotten.

    Args:
        once: the strategies that give once in a life.

    Returns:
        The guard. What is owed it does not refuse.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why somebody who was forgotten is not given it a second time; None where it is given."""
        before = tally.customer.standing.returning
        if before is None or tally.plugin not in once or tally.plugin not in before.strategies:
            return None
        if not isinstance(action, Giving) or action.entitlement:
            return None
        return "returning", said("It is given once in a life, and the customer had it before they were forgotten.")

    return guard
