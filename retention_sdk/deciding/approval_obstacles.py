"""Why nobody can answer a request for approval, or give something."""

from retention_sdk.actions import Offer
from retention_sdk.approvals import Approval
from retention_sdk.cancelling import UNDECIDED, Obstacle
from retention_sdk.customer import Standing
from retention_sdk.events import ApprovalAnswer, ApprovalEvent, ApprovalGiven, GoodwillProposed
from retention_sdk.guards import Requests
from retention_sdk.language import N_, Said, Word, said


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
        return "approval_lapsed", said("What event {id} was about was settled without it.", id=approval.event)
    if approval.answered_at is not None:
        values = {"who": _who(approval), "state": Word(approval.state), "day": approval.answered_at.date()}
        return "approval_answered", said("{who} {state} it on {day}.", **values)
    if why := _no_role(event.role, requests):
        return why
    if requests is not None and not requests.outranks(event.role, approval.role):
        message = N_("The {asked} is asked now; the {role} cannot answer for them.")
        return "role_not_asked", Said(message, "", {"asked": approval.role, "role": event.role})
    return _too_late(event, approval, standing)


def _too_late(event: ApprovalAnswer, approval: Approval, standing: Standing) -> Obstacle | None:
    session = next((one for one in standing.sessions if one.id == approval.session), None)
    offers = any(isinstance(action, Offer) for action in approval.actions)
    if isinstance(event, ApprovalGiven) and offers and (session is None or session.state not in UNDECIDED):
        return "too_late_to_offer", said("The customer has decided, so nothing is offered any more.")
    return None


def unfit(event: GoodwillProposed, standing: Standing, requests: Requests | None) -> Obstacle | None:
    """Why nobody can give what somebody wants to give."""
    if why := _no_role(event.role, requests):
        return why
    if event.case is not None and all(case.id != event.case for case in standing.cases):
        known = ", ".join(case.id for case in standing.cases) or said("none")
        message = N_("There is no case {case}; the customer's cases are: {known}.")
        return "no_such_case", Said(message, "", {"case": repr(event.case), "known": known})
    return None


def _no_role(role: str, requests: Requests | None) -> Obstacle | None:
    if requests is None or role in requests.authority.names:
        return None
    message = N_("{role} is no role of [authority]; its roles are: {known}.")
    return "unknown_role", Said(message, "", {"role": repr(role), "known": ", ".join(requests.authority.names)})


def unknown(event: ApprovalEvent) -> Obstacle:
    """Why an event about a request that there is not has no place."""
    message = N_("Customer {customer} has no request for approval {approval}.")
    return "unknown_approval", Said(message, "", {"customer": event.customer, "approval": event.approval})


def whom(answer: ApprovalAnswer) -> Said:
    """Who answered."""
    return _named(answer.by, answer.role)


def _who(approval: Approval) -> Said:
    return _named(approval.by, approval.answered_as)


def _named(by: str, role: str) -> Said:
    return said("{name} ({role})", name=by, role=role) if by else said("The {role}", role=role)
