"""What the store gives away in a month."""

from retention_sdk.actions import Action, Giving
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import said
from retention_sdk.money import Money


def budget(monthly: Money) -> Guard:
    """A guard that refuses what would go over the month's budget.

    Args:
        monthly: the most that all actions of a month may cost.

    Returns:
        The guard. An action whose cost is not known counts as nothing, and so does one that is owed.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        if not isinstance(action, Giving) or not action.charge:
            return None
        left = monthly.minor - tally.spent_before - tally.spent
        if action.charge.minor <= left:
            return None
        rest = Money(max(left, 0), monthly.currency)
        values = {"cost": action.charge, "rest": rest, "monthly": monthly, "month": tally.period}
        return "over_budget", said("{cost} is more than the {rest} left of {monthly} for {month}.", **values)

    return guard
