"""Approvals in a decision: what an event means for the request that it names."""

from collections.abc import Sequence

from attrs import evolve, frozen

from retention_sdk.actions import Action
from retention_sdk.approvals import Approval, answered, found
from retention_sdk.cancelling import minted
from retention_sdk.customer import Standing
from retention_sdk.deciding.approval_obstacles import obstacle_to, unfit, unknown, whom
from retention_sdk.deciding.approvals_kept import with_changed
from retention_sdk.deciding.own import OwnTurn, own_ask
from retention_sdk.deciding.rules import ENGINE
from retention_sdk.decision import Decision, Granted, Refusal
from retention_sdk.events import (
    ApprovalAnswer,
    ApprovalDue,
    ApprovalEvent,
    ApprovalGiven,
    ApprovalRefused,
    Event,
    GoodwillProposed,
)
from retention_sdk.guards import STAFF, Requests
from retention_sdk.guards.requests import nearly_due, overdue


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
            why = "approval_refused", f"{whom(event)} refused it{said}"
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
            return standing if self.obstacle else with_changed(standing, _rung(before, event))
        if isinstance(event, ApprovalAnswer) and self.obstacle is None and _goes_through(before, event, granted):
            return with_changed(_offered(standing, before, event, granted), answered(before, event))
        return with_changed(standing, evolve(before, attempts=before.attempts + 1))


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
            return ApprovalTurn((gift,), obstacle=unfit(event, standing, requests))
        case ApprovalEvent():
            approval = found(standing.approvals, event.approval)
            if approval is None:
                return ApprovalTurn(obstacle=unknown(event), silent=isinstance(event, ApprovalDue))
            return _turn(event, approval, standing, requests)
        case _:
            return None


def _turn(event: ApprovalEvent, approval: Approval, standing: Standing, requests: Requests | None) -> ApprovalTurn:
    if isinstance(event, ApprovalDue):
        if not approval.is_open or approval.role != event.role:
            sentence = "It was answered, or went up, before this ring."
            return ApprovalTurn(obstacle=("approval_moved", sentence), silent=True, approval=approval)
        return ApprovalTurn((own_ask(ENGINE, event, _rings(event, approval, requests)),), approval=approval)
    if isinstance(event, ApprovalAnswer) and (why := obstacle_to(event, approval, standing, requests)):
        return ApprovalTurn(obstacle=why, approval=approval)
    if isinstance(event, ApprovalGiven):
        under = _under(event.role, requests)
        granted = evolve(own_ask(approval.plugin, event, approval.actions), whole=True, under=under)
        return ApprovalTurn((granted,), approval=approval)
    return ApprovalTurn(approval=approval)


def _rings(ring: ApprovalDue, approval: Approval, requests: Requests | None) -> Sequence[Action]:
    """What the engine does where a request is nearly due, or was due."""
    if ring.what == "warn":
        return (nearly_due(approval, ring.occurred_at),)
    return requests.next(approval, ring) if requests else (overdue(approval),)


def _under(role: str, requests: Requests | None) -> str:
    """The other name that what somebody gives counts in: whose authority it takes."""
    return "" if requests is None else requests.authority.counted_in(role)


def _proposed(event: Event, approval: Approval | None) -> tuple[str, Sequence[Action]]:
    if isinstance(event, GoodwillProposed):
        return STAFF, (event.action,)
    return (approval.plugin, approval.gifts) if approval else (ENGINE, ())


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
