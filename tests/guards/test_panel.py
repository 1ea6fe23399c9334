"""Guards that say what they are about are asked about that alone, in their order."""

from __future__ import annotations

from retention_sdk import Action, Complaint, Credit, Giving, IssueGiftCard, Tag, Visit
from retention_sdk.guards import Guards, Limit, Only, Reason, Tally
from tests.build import eur
from tests.guards.tallies import tally


def first(_: Action, __: Tally) -> Reason | None:
    """Refuses everything."""
    return "first", "First."


def second(_: Action, __: Tally) -> Reason | None:
    """Refuses nothing."""
    return None


def test_whom_an_action_concerns() -> None:
    """A guard is asked about its kinds of actions at its kinds of events, and one that says nothing about all."""
    limit = Limit(first, lambda *_: 0)
    guards = Guards([Only(first, (Giving,), (Complaint,)), second, limit])
    assert guards.concerned(Credit, Complaint) == (first, second, limit)
    assert guards.concerned(IssueGiftCard, Visit) == (second, limit)
    assert guards.concerned(Tag, Complaint) == (second,)
    assert len(guards) == len(list(guards)) == 3
    assert [guards[1], *guards[2:]] == [second, limit]


def test_it_says_what_its_guard_says() -> None:
    """Asked directly, it answers as the guard that it holds."""
    assert Only(first, (Tag,))(IssueGiftCard(eur(1)), tally()) == ("first", "First.")
