"""A clock rings: a warning, or the case goes up a level. A clock that was met or moved rings for nothing."""

from datetime import datetime

from attrs import evolve

from retention_sdk.cases.case import Case
from retention_sdk.cases.refusing import CaseRefusal
from retention_sdk.cases.running import replaced, started
from retention_sdk.events import ClockRang
from retention_sdk.language import N_, Said, Word, said


def rang(case: Case, ring: ClockRang) -> Case:
    """A case after one of its clocks rang.

    Raises:
        CaseRefusal: the clock was met or moved, or has rung before: the case stays as it is.
    """
    at, clock = ring.occurred_at, case.clock(ring.clock)
    of = {"clock": Word(ring.clock), "case": case.id}
    if clock is None or not clock.runs:
        sentence = said("The {clock} clock of case {case} was met before it rang; nothing is to be done.", **of)
        raise CaseRefusal("clock_met", sentence)
    due = clock.due_at if ring.what == "breach" else clock.warn_at
    if due is None or at < due:
        message = N_(
            "The {clock} clock of case {case} was moved after this ring was set; it rings again when it is due."
        )
        raise CaseRefusal("clock_moved", Said(message, "", of))
    if ring.what == "warn":
        if clock.warned_at or (clock.due_at and clock.due_at <= at):
            sentence = said("The {clock} clock of case {case} has warned before; nothing is to be done.", **of)
            raise CaseRefusal("clock_rang", sentence)
        case = replaced(case, evolve(clock, warned_at=at)).noted(at, f"warned: {ring.clock}")
        return evolve(case, state="follow_up_due") if _promised(case, ring) else case
    above = case.terms.above(case.level)
    if above == case.level and clock.breached_at:
        sentence = said("The {clock} clock of case {case} was missed before; nothing is to be done.", **of)
        raise CaseRefusal("clock_rang", sentence)
    clock = evolve(clock, breached_at=clock.breached_at or at)
    if above != case.level:
        # the next level has the same time, and the one after it is told when that is over too
        clock = evolve(clock, since=at, warned_at=None)
    case = replaced(case, clock).noted(at, f"missed: {ring.clock}")
    case = evolve(case, state="follow_up_due") if _promised(case, ring) else case
    return case if above == case.level else raised(case, above, at)


def raised(case: Case, level: str, at: datetime) -> Case:
    """A case that went up to a level, where nobody owns it yet."""
    return evolve(case, level=level, owner="").noted(at, f"went up to {level}")


def asked(case: Case, level: str, at: datetime) -> Case:
    """A case whose remedy waits for somebody of a level to approve it."""
    up = raised(case, level, at) if level != case.level else case
    running = up.clock("approval")
    return up if running and running.runs else started(up, "approval", up.terms.approval, at)


def _promised(case: Case, ring: ClockRang) -> bool:
    return ring.clock == "promise" and case.state == "remedy_applied"
