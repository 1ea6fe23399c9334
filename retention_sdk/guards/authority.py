"""What may be given for a complaint or to a customer who wants to leave, without asking a person."""

from collections.abc import Mapping

from retention_sdk.actions import Action, Giving
from retention_sdk.events import CancelRequest, Complaint
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.money import Money


def authority(roles: Mapping[str, Money]) -> Guard:
    """A guard that refuses what is above the authority of the role that has the least.

    Strategies answer complaints and cancel requests in the place of that role.

    Args:
        roles: role to the largest amount it may give at once.

    Returns:
        The guard. An action whose cost is not known is not measured.
    """
    ladder = sorted(roles.items(), key=lambda rung: rung[1].minor)
    role, most = ladder[0]

    def guard(action: Action, tally: Tally) -> Reason | None:
        if not isinstance(tally.event, Complaint | CancelRequest):
            return None
        if not isinstance(action, Giving) or action.cost is None or action.cost <= most:
            return None
        cost = action.cost
        able = next((f"{name} may" for name, amount in ladder if amount >= cost), "nobody in the file may")
        return "over_authority", f"{cost} is above the {most} that {role} may give; {able}."

    return guard
