"""What one customer is given within a window."""

from datetime import timedelta

from retention_sdk.actions import Action, Giving
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.money import Money


def per_customer(most: Money, window: timedelta) -> Guard:
    """A guard that refuses what would give one customer more than a limit within a window.

    Args:
        most: the limit, over everything that any strategy gives.
        window: counted back from the event.

    Returns:
        The guard. An action whose cost is not known counts as nothing.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        if not isinstance(action, Giving) or not action.cost:
            return None
        before = tally.customer.given(since=tally.event.occurred_at - window, currency=most.currency)
        given = before + Money(tally.spent, most.currency)
        if given + action.cost <= most:
            return None
        return (
            "over_customer_limit",
            f"{action.cost} on top of {given} is more than {most} for one customer in {window.days} days.",
        )

    return guard
