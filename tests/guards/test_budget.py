"""The month's budget."""

from __future__ import annotations

import pytest

from retention_sdk import Action, Credit, IssueCoupon, IssueGiftCard, Money, PercentOff, Tag
from retention_sdk.guards import budget
from tests.build import eur
from tests.guards.tallies import tally

GUARD = budget(eur(10))


@pytest.mark.parametrize("action", [IssueGiftCard(eur(1)), Credit("points", 5, cost=eur(1))])
@pytest.mark.parametrize(
    ("before", "here", "granted"),
    [
        (0, 0, True),
        (900, 0, True),
        (901, 0, False),
        (0, 900, True),
        (0, 901, False),
        (500, 400, True),
        (500, 401, False),
    ],
)
def test_the_last_cent(action: Action, before: int, here: int, granted: bool) -> None:
    """Earlier events and this one together may come to the budget exactly, and to not one cent more."""
    refusal = GUARD(action, tally(spent_before=before, spent=here, period="2100-01"))
    assert (refusal is None) == granted
    assert refusal is None or refusal[0] == "over_budget"


def test_the_sentence_names_the_rest() -> None:
    """A person reads what it costs, what is left, of what, and in which month."""
    refusal = GUARD(IssueGiftCard(eur(3)), tally(spent_before=700, spent=50, period="2100-01"))
    assert refusal == ("over_budget", "3.00 EUR is more than the 2.50 EUR left of 10.00 EUR for 2100-01.")


def test_nothing_is_left_of_what_is_overdrawn() -> None:
    """A budget that was lowered below what is spent has nothing left, and not less than that."""
    refusal = GUARD(IssueGiftCard(eur(3)), tally(spent_before=99_999, period="2100-01"))
    assert refusal == ("over_budget", "3.00 EUR is more than the 0.00 EUR left of 10.00 EUR for 2100-01.")


@pytest.mark.parametrize(
    "action", [Tag("x"), Credit("points", 9), IssueCoupon(PercentOff(9)), IssueCoupon(PercentOff(9), cost=eur(0))]
)
def test_what_costs_nothing_passes(action: Action) -> None:
    """What gives nothing away, or what is not known to cost anything, is given with no money left too."""
    assert GUARD(action, tally(spent_before=99_999)) is None


def test_a_budget_of_nothing() -> None:
    """With no money at all not even a cent is given."""
    refusal = budget(eur(0))(IssueGiftCard(Money(1, "EUR")), tally(period="2100-01"))
    assert refusal == ("over_budget", "0.01 EUR is more than the 0.00 EUR left of 0.00 EUR for 2100-01.")
