"""Approvals in a decision: what an event means for the request that it names, and what becomes of all of them."""

from collections.abc import Sequence

from attrs import evolve, frozen

from retention_sdk.actions import Action, Offer
from retention_sdk.approvals import Approval, answered, asked, found, kept, waiting
from retention_sdk.cancelling import UNDECIDED, Obstacle, minted
from retention_sdk.cases import case_of
from retention_sdk.customer import Standing
from retention_sdk.deciding.own import OwnTurn, own_ask
from retention_sdk.deciding.rules import ENGINE
from retention_sdk.decision import Decision, Granted, Refusal
from retention_sdk.events import (
    ApprovalAnswer,
    ApprovalDue,
    ApprovalEvent,
    ApprovalGiven,
    ApprovalRefused,
    CaseStep,
    ClockRang,
    Event,
    GoodwillProposed,
    RemedyApplied,
)
from retention_sdk.guards import STAFF, Requests
from retention_sdk.guards.requests import nearly_due


@frozen
class ApprovalTurn(OwnTurn):
    """What an event means for a request for approval.

    Args:
        approval: the request.
    """

    approval: Approval | None = None

    def told(self, event: Event, decision: Decision) -> Decision:
        """The decision with why the event has no place, or with what somebody has refused."""
        why = self.obstacle
        if isinstance(event, ApprovalRefused) and self.approval and why is None:
            said = f": {event.reason.rstrip('.')}." if event.reason else "."
            why = "approval_refused", f"{_whom(event)} refused it{said}"
        if why is None or self.silent or (self.approval is None and not isinstance(event, GoodwillProposed)):
            return super().told(event, decision)
        plugin, gifts = _proposed(event, self.approval)
        refusals = tuple(Refusal(plugin, action, *why) for action in gifts)
        # a decision whose settings cannot be had any more was told so before
        return evolve(
            decision, refusals=(*decision.refusals, *(one for one in refusals if one not in decision.refusals))
        )

    def after(self, standing: Standing, event: Event, granted: Sequence[Granted]) -> Standing:
        """The standing with what the event makes of the request."""
        before = self.approval
        if before is None:
            return standing
        if isinstance(event, ApprovalDue):
            return standing if self.obstacle else _with(standing, _rung(before, event))
        if isinstance(event, ApprovalAnswer) and self.obstacle is None and _goes_through(before, event, granted):
            return _with(_offered(standing, before, event, granted), answered(before, event))
        return _with(standing, evolve(before, attempts=before.attempts + 1))


def approval_turn(event: Event, standing: Standing, requests: Requests | None) -> ApprovalTurn | None:
    """What an event means for a customer's requests for approval.

    Args:
        event: any event.
        standing: what is known of the customer as of just before it.
        requests: makes the requests; None where the file has no roles.

    Returns:
        What the engine answers to it; None where it is about no request, and proposes nothing.
    """
    match event:
        case GoodwillProposed():
            gift = evolve(own_ask(STAFF, event, (event.action,)), under=_under(event.role, requests))
            return ApprovalTurn((gift,), obstacle=_unfit(event, standing, requests))
        case ApprovalEvent():
            approval = found(standing.approvals, event.approval)
            if approval is None:
                return ApprovalTurn(obstacle=_unknown(event), silent=isinstance(event, ApprovalDue))
            return _turn(event, approval, standing, requests)
        case _:
            return None


def _turn(event: ApprovalEvent, approval: Approval, standing: Standing, requests: Requests | None) -> ApprovalTurn:
    if isinstance(event, ApprovalDue):
        if not approval.is_open or approval.role != event.role:
            moved = "approval_moved", "It was answered, or went up, before this ring."
            return ApprovalTurn(obstacle=moved, silent=True, approval=approval)
        late = event.what == "breach" and requests is not None
        actions = requests.next(approval, event) if late and requests else (nearly_due(approval, event.occurred_at),)
        return ApprovalTurn((own_ask(ENGINE, event, actions),), approval=approval)
    if why := _obstacle(event, approval, standing, requests):
        return ApprovalTurn(obstacle=why, approval=approval)
    if isinstance(event, ApprovalGiven):
        under = _under(event.role, requests)
        granted = evolve(own_ask(approval.plugin, event, approval.actions), whole=True, under=under)
        return ApprovalTurn((granted,), approval=approval)
    return ApprovalTurn(approval=approval)


