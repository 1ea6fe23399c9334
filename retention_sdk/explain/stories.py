"""Events in a line, and the whole story of a decision."""

from functools import singledispatch
from typing import TYPE_CHECKING

from retention_sdk.actions import Credit, Debit
from retention_sdk.events import (
    CancelRequest,
    CaseStep,
    ClockRang,
    Complaint,
    CustomersMerged,
    Delivered,
    Dispute,
    Event,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Purchase,
    Refund,
    SessionEvent,
    SurveyAnswer,
)
from retention_sdk.explain.deeds import describe, wish

if TYPE_CHECKING:
    from datetime import datetime

    from retention_sdk.decision import Decision, Failure, Reversal  # which explains itself with the story


@singledispatch
def about(_event: Event) -> str:
    """What is particular to an event, after its customer and time."""
    return ""


@about.register
def _(event: Purchase) -> str:
    return f", {event.total}"


@about.register
def _(event: Refund | Delivered | OrderCancelled | OrderEdited | OrderReopened) -> str:
    return f", order {event.order}" if event.order else ""


@about.register
def _(event: Dispute) -> str:
    return f", order {event.order}, {event.state}"


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
def _(event: CustomersMerged) -> str:
    return f", with {event.other}"


@about.register
def _(event: SurveyAnswer) -> str:
    return f", {event.survey}" + ("" if event.score is None else f": {event.score}")


@about.register
def _(event: SessionEvent) -> str:
    return f", session {event.session}"


def headline(event: Event) -> str:
    """An event in a line."""
    kind = event.kind.replace("_", " ").capitalize()
    when = f"{event.occurred_at:%Y-%m-%d %H:%M} UTC"
    return f"{kind} {event.id} of customer {event.customer}, {when}{about(event)}."


def _later(not_before: "datetime | None") -> str:
    return f", not before {not_before:%Y-%m-%d %H:%M} UTC" if not_before else ""


def _then(failure: "Failure") -> str:
    return "what it was asked about is refused" if failure.is_guards else "is asked again later"


def story(decision: "Decision") -> str:
    """The whole decision: the event, what is granted and taken back, what is refused and why, what failed."""
    granted = [
        f"- {one.plugin} {describe(one.action)}{_later(one.not_before)}"
        f"{f' ({one.action.reason})' if one.action.reason else ''}."
        for one in decision.granted
    ]
    refused = [
        f"- {one.plugin} wanted to {wish(one.action)}, refused [{one.code}]: {one.sentence}"
        for one in decision.refusals
    ]
    failed = [f"- {one.plugin} failed in {one.hook} and {_then(one)}: {one.error}" for one in decision.failures]
    again = "now gives" if isinstance(decision.event, CustomersMerged) else "gives again"
    taken_back = [f"- {_reversal(one, again)}" for one in decision.reversals]
    notes = [f"- Note [{note.code}]: {note.sentence}" for note in decision.notes]
    nothing = "- No strategy had anything to give for it."
    told = [*taken_back, *granted, *refused, *failed, *notes]
    return "\n".join([headline(decision.event), *(told or [nothing])])


def _reversal(one: "Reversal", again: str) -> str:
    """What is taken back, or given again, of what an earlier decision gave."""
    if not isinstance(one.action, (Credit, Debit)):
        verb = again if one.stands else "takes back"
        return f"{verb.capitalize()} what {one.plugin} did: {wish(one.action)}."
    unit, units = one.action.unit, one.units
    short = f"; {one.short:,} {unit} are spent and stay" if one.short else ""
    verb = "Takes back" if units > 0 else "Puts back"
    return f"{verb} {abs(units):,} {unit} of {one.plugin}{short}."
