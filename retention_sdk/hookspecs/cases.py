"""The hooks about the steps of a case."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import (
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


@hookspec
def on_case_answered(event: "CaseAnswered", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody answered a customer who had complained."""


@hookspec
def on_case_diagnosed(event: "CaseDiagnosed", customer: "Customer") -> "Iterable[Action] | None":
    """It is known what went wrong."""


@hookspec
def on_case_paused(event: "CasePaused", customer: "Customer") -> "Iterable[Action] | None":
    """A case waits for the customer."""


@hookspec
def on_case_resumed(event: "CaseResumed", customer: "Customer") -> "Iterable[Action] | None":
    """A case waits no more."""


@hookspec
def on_remedy_applied(event: "RemedyApplied", customer: "Customer") -> "Iterable[Action] | None":
    """A remedy reached the customer."""


@hookspec
def on_follow_up_done(event: "FollowUpDone", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody asked whether the matter is settled."""


@hookspec
def on_case_closed(event: "CaseClosed", customer: "Customer") -> "Iterable[Action] | None":
    """A case was closed."""


@hookspec
def on_case_reopened(event: "CaseReopened", customer: "Customer") -> "Iterable[Action] | None":
    """A case is open again."""


@hookspec
def on_clock_rang(event: "ClockRang", customer: "Customer") -> "Iterable[Action] | None":
    """The time of a case's clock has come."""
