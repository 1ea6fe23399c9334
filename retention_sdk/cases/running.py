"""What becomes of a case's clocks: started, met, moved by a pause."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import evolve

from retention_sdk.calendars import Pause
from retention_sdk.cases.case import Case
from retention_sdk.cases.clocks import Clock
from retention_sdk.events import ClockName


def started(case: Case, name: ClockName, span: timedelta | None, at: datetime) -> Case:
    """The case with a clock started, in the place of the one of that name; nothing where there is no span."""
    if span is None:
        return case
    return _with(case, Clock(name, at, span).timed(case.terms, case.pauses))


def replaced(case: Case, clock: Clock) -> Case:
    """The case with a clock in the place of the one of its name, timed anew."""
    return _with(case, clock.timed(case.terms, case.pauses))


def met(case: Case, names: Sequence[ClockName], at: datetime) -> Case:
    """The case with clocks met that still ran."""
    return evolve(
        case,
        clocks=tuple(
            evolve(clock, met_at=at) if clock.runs and clock.name in names else clock for clock in case.clocks
        ),
    )


def approval_met(case: Case, at: datetime) -> Case:
    """The case with nothing left to approve."""
    return met(case, ("approval",), at)


def approval_runs(case: Case, before: Case) -> Case:
    """The case with its clock of approval as it was before: something still waits to be approved."""
    clock = before.clock("approval")
    return _with(case, clock.timed(case.terms, case.pauses)) if clock and clock.runs and case.is_open else case


def paused(case: Case, pauses: tuple[Pause, ...]) -> Case:
    """The case with other pauses, and its clocks moved by them."""
    return evolve(case, pauses=pauses, clocks=tuple(clock.timed(case.terms, pauses) for clock in case.clocks))


def _with(case: Case, clock: Clock) -> Case:
    others = [one for one in case.clocks if one.name != clock.name]
    return evolve(case, clocks=(*others, clock))
