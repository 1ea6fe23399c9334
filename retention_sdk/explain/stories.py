"""Events in a line, and the whole story of a decision."""

from functools import singledispatch
from typing import TYPE_CHECKING

from retention_sdk.actions import Action, Credit, Debit
from retention_sdk.events import (
    ApprovalAnswer,
    ApprovalDue,
    CancelRequest,
    CaseStep,
    ClockRang,
    Complaint,
    CustomersMerged,
    Delivered,
    Dispute,
    Event,
    GoodwillProposed,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Purchase,
    Refund,
    SessionEvent,
    SurveyAnswer,
)
from retention_sdk.explain.deeds import describe, wish
from retention_sdk.explain.words import count

if TYPE_CHECKING:
    from datetime import datetime

    # which explains itself with the story
    from retention_sdk.decision import Decision, Failure, Note, Refusal, Reversal


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
def _(event: ApprovalAnswer) -> str:
    return f", by {_whom(event.by, event.role)}"


@about.register
def _(event: ApprovalDue) -> str:
    return f", {event.what}"


@about.register
def _(event: GoodwillProposed) -> str:
    return f", by {_whom(event.by, event.role)}"


def _whom(by: str, role: str) -> str:
    return f"{by} ({role})" if by else f"the {role}"


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


def granted_said(plugin: str, action: Action, not_before: "datetime | None") -> str:
    """What is granted, in a sentence."""
    why = f" ({action.reason})" if action.reason else ""
    return f"{plugin} {describe(action)}{_later(not_before)}{why}."


def refused_said(one: "Refusal") -> str:
    """What is refused, and why, in sentences."""
    return f"{one.plugin} wanted to {wish(one.action)}, refused [{one.code}]: {one.sentence}"


def failed_said(one: "Failure") -> str:
    """Who could not answer, in a sentence."""
    return f"{one.plugin} failed in {one.hook} and {_then(one)}: {one.error}"


def noted_said(note: "Note") -> str:
    """What a person should know besides, in a sentence."""
    return f"Note [{note.code}]: {note.sentence}"


def reversed_said(one: "Reversal", again: str = "gives again") -> str:
    """What is taken back, or given again, of what an earlier decision gave."""
    if not isinstance(one.action, (Credit, Debit)):
        verb = again if one.stands else "takes back"
        return f"{verb.capitalize()} what {one.plugin} did: {wish(one.action)}."
    unit, units = one.action.unit, one.units
    what = count(abs(units), unit) if units else "nothing"
    short = f" Spent, so not taken: {count(one.short, unit)}." if one.short else ""
    return f"{'Puts' if units < 0 else 'Takes'} back {what} of {one.plugin}.{short}"


def story(decision: "Decision") -> str:
    """The whole decision: the event, what is granted and taken back, what is refused and why, what failed."""
    again = "now gives" if isinstance(decision.event, CustomersMerged) else "gives again"
    told = [
        *(reversed_said(one, again) for one in decision.reversals),
        *(granted_said(one.plugin, one.action, one.not_before) for one in decision.granted),
        *(refused_said(one) for one in decision.refusals),
        *(failed_said(one) for one in decision.failures),
        *(noted_said(one) for one in decision.notes),
    ]
    lines = told or ["No strategy had anything to give for it."]
    return "\n".join([headline(decision.event), *(f"- {line}" for line in lines)])
