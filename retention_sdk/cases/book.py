"""A customer's cases: the open ones, and the latest that were closed."""

from collections.abc import Callable, Iterable, Sequence

from attrs import evolve

from retention_sdk.cases.case import Case, Remedy
from retention_sdk.cases.matter import matter
from retention_sdk.events import CaseStep, Complaint, Event
from retention_sdk.money import LARGEST, Money

MOST_OPEN, MOST_CLOSED = 20, 10
"""The latest cases that a customer's standing keeps."""

Cases = tuple[Case, ...]


def kept(cases: Sequence[Case], case: Case) -> Cases:
    """The cases with one that is new or has changed; the oldest of too many are let go."""
    known = any(one.id == case.id for one in cases)
    found = [case if one.id == case.id else one for one in cases] if known else [*cases, case]
    many: tuple[tuple[Callable[[Case], bool], int], ...] = (
        (lambda one: one.is_open, MOST_OPEN),
        (lambda one: not one.is_open, MOST_CLOSED),
    )
    gone = {one.id for wanted, most in many for one in list(filter(wanted, found))[:-most]}
    return tuple(one for one in found if one.id not in gone)


def case_of(cases: Iterable[Case], event: Event) -> Case | None:
    """The case that an event is about, once it was opened or joined."""
    if isinstance(event, CaseStep):
        return next((case for case in cases if case.id == event.case), None)
    complaint = matter(event)
    if complaint is None:
        return None
    own = (event.id, f"{event.source}:{event.id}")
    found = [case for case in cases if event.id in case.joined or (case.id in own and _is_first(case, complaint))]
    return found[-1] if found else None


def _is_first(case: Case, complaint: Complaint) -> bool:
    return (case.opened_at, case.category, case.order) == (
        *(complaint.occurred_at, complaint.category, complaint.order),
    )


def with_gifts(case: Case, gifts: Sequence[Remedy]) -> Case:
    """A case with what was granted for it."""
    if not gifts:
        return case
    state = "remedy_proposed" if case.state in ("new", "acked", "diagnosed", "reopened") else case.state
    return evolve(case, remedies=(*case.remedies, *gifts), state=state)


def remedied(cases: Iterable[Case], order: str) -> int:
    """The minor units that all remedies for an order cost, as far as it is known."""
    costs = (remedy.cost for case in cases if case.order == order for remedy in case.remedies)
    return sum(cost.minor for cost in costs if cost is not None)


def told(minor: int, currency: str) -> Money:
    """Money to be told of: what is beyond any amount is told as the largest there is."""
    return Money(min(max(minor, 0), LARGEST), currency)
