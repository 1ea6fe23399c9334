"""Authority: what may be given to those who complain or want to leave, without asking a person."""

from __future__ import annotations

import pytest

from retention_sdk import (
    Action,
    CancelRequest,
    Credit,
    Event,
    FreeItem,
    IssueCoupon,
    IssueGiftCard,
    Money,
    Offer,
    SendReplacement,
    Tag,
)
from retention_sdk.guards import authority
from tests.build import START, complaint, eur, order, visit
from tests.guards.tallies import tally

GUARD = authority({"agent": eur(20), "supervisor": eur(100), "owner": eur(500)})
LEAVING = CancelRequest(id="x-1", customer="c", occurred_at=START, subscription="s-1")


@pytest.mark.parametrize("event", [complaint(), LEAVING], ids=["complaint", "cancel request"])
@pytest.mark.parametrize(("minor", "refused"), [(2000, False), (2001, True)])
def test_the_first_role_decides(event: Event, minor: int, refused: bool) -> None:
    """Strategies may give what the first role may, and not one cent more."""
    assert (GUARD(IssueGiftCard(Money(minor, "EUR")), tally(event=event)) is not None) == refused


@pytest.mark.parametrize("event", [visit(), order()], ids=["visit", "order"])
def test_other_events_need_no_authority(event: Event) -> None:
    """What is given for a purchase or a visit is a program, which no role stands for."""
    assert GUARD(IssueGiftCard(eur(10_000)), tally(event=event)) is None


@pytest.mark.parametrize(
    ("amount", "able"),
    [(21, "supervisor may"), (100, "supervisor may"), (101, "owner may"), (501, "nobody in the file may")],
)
def test_the_sentence_names_who_may(amount: int, able: str) -> None:
    """A person reads whom to ask: the lowest role that may."""
    refusal = GUARD(IssueGiftCard(eur(amount)), tally(event=complaint()))
    assert refusal == ("over_authority", f"{amount}.00 EUR is above the 20.00 EUR that agent may give; {able}.")


def test_the_lowest_role_is_the_one_that_may_give_least() -> None:
    """The amounts count, not the order of the file: a supervisor written first opens nothing."""
    guard = authority({"supervisor": eur(5), "agent": eur(1)})
    refused = guard(IssueGiftCard(eur(5)), tally(event=complaint()))
    assert refused == ("over_authority", "5.00 EUR is above the 1.00 EUR that agent may give; supervisor may.")
    assert authority({"agent": eur(0)})(IssueGiftCard(Money(1, "EUR")), tally(event=complaint())) is not None


def test_it_is_by_action() -> None:
    """Each action is measured by itself: a role may give more than once, and an offer is measured as a whole."""
    counted = tally(IssueGiftCard(eur(20)), event=complaint())
    assert GUARD(IssueGiftCard(eur(20)), counted) is None
    assert GUARD(Offer("both", [IssueGiftCard(eur(11)), IssueGiftCard(eur(11))]), counted) is not None


@pytest.mark.parametrize(
    "action", [Tag("x"), SendReplacement("o-1"), IssueCoupon(FreeItem("beans")), Credit("points", 10**6)]
)
def test_what_has_no_known_cost_is_not_measured(action: Action) -> None:
    """An action that gives nothing, or whose cost is not known, passes."""
    assert GUARD(action, tally(event=complaint())) is None
