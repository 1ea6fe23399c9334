"""What an event makes of a customer's requests for approval: asked, gone up with a case, needed no more."""

from attrs import evolve

from retention_sdk.actions import Offer
from retention_sdk.approvals import Approval, asked, found, kept, waiting
from retention_sdk.cancelling import UNDECIDED
from retention_sdk.cases import case_of
from retention_sdk.customer import Standing
from retention_sdk.decision import Decision
from retention_sdk.events import ApprovalEvent, CaseStep, ClockRang, Event, GoodwillProposed, RemedyApplied


def with_changed(standing: Standing, *changed: Approval) -> Standing:
    """A standing with approvals that are new or have changed."""
    return evolve(standing, approvals=kept(standing.approvals, changed)) if changed else standing


def with_approvals(standing: Standing, seen: Standing, decision: Decision) -> Standing:
    """A standing with what an event asks somebody to approve, and without what needs no answer any more.

    Args:
        standing: as of just after the event, with its cases and sessions.
        seen: as of just before it.
        decision: what was decided on it.
    """
    event = decision.event
    standing = with_changed(standing, *asked(standing.approvals, event, decision.granted, _about(event, standing)))
    if not any(one.is_open for one in standing.approvals):
        return standing
    if isinstance(event, CaseStep) and standing.cases is not seen.cases:
        standing = with_changed(standing, *_of_the_case(standing, event))
    return with_changed(standing, *(_lapsed(one, event) for one in standing.approvals if _is_void(one, standing)))


def _about(event: Event, standing: Standing) -> str | None:
    """The case that an event is about."""
    if isinstance(event, GoodwillProposed):
        return event.case
    if isinstance(event, ApprovalEvent):
        approval = found(standing.approvals, event.approval)
        return None if approval is None else approval.case
    case = case_of(standing.cases, event)
    return None if case is None else case.id


def _of_the_case(standing: Standing, step: CaseStep) -> list[Approval]:
    """What a step that its case has taken makes of the approvals of the case."""
    case = next((one for one in standing.cases if one.id == step.case), None)
    if case is None:
        return []
    if isinstance(step, ClockRang) and step.clock == "approval" and step.what == "breach":
        return [_raised(one, case.level, step) for one in waiting(standing.approvals, case.id)]
    if isinstance(step, RemedyApplied):
        same = (one for one in waiting(standing.approvals, case.id) if one.is_of(step.remedy))
        return [_lapsed(one, step) for one in same]
    if case.state in ("confirmed", "closed"):
        return [_lapsed(one, step) for one in waiting(standing.approvals, case.id)]
    return []


def _raised(approval: Approval, level: str, ring: ClockRang) -> Approval:
    """An approval whose case's clock was missed: it goes up with its case, as far as somebody there may give it."""
    at, above = ring.occurred_at, approval.above
    approval = evolve(approval, breached_at=approval.breached_at or at)
    if not above:
        return approval
    role = level if level in above else above[0]
    return evolve(approval, role=role, above=above[above.index(role) + 1 :], since=at)


def _is_void(approval: Approval, standing: Standing) -> bool:
    """Whether an open approval is of an offer to somebody who has decided."""
    if not approval.is_open or approval.session is None:
        return False
    session = next((one for one in standing.sessions if one.id == approval.session), None)
    decided = session is None or session.state not in UNDECIDED
    return decided and any(isinstance(action, Offer) for action in approval.actions)


def _lapsed(approval: Approval, event: Event) -> Approval:
    return evolve(approval, state="lapsed", answered_at=event.occurred_at)
