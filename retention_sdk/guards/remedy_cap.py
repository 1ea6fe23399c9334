"""What all remedies for one order may cost together."""

from retention_sdk.actions import Action, Giving
from retention_sdk.approvals import found
from retention_sdk.cases import case_of, remedied, told
from retention_sdk.events import ApprovalGiven, CaseStep, Complaint, GoodwillProposed
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import said
from retention_sdk.money import Money

REMEDIES = (Complaint, CaseStep, ApprovalGiven, GoodwillProposed)
"""The events for which remedies are given."""


def remedy_cap(percent: int) -> Guard:
    """A guard that refuses what would make the remedies for an order cost more than a share of it.

    Args:
        percent: the most, in percent of what the order cost.

    Returns:
        The guard. What it costs is not measured where it is not known, and nothing is for an order that is not known.
    """

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why all remedies for an order together are too many with this one; None where they are not."""
        remedies = isinstance(tally.event, REMEDIES)
        if not remedies or not isinstance(action, Giving):
            return None
        charge = action.charge
        if not charge:
            return None
        order, worth = _order(tally)
        if order is None or worth is None:
            return None
        given = remedied(tally.customer.cases, order) + tally.spent
        most = worth.minor * percent // 100
        if given + charge.minor <= most:
            return None
        return "over_remedy_cap", said(
            "{cost} on top of {given} for order {order} is more than {most}, which is {percent} % of its {worth}.",
            cost=charge,
            given=told(given, tally.currency),
            order=order,
            most=told(most, tally.currency),
            percent=percent,
            worth=worth,
        )

    return guard


def _order(tally: Tally) -> tuple[str | None, Money | None]:
    """The order that is complained of, and what it cost when that began, as far as both are known."""
    cases = tally.customer.cases
    order, value = _about(tally)
    if order is None:
        return None, None
    worth = next((one.worth for one in cases if one.order == order and one.worth), None)
    known = tally.customer.order(order)
    if worth is None and known is not None:
        worth = known.total
    return order, worth or value


def _about(tally: Tally) -> tuple[str | None, Money | None]:
    """The order that an event is about, and what the event or its request tells that it cost."""
    event, cases = tally.event, tally.customer.cases
    if isinstance(event, Complaint):
        return event.order, event.value
    asked = found(tally.customer.approvals, event.approval) if isinstance(event, ApprovalGiven) else None
    of = asked if asked is not None else event
    name = getattr(of, "case", None)
    case = case_of(cases, event) or next((one for one in cases if one.id == name), None)
    order = getattr(of, "order", None) or (case.order if case else None)
    return order, asked.worth if asked else None
