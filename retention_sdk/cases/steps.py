"""The steps of a case: what each makes of it, and when it cannot be taken."""

from collections.abc import Callable
from typing import Any, get_args

from attrs import evolve

from retention_sdk.calendars import Pause
from retention_sdk.cases.case import Case, Remedy, State
from retention_sdk.cases.opening import again, resumed
from retention_sdk.cases.refusing import CaseRefusal, see_open, see_unsettled
from retention_sdk.cases.ringing import rang
from retention_sdk.cases.running import met, paused, started
from retention_sdk.cases.terms import Rules, Terms
from retention_sdk.events import (
    CaseAnswered,
    CaseClosed,
    CaseDiagnosed,
    CasePaused,
    CaseReopened,
    CaseResumed,
    CaseStep,
    ClockName,
    ClockRang,
    FollowUpDone,
    RemedyApplied,
)
from retention_sdk.language import N_, Said, Word, said

ALL: tuple[ClockName, ...] = get_args(ClockName)


def taken(case: Case, step: CaseStep, rules: Rules) -> Case:
    """A case after a step.

    Args:
        case: before it.
        step: one that names the case.
        rules: the store's; only a case that is opened again takes its terms from them.

    Returns:
        The case with its history.

    Raises:
        CaseRefusal: the case cannot take it; the error says what to do first.
    """
    take = _STEPS.get(type(step))
    return case if take is None else take(case, step, rules)


def _answered(case: Case, step: CaseAnswered, _: Rules) -> Case:
    see_open(case, "answered")
    case = _at_least(evolve(case, owner=step.by), ("new", "reopened"), "acked")
    return met(case, ("first_response", "next_response"), step.occurred_at).noted(step.occurred_at, "answered", step.by)


def _diagnosed(case: Case, step: CaseDiagnosed, _: Rules) -> Case:
    see_unsettled(case, "diagnosed")
    case = _at_least(case, ("new", "acked", "reopened"), "diagnosed")
    return case.noted(step.occurred_at, f"diagnosed: {step.cause}", step.by)


def _paused(case: Case, step: CasePaused, _: Rules) -> Case:
    see_open(case, "paused")
    if case.is_paused:
        sentence = said("Case {case} waits for the customer already; hand in CaseResumed first.", case=case.id)
        raise CaseRefusal("case_paused", sentence)
    return paused(case, (*case.pauses, Pause(step.occurred_at))).noted(step.occurred_at, "paused")


def _resumed(case: Case, step: CaseResumed, _: Rules) -> Case:
    see_open(case, "resumed")
    if not case.is_paused:
        sentence = said("Case {case} does not wait for the customer; nothing is resumed.", case=case.id)
        raise CaseRefusal("case_not_paused", sentence)
    return resumed(case, step.occurred_at).noted(step.occurred_at, "resumed")


def _applied(case: Case, step: RemedyApplied, _: Rules) -> Case:
    see_unsettled(case, "remedied")
    at, remedies = step.occurred_at, list(case.remedies)
    granted = next((n for n, one in enumerate(remedies) if one.what == step.remedy and not one.applied), None)
    if granted is None:
        remedies.append(Remedy(step.remedy, at, step.by, step.amount, applied=True))
    else:
        remedies[granted] = evolve(remedies[granted], applied=True, cost=step.amount or remedies[granted].cost)
    state: State = "remedy_applied" if case.terms.promise else "follow_up_due"
    case = met(evolve(case, remedies=tuple(remedies), state=state), ("resolution", "approval"), at)
    return started(case, "promise", case.terms.promise, at).noted(at, f"applied: {step.remedy}", step.by)


def _followed_up(case: Case, step: FollowUpDone, _: Rules) -> Case:
    see_unsettled(case, "followed up")
    if case.state in ("new", "reopened"):
        message = N_("Case {case} is {state}, and nobody has answered it; hand in CaseAnswered first.")
        raise CaseRefusal("case_unanswered", Said(message, "", {"case": case.id, "state": Word(case.state)}))
    at = step.occurred_at
    if step.outcome == "settled":
        return met(evolve(case, state="confirmed"), ALL, at).noted(at, "settled", step.by)
    return again(met(case, ("promise",), at), at).noted(at, "not settled", step.by)


def _closed(case: Case, step: CaseClosed, _: Rules) -> Case:
    see_open(case, "closed again")
    if case.state != "confirmed":
        message = N_(
            "Case {case} is {state}, and cannot be closed before somebody has asked whether it is settled; "
            "hand in FollowUpDone with who asked, and close it under a new id."
        )
        raise CaseRefusal("follow_up_due", Said(message, "", {"case": case.id, "state": Word(case.state)}))
    return evolve(case, state="closed", terms=Terms()).noted(step.occurred_at, "closed", step.by)


def _reopened(case: Case, step: CaseReopened, rules: Rules) -> Case:
    if case.state not in ("confirmed", "closed"):
        message = N_("Case {case} is {state} and open; nothing is reopened.")
        raise CaseRefusal("case_open", Said(message, "", {"case": case.id, "state": Word(case.state)}))
    terms = case.terms if case.is_open else rules.terms
    return again(evolve(case, terms=terms), step.occurred_at).noted(step.occurred_at, "reopened")


def _rang(case: Case, step: ClockRang, _: Rules) -> Case:
    return rang(case, step)


def _at_least(case: Case, before: tuple[State, ...], state: State) -> Case:
    return evolve(case, state=state) if case.state in before else case


_STEPS: dict[type[CaseStep], Callable[[Case, Any, Rules], Case]] = {
    CaseAnswered: _answered,
    CaseDiagnosed: _diagnosed,
    CasePaused: _paused,
    CaseResumed: _resumed,
    RemedyApplied: _applied,
    FollowUpDone: _followed_up,
    CaseClosed: _closed,
    CaseReopened: _reopened,
    ClockRang: _rang,
}