def _obstacle(
    event: ApprovalEvent, approval: Approval, standing: Standing, requests: Requests | None
) -> Obstacle | None:
    """Why an answer has no place."""
    if not isinstance(event, ApprovalAnswer):
        return None
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


def _unfit(event: GoodwillProposed, standing: Standing, requests: Requests | None) -> Obstacle | None:
    """Why nobody can give what somebody wants to give."""
    if why := _no_role(event.role, requests):
        return why
    if event.case is not None and all(case.id != event.case for case in standing.cases):
        known = ", ".join(case.id for case in standing.cases) or "none"
        return "no_such_case", f"There is no case {event.case!r}; the customer's cases are: {known}."
    return None


def _under(role: str, requests: Requests | None) -> str:
    """The other name that what somebody gives counts in: whose authority it takes."""
    return "" if requests is None else requests.authority.counted_in(role)


def _no_role(role: str, requests: Requests | None) -> Obstacle | None:
    if requests is None or role in requests.authority.names:
        return None
    return "unknown_role", f"{role!r} is no role of [authority]; its roles are: {', '.join(requests.authority.names)}."


def _unknown(event: ApprovalEvent) -> Obstacle:
    return "unknown_approval", f"Customer {event.customer} has no request for approval {event.approval}."


def _proposed(event: Event, approval: Approval | None) -> tuple[str, Sequence[Action]]:
    if isinstance(event, GoodwillProposed):
        return STAFF, (event.action,)
    return (approval.plugin, approval.gifts) if approval else (ENGINE, ())


def _whom(answer: ApprovalAnswer) -> str:
    return f"{answer.by} ({answer.role})" if answer.by else f"The {answer.role}"


def _who(approval: Approval) -> str:
    return f"{approval.by} ({approval.answered_as})" if approval.by else f"The {approval.answered_as}"


def _goes_through(approval: Approval, event: Event, granted: Sequence[Granted]) -> bool:
    """Whether an answer answers: where a guard refuses what was approved, the request goes on waiting."""
    if isinstance(event, ApprovalRefused):
        return True
    return any(one.plugin == approval.plugin and one.action in approval.gifts for one in granted)


def _rung(approval: Approval, ring: ApprovalDue) -> Approval:
    if ring.what == "warn":
        return evolve(approval, warned_at=ring.occurred_at)
    return evolve(approval, breached_at=approval.breached_at or ring.occurred_at)


def _offered(standing: Standing, approval: Approval, event: Event, granted: Sequence[Granted]) -> Standing:
    """The standing with offers that were approved in the session that they are for."""
    if approval.session is None:
        return standing
    sessions = tuple(minted(one, event, granted) if one.id == approval.session else one for one in standing.sessions)
    return evolve(standing, sessions=sessions)


def _with(standing: Standing, *changed: Approval) -> Standing:
    return evolve(standing, approvals=kept(standing.approvals, changed)) if changed else standing


def with_approvals(standing: Standing, seen: Standing, decision: Decision) -> Standing:
    """A standing with what an event asks somebody to approve, and without what needs no answer any more.

    Args:
        standing: as of just after the event, with its cases and sessions.
        seen: as of just before it.
        decision: what was decided on it.
    """
    event = decision.event
    about = event.case if isinstance(event, GoodwillProposed) else getattr(case_of(standing.cases, event), "id", None)
    standing = _with(standing, *asked(standing.approvals, event, decision.granted, about))
    if not any(one.is_open for one in standing.approvals):
        return standing
    if isinstance(event, CaseStep) and standing.cases is not seen.cases:
        standing = _with(standing, *_of_the_case(standing, event))
    return _with(standing, *(_lapsed(one, event) for one in standing.approvals if _is_void(one, standing)))


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
