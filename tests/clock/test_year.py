"""A year passes under a test clock: whatever time brings comes exactly once, wherever the customer is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from retention_sdk import Consent, Delivered, MonthDay, Profile, Purchase
from tests.audit import audit
from tests.build import opened, order, rows
from tests.clock.build import events

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from retention_sdk import Engine

BEGIN = datetime(2103, 6, 1, 12, tzinfo=UTC)
"""The year from here on has both changes of clocks, and a 29 February."""

PLUGINS: dict[str, Any] = {
    "points": {"rate": 1, "expires_days": 90},
    "birthday_gift": {},
    "anniversary": {},
    "winback": {},
    "survey": {},
    "announce": {
        "units": ["points"],
        "notices": {"gold": {"title": "Gold", "text": "There is a new tier.", "on": "2104-01-15", "everybody": True}},
    },
}
LOTS = 3
"""How many lots of points somebody has, a month apart; each expires, and is announced."""

CLOCKS_CHANGE = {  # the days on which they do, in that year
    "Europe/Prague": (date(2103, 10, 28), date(2104, 3, 30)),
    "America/New_York": (date(2103, 11, 4), date(2104, 3, 9)),
}
ZONES = ("Pacific/Kiritimati", "Pacific/Honolulu", *CLOCKS_CHANGE)


def people() -> dict[str, tuple[str, date]]:
    """Customers, each with a time zone and a day that is their birthday and their anniversary."""
    found = {f"{zone} at an end": (zone, date(2103, 12, 31)) for zone in ZONES}
    found |= {f"{zone} in a leap year": (zone, date(2104, 2, 29)) for zone in ZONES}
    changing = ((zone, day) for zone, days in CLOCKS_CHANGE.items() for day in days)
    return found | {f"{zone} on {day}": (zone, day) for zone, day in changing}


PEOPLE = people()


def orders() -> Iterator[Purchase]:
    """Each bought first on that day of an earlier year, and three times at the beginning of the year."""
    for name, (zone, day) in PEOPLE.items():
        profile = Profile(birthday=MonthDay(day.month, day.day), timezone=zone, consents=[Consent(channel="email")])
        first = datetime(2096, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
        yield order(f"{name} first", name, at=first, profile=profile)
        for number in range(LOTS):
            yield order(f"{name} {number}", name, at=BEGIN - timedelta(days=30 * number + 1))


def shop(url: str) -> Engine:
    """A shop whose customers have bought."""
    engine = opened(url, plugins=PLUGINS, store={"timezone": "Europe/Prague"})
    engine.handle_many(sorted(orders(), key=lambda one: one.occurred_at))
    parcel = {"occurred_at": BEGIN - timedelta(hours=9)}
    engine.handle_many([Delivered(id=f"{name} parcel", customer=name, order=f"{name} 0", **parcel) for name in PEOPLE])
    return engine


def lived(engine: Engine, days: Collection[int] = range(366), hour: int = 0) -> Counter[str]:
    """A year of ticks, one a day; what they say they did."""
    done: Counter[str] = Counter()
    for day in days:
        tick = engine.tick(BEGIN + timedelta(days=day, hours=hour))
        assert not tick.errors
        done += Counter(birthdays=tick.birthdays, occasions=tick.occasions)
    return done


def assert_each_once(engine: Engine) -> None:
    """Each had one birthday, one anniversary and two words in their silence; and nobody has points left."""
    seen = Counter((one["customer"], one["kind"], one.get("name", "")) for one in greeted(engine))
    year = {name: str(day.year) for name, (_, day) in PEOPLE.items()}
    assert seen == {
        (name, kind, label): 1
        for name in PEOPLE
        for kind, label in (
            ("birthday", ""),
            ("occasion", year[name]),
            ("occasion", "late, last order 2103-05-31"),
            ("occasion", "still late, last order 2103-05-31"),
        )
    }
    assert {engine.customer(name).wallet("points").available for name in PEOPLE} == {0}
    given = Counter((row.customer, row.plugin, row.kind) for row in rows(engine, "outbox"))
    for name in PEOPLE:
        for plugin, count in (("birthday_gift", 1), ("anniversary", 1), ("winback", 2)):
            assert given[name, plugin, "send_message"] == count, (name, plugin)
            assert given[name, plugin, "issue_coupon"] == count, (name, plugin)
        assert given[name, "announce", "send_message"] == 1 + LOTS
        assert given[name, "survey", "request_survey"] == 1
    assert audit(engine) == []


def greeted(engine: Engine) -> list[dict[str, Any]]:
    """What the clock brought, but for announcements and surveys, which look more often than they tell."""
    found = [one for kind in ("birthday", "occasion") for one in events(engine, kind)]
    return [one for one in found if one.get("plugin") not in ("announce", "survey")]


def local(one: dict[str, Any]) -> datetime:
    """When an event happened, where its customer is."""
    return datetime.fromisoformat(one["occurred_at"]).astimezone(ZoneInfo(PEOPLE[one["customer"]][0]))


def test_a_year(sqlite_url: str) -> None:
    """A year of daily ticks brings each thing once, on its day where the customer is."""
    with shop(sqlite_url) as engine:
        done = lived(engine)
        assert done["birthdays"] == len(PEOPLE)
        assert_each_once(engine)
        for one in greeted(engine):
            if one["kind"] == "birthday" or one.get("name", "").isdigit():
                at = local(one)
                assert at.date() == PEOPLE[one["customer"]][1]
                assert (at.hour, at.minute) == (0, 0)


def test_a_year_on_a_server(postgres_url: str) -> None:
    """The same on Postgres, with a tick every third day."""
    with shop(postgres_url) as engine:
        done = lived(engine, range(0, 367, 3))
        assert done["birthdays"] == len(PEOPLE)
        assert_each_once(engine)


@pytest.mark.parametrize("hour", [0, 11])
def test_a_year_with_outages(sqlite_url: str, hour: int) -> None:
    """With outages of two days each week everything still comes once, on its own day, and knows how late it is."""
    days = [day for day in range(370) if day % 7 not in (3, 4)]
    with shop(sqlite_url) as engine:
        assert lived(engine, days, hour)["birthdays"] == len(PEOPLE)
        assert_each_once(engine)
        late = Counter(one.get("late_days", 0) for one in greeted(engine))
        assert set(late) <= {0, 1, 2}
        assert late[1] + late[2]


def test_no_29th_of_february(sqlite_url: str) -> None:
    """In a year that has none, it is the 28th."""
    year = timedelta(days=366)
    with shop(sqlite_url) as engine:
        engine.handle_many([order(f"{name} more", name, at=BEGIN + year) for name in PEOPLE])
        for day in range(270, 280):
            engine.tick(BEGIN + year + timedelta(days=day))
        leap = [name for name in PEOPLE if "leap" in name]
        kept = [one for one in greeted(engine) if one["kind"] == "birthday"]
        assert sorted(one["customer"] for one in kept) == sorted(leap)
        assert {local(one).date() for one in kept} == {date(2105, 2, 28)}


def test_each_hour(sqlite_url: str) -> None:
    """Ticks each hour over a change of clocks bring nothing twice, and each thing in its first hour."""
    with shop(sqlite_url) as engine:
        begin = datetime(2103, 10, 26, tzinfo=UTC)
        for hour in range(5 * 24):
            engine.tick(begin + timedelta(hours=hour))
        mine = [one for one in greeted(engine) if one["customer"] == "Europe/Prague on 2103-10-28"]
        assert sorted((one["kind"], one["occurred_at"]) for one in mine) == [
            ("birthday", "2103-10-27T22:00:00+00:00"),
            ("occasion", "2103-10-27T22:00:00+00:00"),
        ]
