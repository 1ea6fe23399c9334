"""Approvals that are for a case: one clock for both, and what an answer makes of the case."""

from collections.abc import Iterable

from attrs import evolve

from retention_sdk import cases as c
from retention_sdk.actions import RequestApproval, Schedule
from retention_sdk.approvals import found, waiting
from retention_sdk.customer import Standing
from retention_sdk.decision import Granted
from retention_sdk.events import (
    ApprovalDue,
    ApprovalEvent,
    ApprovalGiven,
    ApprovalRefused,
    Event,
    GoodwillProposed,
)


def one_clock(granted: tuple[Granted, ...], case: c.Case, event: Event) -> tuple[Granted, ...]:
    """What was granted with the case's clock for its requests, where the case has one that runs.

    Args:
        granted: what was granted for the event.
        case: the case it is about, as of just after it.
        event: the event.
    """
    clock, at = case.clock("approval"), event.occurred_at
    if clock is None or not clock.runs:
        return granted
    due = clock.due_at - at if clock.due_at and clock.due_at > at else None
    kept: list[Granted] = []
    for one in granted:
        action = one.action
        if isinstance(action, RequestApproval):
            kept.append(evolve(one, action=evolve(action, due=due)))
        elif not isinstance(action, Schedule) or not isinstance(action.event, ApprovalDue):
            kept.append(one)
    return tuple(kept)


def approved_case(
    event: ApprovalEvent | GoodwillProposed, seen: Standing, granted: Iterable[Granted]
) -> tuple[c.Case, c.Case] | None:
    """The case that an approval is for, before an event and after it; None where it is for none.

    Args:
        event: an event that has its place.
        seen: what is known of the customer as of just before it.
        granted: what was granted for it.
    """
    approval = None if isinstance(event, GoodwillProposed) else found(seen.approvals, event.approval)
    name = event.case if isinstance(event, GoodwillProposed) else approval.case if approval else None
    before = next((case for case in seen.cases if case.id == name), None)
    if before is None:
        return None
    gifts = approval.gifts if approval else (event.action,) if isinstance(event, GoodwillProposed) else ()
    given = [one.action.kind for one in granted if one.action in gifts]
    at, case = event.occurred_at, before
    match event:
        case ApprovalGiven() | GoodwillProposed() if given:
            what = "approved" if isinstance(event, ApprovalGiven) else "gave"
            case = case.noted(at, f"{what}: {', '.join(given)}", event.by or event.role)
        case ApprovalRefused():
            case = case.noted(at, f"refused: {', '.join(one.kind for one in gifts)}", event.by or event.role)
        case _:
            return before, before
    if approval and not any(one.key != approval.key for one in waiting(seen.approvals, before.id)):
        case = c.approval_met(case, at)
    return before, case
