"""What the engine does for a case by itself: it sets the clocks' rings, and gives people their tasks."""

from collections.abc import Iterator
from hashlib import blake2b

from retention_sdk.actions import Action, CreateTask, Schedule
from retention_sdk.cases.case import Case
from retention_sdk.cases.clocks import Clock
from retention_sdk.events import ClockRang, Event, Ring

LAST_YEAR = 9000
"""No event happens later."""


def rings(before: Case | None, case: Case, event: Event) -> Iterator[Schedule]:
    """A ring for each clock that was set or moved by an event."""
    for clock in case.clocks:
        known = before.clock(clock.name) if before else None
        if (
            not clock.runs
            or clock.due_at is None
            or clock.due_at.year > LAST_YEAR
            or (known and known.due_at == clock.due_at and known.runs)
        ):
            continue
        if clock.warn_at and clock.warn_at > event.occurred_at and not clock.warned_at:
            yield Schedule(_ring(case, clock, "warn", event))
        if clock.due_at > event.occurred_at:
            yield Schedule(_ring(case, clock, "breach", event))


def _ring(case: Case, clock: Clock, what: Ring, event: Event) -> ClockRang:
    at = clock.due_at if what == "breach" else clock.warn_at
    if at is None:
        raise AssertionError("only a clock with a time rings")
    # a case's id may be as long as an id can be
    name = case.id if len(case.id) <= 100 else blake2b(case.id.encode(), digest_size=16).hexdigest()
    id = f"{name}:{clock.name}:{what}:{at:%Y%m%dT%H%M%S}"
    id += f".{at.microsecond}" if at.microsecond else ""
    return ClockRang(
        id=id, source="clock", customer=event.customer, occurred_at=at, case=case.id, clock=clock.name, what=what
    )


def called(case: Case, ring: ClockRang) -> Action:
    """The task that a clock's ring gives."""
    clock = ring.clock.replace("_", " ")
    told = f"{case.severity} complaint, {case.category}" + (f", order {case.order}" if case.order else "")
    if ring.what == "warn":
        known = case.clock(ring.clock)
        due = known.due_at - ring.occurred_at if known and known.due_at and known.due_at > ring.occurred_at else None
        whose = f", owned by {case.owner}" if case.owner else ""
        return CreateTask(f"Case {case.id}{whose}: the {clock} is nearly due", role=case.level, due=due, reason=told)
    return CreateTask(f"Case {case.id} is yours: the {clock} was not in time", role=case.level, reason=told)


def approval(case: Case, sentence: str, event: Event) -> Action:
    """The task to decide on what was above the others' authority."""
    clock, at = case.clock("approval"), event.occurred_at
    due = clock.due_at - at if clock and clock.due_at and clock.due_at > at else None
    return CreateTask(f"Case {case.id}: decide on a remedy", role=case.level, due=due, script=sentence)
