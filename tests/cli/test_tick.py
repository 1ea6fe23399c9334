"""`retention tick`: what a line of cron's calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from retention_sdk import Engine, MonthDay, Profile, SignUp

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

BIRTHDAYS = """
[plugins.birthday_gift]
points = 5
"""


@pytest.fixture
def birthdays(shop: Path) -> Path:
    """A shop that keeps birthdays, with three customers who were born on 15 June."""
    shop.write_text(shop.read_text().replace('currency = "EUR"', 'currency = "EUR"\ntimezone = "Europe/Prague"'))
    shop.write_text(shop.read_text() + BIRTHDAYS)
    joined = datetime(2101, 1, 1, tzinfo=UTC)
    profile = Profile(birthday=MonthDay(6, 15))
    with Engine.from_config(shop) as engine:
        engine.handle_many(
            SignUp(id=f"s-{n}", customer=f"c-{n}", occurred_at=joined + timedelta(n), profile=profile) for n in range(3)
        )
    return shop


def test_in_a_sentence(retention: Retention, birthdays: Path) -> None:
    """It says what it did; a time without a zone is one of the store's; done once, it is done."""
    assert birthdays.exists()
    early = retention("tick", "--now", "2101-06-14T23:59")
    assert (early.code, early.out) == (
        0,
        "0 scheduled events, 0 birthdays, 0 lapses, 0 occasions, lots of 0 customers.\n",
    )
    answer = retention("tick", "--now", "2101-06-15T00:00")
    assert (answer.code, answer.out) == (
        0,
        "0 scheduled events, 3 birthdays, 0 lapses, 0 occasions, lots of 0 customers.\n",
    )
    assert "0 birthdays" in retention("tick", "--now", "2101-06-15T00:00:00+02:00").out


def test_as_data(retention: Retention, birthdays: Path) -> None:
    """For programs it says the same as JSON; where it was to do a little only, it says whether more is left."""
    assert birthdays.exists()
    first = retention("tick", "--now", "2101-06-15T00:00", "--most", "2", "--json")
    none = dict.fromkeys(("scheduled", "lapses", "occasions", "settled", "days", "drawn", "freed"), 0)
    assert first.json == {**none, "birthdays": 2, "errors": [], "more": True}
    second = retention("tick", "--now", "2101-06-15T00:00", "--json")
    assert (second.json["birthdays"], second.json["more"]) == (1, False)


def test_now(retention: Retention, birthdays: Path) -> None:
    """Without a time it is now, and nothing is due yet."""
    assert birthdays.exists()
    assert "0 birthdays" in retention("tick").out
    assert retention("tick", "--most", "0").code == 2
