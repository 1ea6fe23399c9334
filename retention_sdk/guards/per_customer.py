"""What one customer is given within a window."""

from datetime import datetime, timedelta

from retention_sdk.actions import Action, Giving
from retention_sdk.guards.tally import Limit, Reason, Tally
from retention_sdk.language import said
from retention_sdk.money import Money


def per_customer(most: Money, window: timedelta) -> Limit:
    """A limit that refuses what would give one customer more than a limit within a window.

    Args:
        most: the limit, over everything that any strategy gives.
        window: the length of any span of time that may not hold more.

    Returns:
        The limit. An action whose cost is not known counts as nothing, and so does one that is owed.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why a gift is more than one customer may have in the window; None where it is not."""
        if not isinstance(action, Giving) or not action.charge:
            return None
        given = Money(_fullest(tally, window) + tally.spent, most.currency)
        if given + action.charge <= most:
            return None
        return (
            "over_customer_limit",
            said(
                "{cost} on top of {given} is more than {most} for one customer in {span}.",
                cost=action.charge,
                given=given,
                most=most,
                span=window,
            ),
        )

    def left(_: Action, tally: Tally) -> int:
        """How much more the customer may have, in minor units; below zero where they have more than that."""
        return most.minor - _fullest(tally, window) - tally.spent

    return Limit(guard, left)


def _fullest(tally: Tally, window: timedelta) -> int:
    """What was given in the fullest span of the window's length that the event is in.

    An event may be handled after later ones, so the span that ends with it is not the only one it counts in.
    """
    at, given = tally.event.occurred_at, tally.given
    ends: list[datetime] = [at, *(when for when, _ in given if at < when <= at + window)]
    return max(sum(cost for when, cost in given if end - window <= when <= end) for end in ends)
