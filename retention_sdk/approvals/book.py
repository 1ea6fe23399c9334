"""A customer's approvals: the open ones, and the latest that were answered."""

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve

from retention_sdk.actions import RequestApproval
from retention_sdk.approvals.approval import Approval
from retention_sdk.decision import Granted
from retention_sdk.events import (
    ApprovalAnswer,
    ApprovalGiven,
    CancelRequest,
    Complaint,
    Event,
    GoodwillProposed,
)

MOST_OPEN, MOST_CLOSED = 20, 5
"""The latest approvals that a customer's standing keeps."""

Approvals = tuple[Approval, ...]


def found(approvals: Iterable[Approval], key: str) -> Approval | None:
    """An approval by its key."""
    return next((one for one in approvals if one.key == key), None)


def waiting(approvals: Iterable[Approval], case: str) -> list[Approval]:
    """The open approvals of a case."""
    return [one for one in approvals if one.is_open and one.case == case]


def kept(approvals: Sequence[Approval], changed: Iterable[Approval]) -> Approvals:
    """The approvals with some that are new or have changed; the oldest of too many are let go."""
    all_of_them = {one.key: one for one in (*approvals, *changed)}.values()
    many: tuple[tuple[Callable[[Approval], bool], int], ...] = (
        (lambda one: one.is_open, MOST_OPEN),
        (lambda one: not one.is_open, MOST_CLOSED),
    )
    gone = {one.key for wanted, most in many for one in list(filter(wanted, all_of_them))[:-most]}
    return tuple(one for one in all_of_them if one.key not in gone)


def asked(approvals: Sequence[Approval], event: Event, granted: Iterable[Granted], case: str | None) -> list[Approval]:
    """The approvals that an event asks for, and those that it asks somebody else about.

    Args:
        approvals: the customer's.
        event: the event.
        granted: what was granted for it.
        case: the case that the event is about, where it is about one.
    """
    requests = [(one.key, one.action) for one in granted if isinstance(one.action, RequestApproval)]
    made: list[Approval] = []
    for key, request in requests:
        before = found(approvals, request.approval or "")
        if request.approval is None:
            made.append(_new(key, request, event, case))
        elif before is not None:
            made.append(went_up(before, request, event))
    return made


def _new(key: str, request: RequestApproval, event: Event, case: str | None) -> Approval:
    at = event.occurred_at
    return Approval(
        key=key,
        customer=event.customer,
        plugin=request.plugin,
        actions=request.actions,
        event=event.id,
        role=request.role,
        asked_at=at,
        since=at,
        due_at=None if request.due is None else at + request.due,
        above=request.above,
        case=case,
        session=event.id if isinstance(event, CancelRequest) else None,
        order=event.order if isinstance(event, Complaint | GoodwillProposed) else None,
        worth=request.worth,
    )


def went_up(approval: Approval, request: RequestApproval, event: Event) -> Approval:
    """An approval that another role is asked about."""
    at = event.occurred_at
    due_at = None if request.due is None else at + request.due
    return evolve(approval, role=request.role, above=request.above, since=at, due_at=due_at, warned_at=None)


def answered(approval: Approval, answer: ApprovalAnswer) -> Approval:
    """An approval that somebody has answered."""
    return evolve(
        approval,
        state="approved" if isinstance(answer, ApprovalGiven) else "refused",
        answer=answer.id,
        answered_at=answer.occurred_at,
        by=answer.by,
        answered_as=answer.role,
        reason=answer.reason,
        attempts=approval.attempts + 1,
    )
