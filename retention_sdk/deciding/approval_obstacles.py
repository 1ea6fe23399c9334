"""Why nobody can answer a request for approval, or give something."""

from retention_sdk.actions import Offer
from retention_sdk.approvals import Approval
from retention_sdk.cancelling import UNDECIDED, Obstacle
from retention_sdk.customer import Standing
from retention_sdk.events import ApprovalAnswer, ApprovalEvent, ApprovalGiven, GoodwillProposed
from retention_sdk.guards import Requests


def obstacle_to(
    event: ApprovalAnswer, approval: Approval, standing: Standing, requests: Requests | None
) -> Obstacle | None:
    """Why an answer has no place; None where it has one.

    Args:
        event: the answer.
        approval: what it answers, as of just before it.
        standing: what is known of the customer.
        requests: makes the requests; None where the file has no roles.
    """
    if approval.state == "lapsed":
        return "approval_lapsed", f"What event {approval.event} was about was settled without it."
    if approval.answered_at is not None:
        return "approval_answered", f"{_who(approval)} {approval.state} it on {approval.answered_at:%Y-%m-%d}."
    if why := _no_role(event.role, requests):
        return why
    if requests is not None and not requests.outranks(event.role, approval.role):
        return "role_not_asked", f"The {approval.role} is asked now; the {event.role} cannot answer for them."
    return _too_late(event, approval, standing)


def _too_late(event: ApprovalAnswer, approval: Approval, standing: Standing) -> Obstacle | None:
    session = next((one for one in standing.sessions if one.id == approval.session), None)
    offers = any(isinstance(action, Offer) for action in approval.actions)
    if isinstance(event, ApprovalGiven) and offers and (session is None or session.state not in UNDECIDED):
        return "too_late_to_offer", "The customer has decided, so nothing is offered any more."
    return None


def unfit(event: GoodwillProposed, standing: Standing, requests: Requests | None) -> Obstacle | None:
    """Why nobody can give what somebody wants to give."""
    if why := _no_role(event.role, requests):
        return why
    if event.case is not None and all(case.id != event.case for case in standing.cases):
        known = ", ".join(case.id for case in standing.cases) or "none"
        return "no_such_case", f"There is no case {event.case!r}; the customer's cases are: {known}."
    return None


def _no_role(role: str, requests: Requests | None) -> Obstacle | None:
    if requests is None or role in requests.authority.names:
        return None
    return "unknown_role", f"{role!r} is no role of [authority]; its roles are: {', '.join(requests.authority.names)}."


def unknown(event: ApprovalEvent) -> Obstacle:
    """Why an event about a request that there is not has no place."""
    return "unknown_approval", f"Customer {event.customer} has no request for approval {event.approval}."


def whom(answer: ApprovalAnswer) -> str:
    """Who answered."""
    return f"{answer.by} ({answer.role})" if answer.by else f"The {answer.role}"


def _who(approval: Approval) -> str:
    return f"{approval.by} ({approval.answered_as})" if approval.by else f"The {approval.answered_as}"
