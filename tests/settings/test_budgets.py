"""`[[limits.budgets]]`: what can be written there, and what is said of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk.errors import BadConfig
from retention_sdk.money import Money
from retention_sdk.settings import Budget, Config, draft

ROLES = {"supervisor": "100 EUR", "agent": "20 EUR"}


def read(*budgets: dict[str, Any], **limits: Any) -> Config:
    """A configuration with two strategies, two roles, and budgets."""
    tables = {"store": {"currency": "EUR"}, "limits": {"budgets": list(budgets), **limits}, "authority": ROLES}
    return draft(tables).config(["points", "win_back"])


def test_a_whole_table() -> None:
    """A budget is of all, of a strategy, or of the role whose authority strategies use; a month is the default."""
    written: list[dict[str, Any]] = [
        {"amount": "5 EUR", "period": "day"},
        {"amount": "6 EUR", "period": "week", "strategy": "points"},
        {"amount": "7 EUR", "role": "agent"},
    ]
    five, six, seven = (Money(amount * 100, "EUR") for amount in (5, 6, 7))
    made = read(*written, monthly_budget="50 EUR").limits.budgets
    assert made == (Budget(five, "day"), Budget(six, "week", "points"), Budget(seven, "month", role="agent"))
    assert [one.name for one in made] == ["budget", "strategy:points", "role:agent"]


@pytest.mark.parametrize(
    ("budgets", "problem"),
    [
        ([{"strategy": "pionts"}], "limits.budgets[0].strategy: no strategy 'pionts' is in the file; did you mean"),
        ([{"role": "agnet"}], "limits.budgets[0].role: no role 'agnet' is in [authority]; did you mean 'agent'?"),
        ([{"role": "supervisor"}], "strategies act with the authority of 'agent', and nothing counts for 'supervisor'"),
        ([{"strategy": "points", "role": "agent"}], "write two budgets, one for each"),
        ([{"period": "months"}], "did you mean 'month'?"),
        ([{"amount": "-1 EUR"}], "write an amount of zero or more"),
        ([{"amount": "1 USD"}], "EUR"),
        ([{"strategy": "points"}, {"strategy": "points"}], "a budget of the month is there already; write one amount"),
        ([{"period": "day"}, {"period": "day"}], "is there already"),
        ([{}], "the month's budget is there already; write one amount"),
        ([{"stategy": "points"}], "did you mean 'strategy'?"),
    ],
)
def test_what_is_wrong(budgets: list[dict[str, Any]], problem: str) -> None:
    """Each mistake is said with its place, and with what to write."""
    with pytest.raises(BadConfig) as error:
        read(*({"amount": "5 EUR", **one} for one in budgets), monthly_budget="50 EUR")
    assert problem in str(error.value)


def test_strategies_that_are_not_known_yet() -> None:
    """Who reads a file without its plugins is told nothing of strategies."""
    tables = {"store": {"currency": "EUR"}, "limits": {"budgets": [{"amount": "5 EUR", "strategy": "any"}]}}
    assert draft(tables).config().limits.budgets[0].strategy == "any"
