"""Campaigns: when they run, and what for."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from retention_plugins.parts.campaigns import Campaign
from retention_sdk import BadValue
from tests.plugins.build import line

PRAGUE = ZoneInfo("Europe/Prague")
TWICE = Decimal(2)


def at(day: int, hour: int = 12, minute: int = 0, month: int = 12) -> datetime:
    """A time of 2026 in Prague."""
    return datetime(2026, month, day, hour, minute, tzinfo=PRAGUE)


def runs(when: datetime, tier: str = "", **terms: Any) -> bool:
    """Whether a campaign of these terms runs."""
    return Campaign(times=TWICE, **terms).runs(when, tier)


def test_the_last_day_lasts_to_its_end() -> None:
    """From 1 to 24 December is from the first midnight to the last, where the store is."""
    advent = {"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 24)}
    assert [runs(when, **advent) for when in (at(30, 23, 59, month=11), at(1, 0), at(24, 23, 59), at(25, 0))] == [
        *(False, True),
        *(True, False),
    ]


def test_weekdays_and_hours() -> None:
    """Tuesdays from five to seven: the first minute is in, the hour that it ends at is not."""
    tuesdays = {"weekdays": ("tue",), "from_hour": 17, "until_hour": 19}
    assert [runs(when, **tuesdays) for when in (at(1, 16, 59), at(1, 17), at(1, 18, 59), at(1, 19), at(2, 18))] == [
        *(False, True),
        *(True, False, False),
    ]


def test_tiers_and_categories() -> None:
    """It may be for some tiers, and for some categories: then shipping, which has none, is not in it."""
    gold = Campaign(times=TWICE, tiers=("gold",), categories=("tea",))
    assert (gold.runs(at(1), "gold"), gold.runs(at(1), "")) == (True, False)
    assert gold.covers(line(5, categories=("hot", "tea")))
    assert not gold.covers(line(5, categories=("hot",)))
    assert not gold.covers(None)
    assert Campaign(times=TWICE).covers(None)


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        ("last_day", {"first_day": date(2026, 12, 2), "last_day": date(2026, 12, 1)}),
        ("until_hour", {"from_hour": 9, "until_hour": 9}),
        ("from_hour", {"from_hour": 24}),
    ],
)
def test_what_never_runs(name: str, terms: dict[str, Any]) -> None:
    """A campaign that would never run is refused by the name of what is wrong with it."""
    with pytest.raises(BadValue, match=name):
        Campaign(times=TWICE, **terms)
