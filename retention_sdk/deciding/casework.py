"""Casework: what an event and its decision make of a customer's cases, and what the engine does for them itself."""

from collections.abc import Callable, Sequence
from typing import Protocol

from attrs import evolve

from retention_sdk import cases as c
from retention_sdk.actions import Action, Giving, RequestApproval
from retention_sdk.approvals import waiting
from retention_sdk.customer import OpenComplaint, Standing
from retention_sdk.deciding.approvals_of_cases import approved_case, one_clock
from retention_sdk.deciding.keys import action_key
from retention_sdk.decision import Decision, Granted, Note, Refusal
from retention_sdk.events import ApprovalEvent, CaseStep, ClockRang, GoodwillProposed, RemedyApplied
from retention_sdk.money import Money

ENGINE = "cases"
"""Whose name the engine's own actions bear; no strategy has it."""

Worth = Callable[[str | None], Money | None]
"""What an order cost; None where that is not known."""


class Program(Protocol):
    """What casework needs of a store's program."""

    @property
    def store(self) -> str:
        """The store's key."""
        ...

    @property
    def currency(self) -> str:
        """The store's."""
        ...

    @property
    def cases(self) -> c.Rules:
        """How complaints are dealt with."""
        ...


def casework(program: Program, seen: Standing, decision: Decision, worth: Worth) -> tuple[Decision, c.Cases]:
    """Deal with the case that an event is about.

    Args:
        program: the store's.
        seen: what is known of the customer as of just before the event.
        decision: what was decided on it.
        worth: what an order cost.

    Returns:
        The decision with the engine's own tasks and rings and with notes, and the cases as of just after it. A step
        that its case cannot take changes nothing, and a note says why.
    """
    event, cases = decision.event, seen.cases
    try:
        found = _taken(program.cases, seen, decision, worth)
    except c.CaseRefusal as no:
        return evolve(decision, notes=(*decision.notes, Note(no.code, str(no)))), cases
    if found is None:
        return decision, cases
    before, case, notes = found
    case = c.with_gifts(case, _gifts(decision))
    # a key stays with what it is for: a replay that moves a ring unsets it, and sets another
    own: dict[tuple[str, int], Action] = {}
    if isinstance(event, ClockRang):
        own[ENGINE, 0] = c.called(case, event)
    requests = [one.action for one in decision.granted if isinstance(one.action, RequestApproval)]
    refusal = _over_authority(decision)
    if requests or refusal:
        case = c.asked(case, _able(case, requests, refusal, program.cases), event.occurred_at)
    if refusal and case.terms.approval and not requests:
        own[ENGINE, 1] = c.approval(case, refusal.sentence, event)
    own |= {(f"{ENGINE}:{ring.event.id}", 0): ring for ring in c.rings(before, case, event)}
    cases = c.kept(cases, case)
    notes += _dear(program, cases, case, decision)
    granted = one_clock(decision.granted, case, event)
    if all(one.plugin != ENGINE for one in granted):  # a decision that cannot be made again has them already
        granted += tuple(Granted(ENGINE, action_key(program.store, event, *key), action) for key, action in own.items())
    return evolve(decision, granted=granted, notes=(*decision.notes, *notes)), cases


def _taken(
    rules: c.Rules, seen: Standing, decision: Decision, worth: Worth
) -> tuple[c.Case | None, c.Case, list[Note]] | None:
    """The case before the event and after it, and what is to be said of that; None where it is about no case."""
    event, cases = decision.event, seen.cases
    if isinstance(event, ApprovalEvent | GoodwillProposed):
        about = approved_case(event, seen, decision.granted)
        return None if about is None else (*about, [])
    complaint = c.matter(event)
    if complaint is not None:
        if event is not complaint and complaint.category not in rules.leaving:
            return None
        before = c.case_for(cases, complaint, rules)
        if before is None:
            return None, c.opened(cases, complaint, rules, worth(complaint.order) or complaint.value), []
        case = c.joined(before, complaint)
        return before, case, [Note("joins_case", f"It joins case {case.id}, as message {case.messages} about it.")]
    if not isinstance(event, CaseStep):
        return None
    before = c.case_of(cases, event)
    if before is None:
        known = ", ".join(case.id for case in cases) or "none"
        raise c.CaseRefusal("no_such_case", f"There is no case {event.case!r}; the customer's cases are: {known}.")
    notes: list[Note] = []
    if isinstance(event, RemedyApplied) and event.role and event.amount:
        most = rules.authority.get(event.role)
        if most is not None and event.amount > most:
            sentence = f"{event.amount} is above the {most} that {event.role} may give."
            notes.append(Note("over_authority", sentence))
    case = c.taken(before, event, rules)
    if isinstance(event, RemedyApplied) and not all(
        one.is_of(event.remedy) for one in waiting(seen.approvals, before.id)
    ):
        case = c.approval_runs(case, before)
    return before, case, notes


