"""A store that deals with complaints from nine to five, and the clock that hands in what was scheduled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from retention_sdk import (
    CaseAnswered,
    CaseClosed,
    CaseDiagnosed,
    CasePaused,
    CaseReopened,
    CaseResumed,
    ClockRang,
    FollowUpDone,
    RemedyApplied,
)
from retention_sdk.times import to_micros
from retention_sdk.wire import from_json
from tests.build import opened, rows

if TYPE_CHECKING:
    from retention_sdk import Case, Decision, Engine

HOURS = {day: ["09:00-12:00", "13:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
CASES: dict[str, Any] = {
    "first_response_hours": 4,
    "next_response_hours": 6,
    "resolution_hours": {"medium": 28, "high": 14},
    "follow_up_hours": 21,
    "approval_hours": 4,
    "calendar": {**HOURS, "holidays": ["2100-01-05"]},
}
AUTHORITY = {"agent": "20 EUR", "help desk": "30 EUR", "supervisor": "100 EUR"}

STEPS = {
    "answered": CaseAnswered,
    "diagnosed": CaseDiagnosed,
    "paused": CasePaused,
    "resumed": CaseResumed,
    "applied": RemedyApplied,
    "followed": FollowUpDone,
    "closed": CaseClosed,
    "reopened": CaseReopened,
}
NEEDS: dict[str, dict[str, Any]] = {
    "answered": {"by": "Bea"},
    "diagnosed": {"cause": "packed badly"},
    "applied": {"remedy": "a call"},
    "followed": {"by": "Bea"},
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of January 2100, whose first is a Friday."""
    return datetime(2100, 1, day, hour, minute, tzinfo=UTC)


def step(name: str, when: datetime, case: str = "k-1", **more: Any) -> Any:
    """A step of a case; its id tells what and when."""
    id = f"{name}-{when:%d-%H%M}"
    return STEPS[name](id=id, customer="c", occurred_at=when, case=case, **{**NEEDS.get(name, {}), **more})


def store(url: str, strategies: dict[str, object] | None = None, **cases: Any) -> Engine:
    """A store with clocks and roles."""
    return opened(url, strategies, cases={**CASES, **cases}, authority=AUTHORITY)


def case(engine: Engine, id: str = "k-1") -> Case:
    """A case as it stands."""
    return next(one for one in engine.customer("c").cases if one.id == id)


def fire(engine: Engine, until: datetime) -> list[Decision]:
    """Hand in all that was scheduled up to a time, as a worker does: in order, some of it again."""
    done: dict[str, Decision] = {}
    while True:
        due = [row for row in rows(engine, "schedule") if row.due_at <= to_micros(until) and row.key not in done]
        if not due:
            return list(done.values())
        first = min(due, key=lambda row: (row.due_at, row.key))
        done[first.key] = engine.handle(from_json(first.event, ClockRang))
