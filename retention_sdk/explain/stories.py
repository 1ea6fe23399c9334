"""Events in a line, and the whole story of a decision."""

from functools import singledispatch
from typing import TYPE_CHECKING

from retention_sdk.events import (
    CancelRequest,
    CaseStep,
    ClockRang,
    Complaint,
    Delivered,
    Event,
    Purchase,
    Refund,
    SurveyAnswer,
)
from retention_sdk.explain.deeds import describe, wish

if TYPE_CHECKING:
    from retention_sdk.decision import Decision  # which explains itself with the story


@singledispatch
def about(_event: Event) -> str:
    """What is particular to an event, after its customer and time."""
    return ""


@about.register
def _(event: Purchase) -> str:
    return f", {event.total}"


@about.register
def _(event: Refund | Delivered) -> str:
    return f", order {event.order}" if event.order else ""


@about.register
def _(event: Complaint) -> str:
    return f", {event.severity} ({event.category})"


@about.register
def _(event: CaseStep) -> str:
    return f", case {event.case}"


@about.register
def _(event: ClockRang) -> str:
    return f", {event.what} of {event.clock.replace('_', ' ')}, case {event.case}"


@about.register
def _(event: CancelRequest) -> str:
    return f", because of {event.reason.replace('_', ' ')}"


@about.register
def _(event: SurveyAnswer) -> str:
    return f", {event.survey}" + ("" if event.score is None else f": {event.score}")


def headline(event: Event) -> str:
    """An event in a line."""
    kind = event.kind.replace("_", " ").capitalize()
    when = f"{event.occurred_at:%Y-%m-%d %H:%M} UTC"
    return f"{kind} {event.id} of customer {event.customer}, {when}{about(event)}."


def story(decision: "Decision") -> str:
    """The whole decision: the event, what was granted, what was refused and why, what failed."""
    granted = [
        f"- {one.plugin} {describe(one.action)}{f' ({one.action.reason})' if one.action.reason else ''}."
        for one in decision.granted
    ]
    refused = [
        f"- {one.plugin} wanted to {wish(one.action)}, refused [{one.code}]: {one.sentence}"
        for one in decision.refusals
    ]
    failed = [f"- {one.plugin} failed in {one.hook} and is asked again later: {one.error}" for one in decision.failures]
    noted = [f"- Note [{note.code}]: {note.sentence}" for note in decision.notes]
    nothing = "- No strategy had anything to give for it."
    return "\n".join([headline(decision.event), *(granted + refused + failed or [nothing]), *noted])
