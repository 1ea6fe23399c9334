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
    HoldCaptured,
    HoldPlaced,
    HoldReleased,
    OpeningBalance,
    OrderCancelled,
    OrderEdited,
    OrderReopened,
    Purchase,
    Redemption,
    RedemptionCancelled,
    Refund,
    SessionEvent,
    SurveyAnswer,
    TierLocked,
)
from retention_sdk.explain.deeds import describe, wish
from retention_sdk.explain.words import maybe
from retention_sdk.language import N_, Amount, Said, Word, said, voice_of

if TYPE_CHECKING:
    from datetime import datetime

    # which explains itself with the story
    from retention_sdk.decision import Decision, Failure, Note, Refusal, Reversal


@singledispatch
def about(_event: Event) -> Said | str:
    """What is particular to an event, after its customer and time."""
    return ""


@about.register
def _(event: Purchase) -> Said | str:
    return said(", {total}", total=event.total)


@about.register
def _(event: Refund | Delivered | OrderCancelled | OrderEdited | OrderReopened) -> Said | str:
    return maybe(N_(", order {order}"), order=event.order)


@about.register
def _(event: Dispute) -> Said | str:
    return said(", order {order}, {state}", order=event.order, state=Word(event.state))


@about.register
def _(event: Complaint) -> Said | str:
    return said(", {severity} ({category})", severity=Word(event.severity), category=event.category)


@about.register
def _(event: CaseStep) -> Said | str:
    return said(", case {case}", case=event.case)


@about.register
def _(event: ClockRang) -> Said | str:
    return said(", {what} of {clock}, case {case}", what=Word(event.what), clock=Word(event.clock), case=event.case)


@about.register
def _(event: CancelRequest) -> Said | str:
    return said(", because of {reason}", reason=Word(event.reason))


@about.register
def _(event: CustomersMerged) -> Said | str:
    return said(", with {other}", other=event.other)


@about.register
def _(event: SurveyAnswer) -> Said | str:
    if event.score is None:
        return said(", {survey}", survey=event.survey)
    return said(", {survey}: {score}", survey=event.survey, score=event.score)


@about.register
def _(event: ApprovalAnswer | GoodwillProposed) -> Said | str:
    if not event.by:
        return said(", by the {role}", role=event.role)
    return said(", by {name} ({role})", name=event.by, role=event.role)


@about.register
def _(event: OpeningBalance) -> Said | str:
    return said(", from {source}", source=event.source)


@about.register
def _(event: TierLocked) -> Said | str:
    return maybe(N_(", by {name}"), name=event.by)


@about.register
def _(event: ApprovalDue) -> Said | str:
    return said(", {what}", what=Word(event.what))


@about.register
def _(event: SessionEvent) -> Said | str:
    return said(", session {session}", session=event.session)


@about.register
def _(event: Redemption) -> Said | str:
    return said(", reward {reward}", reward=event.reward)


@about.register
def _(event: RedemptionCancelled) -> Said | str:
    return f", {event.redemption}"


@about.register
def _(event: HoldPlaced) -> Said | str:
    if event.reward:
        return said(", reward {reward}", reward=event.reward)
    return said(", {what}", what=Amount(event.amount or 0, event.unit or ""))


@about.register
def _(event: HoldCaptured | HoldReleased) -> Said | str:
    return f", {event.hold}"


def headline(event: Event) -> Said:
    """An event in a line."""
    return said(
        "{Kind} {id} of customer {customer}, {when}{about}.",
        Kind=Word(event.kind, begins=True),
        id=event.id,
        customer=event.customer,
        when=event.occurred_at,
        about=about(event),
    )


def granted_said(plugin: str, action: Action, not_before: "datetime | None") -> Said:
    """What is granted, in a sentence."""
    return said(
        "{plugin} {does}{later}{why}.",
        plugin=plugin,
        does=describe(action),
        later=maybe(N_(", not before {when}"), when=not_before),
        why=maybe(N_(" ({reason})"), reason=action.reason),
    )


def refused_said(one: "Refusal") -> Said:
    """What is refused, and why, in sentences."""
    message = N_("{plugin} wanted to {do}, refused [{code}]: {sentence}")
    return Said(message, "", {"plugin": one.plugin, "do": wish(one.action), "code": one.code, "sentence": one.sentence})


def failed_said(one: "Failure") -> Said:
    """Who could not answer, in a sentence."""
    if one.is_guards:
        message = N_("{plugin} failed in {hook} and what it was asked about is refused: {error}")
    else:
        message = N_("{plugin} failed in {hook} and is asked again later: {error}")
    return Said(message, "", {"plugin": one.plugin, "hook": one.hook, "error": one.error})


def noted_said(note: "Note") -> Said:
    """What a person should know besides, in a sentence."""
    return said("Note [{code}]: {sentence}", code=note.code, sentence=note.sentence)


def reversed_said(one: "Reversal", again: str = N_("Gives again what {plugin} did: {do}.")) -> Said:
    """What is taken back, or given again, of what an earlier decision gave."""
    if not isinstance(one.action, (Credit, Debit)):
        message = again if one.stands else N_("Takes back what {plugin} did: {do}.")
        return Said(message, "", {"plugin": one.plugin, "do": wish(one.action)})
    unit, units = one.action.unit, one.units
    short = maybe(N_(" Spent, so not taken: {what}."), what=Amount(one.short, unit) if one.short else None)
    if not units:
        return said("Takes back nothing of {plugin}.{short}", plugin=one.plugin, short=short)
    message = N_("Takes back {what} of {plugin}.{short}") if units > 0 else N_("Puts back {what} of {plugin}.{short}")
    return Said(message, "", {"what": Amount(abs(units), unit), "plugin": one.plugin, "short": short})


def story(decision: "Decision", language: str) -> str:
    """The whole decision: the event, what is granted and taken back, what is refused and why, what failed."""
    merged = isinstance(decision.event, CustomersMerged)
    again = N_("Now gives what {plugin} did: {do}.") if merged else N_("Gives again what {plugin} did: {do}.")
    told = [
        *(reversed_said(one, again) for one in decision.reversals),
        *(granted_said(one.plugin, one.action, one.not_before) for one in decision.granted),
        *(refused_said(one) for one in decision.refusals),
        *(failed_said(one) for one in decision.failures),
        *(noted_said(one) for one in decision.notes),
    ]
    say = voice_of(language).say
    lines = told or [said("No strategy had anything to give for it.")]
    return "\n".join([say(headline(decision.event)), *(f"- {say(line)}" for line in lines)])
