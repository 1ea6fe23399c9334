"""The `[cases]` table: clocks where hours are given, and mistakes told with their place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from retention_sdk import BadConfig
from retention_sdk.calendars import ALWAYS, Opening
from retention_sdk.cases import BySeverity, Rules, Terms
from retention_sdk.settings import CaseSettings, load
from tests.build import eur


def cases(**table: Any) -> CaseSettings:
    """The settings of a table."""
    return load({"store": {"currency": "EUR"}, "cases": table}).cases


def test_nothing_given() -> None:
    """Without the table no clock runs, and what an order's remedies may cost is as it is documented."""
    assert load({"store": {"currency": "EUR"}}).cases == CaseSettings()
    rules = CaseSettings().rules("Europe/Prague", {})
    assert rules == Rules()
    assert (rules.terms, rules.cap_percent, rules.cap_warn_percent) == (Terms(), 150, 100)


def test_all_given() -> None:
    """Hours are open hours of the store's calendar, in its zone."""
    given = cases(
        first_response_hours=4,
        resolution_hours={"high": 8},
        calendar={"monday": ["09:00-12:00", "13:00-24:00"], "holidays": ["2026-12-25"]},
        levels=["shop", "office"],
        join_days=3,
    )
    rules = given.rules("Europe/Prague", {"shop": eur(5)})
    terms = rules.terms
    assert terms.calendar.openings == (Opening(0, 540, 720), Opening(0, 780, 1440))
    assert (terms.calendar.zone, terms.calendar.holidays) == ("Europe/Prague", (date(2026, 12, 25),))
    assert (terms.first_response, terms.next_response) == (timedelta(hours=4), None)
    assert terms.resolution == BySeverity(high=timedelta(hours=8))
    assert (terms.levels, rules.join_for, rules.authority) == (("shop", "office"), timedelta(days=3), {"shop": eur(5)})
    assert cases(first_response_hours=4).rules("UTC", {}).terms.calendar.openings == ALWAYS


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"first_response_hour": 4}, "cases.first_response_hour: unknown setting; did you mean 'first_response_hours'"),
        ({"first_response_hours": 0}, "cases.first_response_hours: first_response_hours is 0; it must be 1 or more"),
        ({"resolution_hours": {"urgent": 1}}, "cases.resolution_hours.urgent: unknown setting"),
        ({"levels": []}, "cases.levels: levels is []; name at least one role"),
        ({"levels": ["a", "a"]}, "each once, the lowest first"),
        ({"calendar": {"monday": ["9-17"]}}, """cases.calendar.monday: monday has '9-17', which is no interval"""),
        ({"calendar": {"friday": ["09:00-12:00", "11:00-13:00"]}}, "friday has two intervals that overlap"),
        ({"calendar": {"holidays": ["25.12."]}}, "cases.calendar.holidays: holidays has '25.12.', which is no day"),
        ({"calendar": {"mondays": []}}, "did you mean 'monday'?"),
    ],
)
def test_mistakes(table: dict[str, Any], says: str) -> None:
    """A mistake is told with its place and what to write."""
    with pytest.raises(BadConfig) as raised:
        cases(**table)
    assert says in str(raised.value)
