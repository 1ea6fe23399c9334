"""Casework: what an event and its decision make of a customer's cases, and what the engine does for them itself."""

from collections.abc import Callable, Sequence
from typing import Protocol

from attrs import evolve

from retention_sdk import cases as c
from retention_sdk.actions import Action, Giving
from retention_sdk.customer import OpenComplaint, Standing
from retention_sdk.deciding.keys import action_key
from retention_sdk.decision import Decision, Granted, Note, Refusal
from retention_sdk.events import CaseStep, ClockRang, Complaint, RemedyApplied
from retention_sdk.language import N_, Said, Word, said
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


def casework(program: Program, cases: c.Cases, decision: Decision, worth: Worth) -> tuple[Decision, c.Cases]:
    """Deal with the case that an event is about.

    Args:
        program: the store's.
        cases: the customer's, as of just before the event.
        decision: what was decided on it.
        worth: what an order cost.

    Returns:
        The decision with the engine's own tasks and rings and with notes, and the cases as of just after it. A step
        that its case cannot take changes nothing, and a note says why.
    """
    event = decision.event
    if not isinstance(event, (Complaint, CaseStep)):
        return decision, cases
    try:
        before, case, notes = _taken(program.cases, cases, decision, worth)
    except c.CaseRefusal as no:
        return evolve(decision, notes=(*decision.notes, Note(no.code, no.sentence))), cases
    case = c.with_gifts(case, _gifts(decision))
    # a key stays with what it is for: a replay that moves a ring unsets it, and sets another
    own: dict[tuple[str, int], Action] = {}
    if isinstance(event, ClockRang):
        own[ENGINE, 0] = c.called(case, event)
    if refusal := _over_authority(decision):
        case = c.asked(case, _able(case, refusal, program.cases), event.occurred_at)
        if case.terms.approval:
            own[ENGINE, 1] = c.approval(case, str(refusal.sentence), event)
    own |= {(f"{ENGINE}:{ring.event.id}", 0): ring for ring in c.rings(before, case, event)}
    cases = c.kept(cases, case)
    notes += _dear(program, cases, case, decision)
    granted = decision.granted
    if all(one.plugin != ENGINE for one in granted):  # a decision that cannot be made again has them already
        granted += tuple(Granted(ENGINE, action_key(program.store, event, *key), action) for key, action in own.items())
    return evolve(decision, granted=granted, notes=(*decision.notes, *notes)), cases


def _taken(
    rules: c.Rules, cases: c.Cases, decision: Decision, worth: Worth
) -> tuple[c.Case | None, c.Case, list[Note]]:
    """The case before the event and after it, and what is to be said of that."""
    event = decision.event
    if isinstance(event, Complaint):
        before = c.case_for(cases, event, rules)
        if before is None:
            return None, c.opened(cases, event, rules, worth(event.order) or event.value), []
        case = c.joined(before, event)
        values = {"case": case.id, "number": case.messages}
        return before, case, [Note("joins_case", said("It joins case {case}, as message {number} about it.", **values))]
    before = c.case_of(cases, event)
    if before is None or not isinstance(event, CaseStep):
        known, asked = ", ".join(case.id for case in cases) or Word("none"), repr(getattr(event, "case", ""))
        message = N_("There is no case {case}; the customer's cases are: {known}.")
        raise c.CaseRefusal("no_such_case", Said(message, "", {"case": asked, "known": known}))
    notes: list[Note] = []
    if isinstance(event, RemedyApplied) and event.role and event.amount:
        most = rules.authority.get(event.role)
        if most is not None and event.amount > most:
            values = {"amount": event.amount, "most": most, "role": event.role}
            notes.append(Note("over_authority", said("{amount} is above the {most} that {role} may give.", **values)))
    return before, c.taken(before, event, rules), notes


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


def _able(case: c.Case, refusal: Refusal, rules: c.Rules) -> str:
    """The first level from the case's own on that may give what was refused; the highest where none may."""
    levels, cost = case.terms.levels, _cost(refusal)
    place = levels.index(case.level) if case.level in levels else 0
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
            message = N_("Remedies for order {order} come to {given}, more than {percent} % of its {worth}.")
            values = {"order": case.order, "given": given, "percent": percent, "worth": case.worth}
            return [Note(code, Said(message, "", values))]
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
    known = {one.id for one in kept}
    kept += [_opened(case) for case in _reopened(standing.cases, cases) if case.id not in known]
    return evolve(standing, cases=cases, complaints=tuple(kept))


def _reopened(before: Sequence[c.Case], after: Sequence[c.Case]) -> list[c.Case]:
    closed = {case.id for case in before if not case.is_open}
    return [case for case in after if case.is_open and case.id in closed]


def _opened(case: c.Case) -> OpenComplaint:
    return OpenComplaint(case.id, case.opened_at, case.category, case.severity, case.order)