def _gifts(decision: Decision) -> list[c.Remedy]:
    at = decision.event.occurred_at
    return [
        c.Remedy(grant.action.kind, at, grant.plugin, grant.action.charge)
        for grant in decision.granted
        if isinstance(grant.action, Giving)
    ]


def _over_authority(decision: Decision) -> Refusal | None:
    """The dearest proposal that was above the authority of whoever answers."""
    above = [one for one in decision.refusals if one.code == "over_authority" and isinstance(one.action, Giving)]
    return max(above, key=_cost, default=None)


def _cost(refusal: Refusal) -> int:
    cost: Money | None = getattr(refusal.action, "cost", None)
    return 0 if cost is None else cost.minor


def _able(case: c.Case, requests: Sequence[RequestApproval], refusal: Refusal | None, rules: c.Rules) -> str:
    """The level that is asked for what was refused; where that is none, the first that may give as much, or the top."""
    levels = case.terms.levels
    place = levels.index(case.level) if case.level in levels else 0
    asked = {request.role for request in requests}
    if found := [one for one in levels[place:] if one in asked]:
        return found[-1]
    if refusal is None:
        return case.level
    cost = _cost(refusal)
    able = (one for one in levels[place:] if one in rules.authority and rules.authority[one].minor >= cost)
    return next(able, levels[-1])


def _dear(program: Program, cases: c.Cases, case: c.Case, decision: Decision) -> list[Note]:
    """A note where remedies for an order come to more than it cost, or more than they may."""
    rules = program.cases
    costs = _gifts(decision) if not isinstance(decision.event, RemedyApplied) else list(case.remedies[-1:])
    if case.order is None or not case.worth or not any(one.cost for one in costs):
        return []
    total = c.remedied(cases, case.order)
    given = c.told(total, program.currency)
    for code, percent in (("over_remedy_cap", rules.cap_percent), ("remedies_above_order", rules.cap_warn_percent)):
        if total > case.worth.minor * percent // 100:
            sentence = f"Remedies for order {case.order} come to {given}, more than {percent} % of its {case.worth}."
            return [Note(code, sentence)]
    return []


def gifts_added(cases: c.Cases, decision: Decision) -> c.Cases:
    """The cases with what strategies gave that were asked again later."""
    case, gifts = c.case_of(cases, decision.event), _gifts(decision)
    return cases if case is None or not gifts else c.kept(cases, c.with_gifts(case, gifts))


def with_cases(standing: Standing, cases: c.Cases) -> Standing:
    """A standing with other cases; a closed case's complaints are open no more, and a reopened one's are again."""
    if cases is standing.cases:
        return standing
    closed = {id for case in cases if not case.is_open for id in (case.id, *case.joined)}
    kept = [one for one in standing.complaints if one.id not in closed]
    known, matters = {one.id for one in kept}, {(one.at, one.category, one.order) for one in kept}
    kept += [
        _opened(case)
        for case in _open_again(standing.cases, cases)
        if case.id not in known and (case.opened_at, case.category, case.order) not in matters
    ]
    return evolve(standing, cases=cases, complaints=tuple(kept))


def _open_again(before: Sequence[c.Case], after: Sequence[c.Case]) -> list[c.Case]:
    """The cases that are open now and were not: new ones too, for who wants to leave may not have complained."""
    was = {case.id for case in before if case.is_open}
    return [case for case in after if case.is_open and case.id not in was]


def _opened(case: c.Case) -> OpenComplaint:
    return OpenComplaint(case.id, case.opened_at, case.category, case.severity, case.order)
