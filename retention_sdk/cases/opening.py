"""A complaint opens a case, or joins one about the same matter, whatever channel it comes over."""

from collections.abc import Sequence
from datetime import datetime

from attrs import evolve

from retention_sdk.calendars import Pause
from retention_sdk.cases.case import MOST_STEPS, Case
from retention_sdk.cases.clocks import Clock, earlier
from retention_sdk.cases.running import paused, replaced, started
from retention_sdk.cases.terms import Rules
from retention_sdk.events import Complaint, Severity
from retention_sdk.money import Money

_WORSE = list(Severity)


def case_for(cases: Sequence[Case], complaint: Complaint, rules: Rules) -> Case | None:
    """The open case that a complaint joins: of the same order, item and category, and not long silent.

    An item that is not named is no other item. Of several the latest is joined.
    """
    for case in reversed(cases):
        same = (case.order, case.category) == (complaint.order, complaint.category)
        same_item = case.sku == complaint.sku or case.sku is None or complaint.sku is None
        if case.is_open and same and same_item and complaint.occurred_at - case.last_at <= rules.join_for:
            return case
    return None


def opened(cases: Sequence[Case], complaint: Complaint, rules: Rules, worth: Money | None) -> Case:
    """A new case, with its clocks started.

    Args:
        cases: the customer's, whose ids are taken.
        complaint: what opens it.
        rules: the store's.
        worth: what the order cost, where known.
    """
    at, terms = complaint.occurred_at, rules.terms
    taken = any(case.id == complaint.id for case in cases)
    case = Case(
        f"{complaint.source}:{complaint.id}" if taken else complaint.id,
        complaint.category,
        complaint.severity,
        *(at, at, complaint.order, complaint.sku),
        level=terms.levels[0],
        worth=worth,
        terms=terms,
    )
    case = started(case, "first_response", terms.first_response, at)
    return started(case, "resolution", terms.resolution.of(case.severity), at).noted(at, "opened")


def joined(case: Case, complaint: Complaint) -> Case:
    """A case with one more message: it waits no more, and the earliest of its clocks count."""
    at = complaint.occurred_at
    if case.state == "confirmed":
        case = again(case, at)
    elif case.is_paused:
        case = resumed(case, at)
    case = evolve(
        case,
        last_at=max(case.last_at, at),
        sku=case.sku or complaint.sku,
        severity=max(case.severity, complaint.severity, key=_WORSE.index),
        messages=case.messages + 1,
        joined=(*case.joined, complaint.id)[-MOST_STEPS:],
    )
    return _asked_again(_sooner(case, at), at).noted(at, "joined")


def again(case: Case, at: datetime) -> Case:
    """A case that is open again, with all that was done, and with clocks from now on."""
    case = resumed(case, at) if case.is_paused else case
    case = started(evolve(case, state="reopened"), "resolution", case.terms.resolution.of(case.severity), at)
    return started(case, "next_response", case.terms.next_response, at)


def resumed(case: Case, at: datetime) -> Case:
    """A case that waits no more."""
    last = case.pauses[-1]
    return paused(case, (*case.pauses[:-1], Pause(last.start, at)))


def _sooner(case: Case, at: datetime) -> Case:
    """With the resolution that the severity asks for now, where that is sooner."""
    span, running = case.terms.resolution.of(case.severity), case.clock("resolution")
    if span is None or (running is not None and not running.runs):
        return case
    if running is None:
        return started(case, "resolution", span, at)
    return replaced(case, earlier(running, Clock("resolution", at, span).timed(case.terms, case.pauses)))


def _asked_again(case: Case, at: datetime) -> Case:
    """With the clock of a later message, unless an earlier message still waits for its answer."""
    if any(clock.runs for name in ("first_response", "next_response") if (clock := case.clock(name))):
        return case
    return started(case, "next_response", case.terms.next_response, at)
