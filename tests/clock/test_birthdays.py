"""Birthdays: each year's once, when it begins where the customer is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from retention_sdk import Birthday, MonthDay, Profile, Visit
from retention_sdk.times import to_micros
from tests.audit import audit
from tests.build import opened, rows, visit
from tests.clock.build import born, each_hour, events, on, shop, whens


@pytest.mark.parametrize(
    ("zone", "begins"),
    [
        (None, "2101-06-14 22:00"),
        ("Pacific/Kiritimati", "2101-06-14 10:00"),
        ("America/St_Johns", "2101-06-15 02:30"),
        ("Pacific/Marquesas", "2101-06-15 09:30"),
        ("Etc/GMT+12", "2101-06-15 12:00"),
    ],
)
def test_it_begins_where_the_customer_is(sqlite_url: str, zone: str | None, begins: str) -> None:
    """A birthday is fired when the day begins in the customer's zone, else the store's, and once."""
    with shop(sqlite_url, "Europe/Prague") as engine:
        engine.handle(born("c", on("2101-01-01 12:00"), zone=zone))
        for at in each_hour(on("2101-06-13 00:00"), 90):
            ticked = engine.tick(at)
            assert ticked.birthdays == (at - timedelta(hours=1) < on(begins) <= at)
        assert whens(engine, "birthday") == [begins]
        assert engine.customer("c").wallet("cakes").available == 1
        assert audit(engine) == []


@pytest.mark.parametrize(
    ("zone", "day", "begins"),
    [
        ("Africa/Cairo", "04-27", "2046-04-26 22:00"),
        ("America/Havana", "11-02", "2025-11-02 04:00"),
        ("Europe/Prague", "03-30", "2025-03-29 23:00"),
        ("America/Santiago", "09-07", "2025-09-07 04:00"),
    ],
)
def test_days_on_which_clocks_change(sqlite_url: str, zone: str, day: str, begins: str) -> None:
    """A day that has no midnight begins with its first moment; one that has two begins with the first of them."""
    with shop(sqlite_url) as engine:
        engine.handle(born("c", on(begins) - timedelta(days=60), day, zone))
        assert engine.tick(on(begins) - timedelta(microseconds=1)).fired == 0
        assert engine.tick(on(begins)).birthdays == 1
        assert whens(engine, "birthday") == [begins]


def test_every_year(database_url: str) -> None:
    """Year after year there is one birthday; that of 29 February is kept on the 28th in years that have none."""
    with shop(database_url) as engine:
        engine.handle(born("c", on("2103-02-01 12:00"), "2096-02-29"))
        for day in (0, 26, 27, 28, 29, 340, 391, 392, 393, 394, 757, 758, 759, 760, 1000):
            engine.tick(on("2103-02-01 13:00") + timedelta(days=day))
        assert whens(engine, "birthday") == ["2103-02-28 00:00", "2104-02-29 00:00", "2105-02-28 00:00"]
        assert [one["year"] for one in events(engine, "birthday")] == [2103, 2104, 2105]
        assert engine.customer("c").standing.occasions.birthday == 2105
        assert audit(engine) == []


def test_the_day_of_birth_is_none(sqlite_url: str) -> None:
    """Who is not born yet has no birthday."""
    with shop(sqlite_url) as engine:
        engine.handle(born("c", on("2101-01-01 12:00"), "2101-06-15"))
        assert engine.tick(on("2101-06-16 12:00")).fired == 0
        assert engine.tick(on("2102-06-16 12:00")).birthdays == 1


@pytest.mark.parametrize(("told", "found"), [(2, 1), (4, 0)])
def test_told_after_the_day(sqlite_url: str, told: int, found: int) -> None:
    """A profile that comes later in the year brings the birthday of these days yet, and not an older one."""
    day = on("2101-06-15 00:00")
    with shop(sqlite_url) as engine:
        engine.handle(visit(at=day - timedelta(days=90)))
        engine.tick(day + timedelta(hours=1))
        engine.handle(born("c", day + timedelta(days=told, hours=2)))
        assert engine.tick(day + timedelta(days=told, hours=3)).birthdays == found
        assert engine.tick(day + timedelta(days=told, hours=4)).fired == 0


@pytest.mark.parametrize(("down", "late_days", "found"), [(2, 3, 1), (4, 3, 0), (4, 5, 1), (400, 3, 0)])
def test_found_late(sqlite_url: str, down: int, late_days: int, found: int) -> None:
    """When nobody ticked for days, birthdays of the window are found, older ones are left, the next year's come."""
    day = on("2101-06-15 00:00")
    with shop(sqlite_url, late_days=late_days) as engine:
        engine.handle(born("c", day - timedelta(days=90)))
        assert engine.tick(day + timedelta(days=down)).birthdays == found
        assert engine.tick(day + timedelta(days=down)).fired == 0
        year = 2102 if down < 365 else 2103
        assert engine.tick(on(f"{year}-06-15 00:00")).birthdays == 1
        assert whens(engine, "birthday") == ["2101-06-15 00:00"] * found + [f"{year}-06-15 00:00"]


def test_nothing_of_the_past(database_url: str) -> None:
    """A history of many years that is taken in brings no birthdays of the past."""
    with shop(database_url, lapse_days=[60]) as engine:
        engine.handle_many([born(f"c-{n}", on(f"20{90 + n}-01-01 12:00"), f"01-{10 + n}") for n in range(9)])
        assert engine.tick(on("2101-06-15 00:00")).fired == 0
        assert engine.tick(on("2102-01-12 00:00")).birthdays == 3


def test_another_date(sqlite_url: str) -> None:
    """Who tells another date after a year's birthday was kept has none again that year; before it, they have."""
    with shop(sqlite_url) as engine:
        engine.handle(born("c", on("2101-01-01 12:00")))
        engine.handle(born("c", on("2101-03-01 12:00"), "05-01", id="other"))
        assert engine.tick(on("2101-05-01 00:00")).birthdays == 1
        engine.handle(born("c", on("2101-05-02 12:00"), "08-01", id="farmer"))
        assert [engine.tick(on(f"2101-{day} 12:00")).fired for day in ("06-15", "08-01")] == [0, 0]
        assert engine.tick(on("2102-08-01 12:00")).birthdays == 1
        engine.handle(visit("west", at=on("2102-08-01 13:00"), profile=Profile(timezone="America/Los_Angeles")))
        assert engine.tick(on("2102-08-01 14:00")).fired == 0
        assert audit(engine) == []


def test_a_birthday_that_the_store_sent(sqlite_url: str) -> None:
    """A Birthday that the store itself handed in is that year's."""
    with shop(sqlite_url) as engine:
        engine.handle(born("c", on("2101-01-01 12:00")))
        engine.handle(Birthday(id="b", customer="c", occurred_at=on("2101-06-14 09:00")))
        assert engine.tick(on("2101-06-15 12:00")).fired == 0
        assert engine.tick(on("2102-06-15 12:00")).birthdays == 1


def test_nobody_asks(sqlite_url: str) -> None:
    """Where no strategy answers birthdays there are none; as soon as one does they are found, of old customers too."""
    with opened(sqlite_url) as engine:
        engine.handle(born("c", on("2101-01-01 12:00")))
        assert engine.tick(on("2101-06-15 12:00")).fired == 0
        assert [row.wakes_at for row in rows(engine, "customers")] == [None]
    with shop(sqlite_url) as engine:
        assert engine.tick(on("2101-06-15 13:00")).birthdays == 1
        assert audit(engine) == []


def test_two_who_are_one(database_url: str) -> None:
    """Two customers who turn out to be one after both had their birthday: one is kept, the other gave nothing."""
    with shop(database_url) as engine:
        engine.handle_many([born(who, on("2101-01-01 12:00"), day) for who, day in (("a", "06-01"), ("b", "06-15"))])
        assert engine.tick(on("2101-06-01 01:00")).birthdays == 1
        engine.merge("b", "a", at=on("2101-06-02 01:00"))
        assert engine.tick(on("2101-06-15 01:00")).fired == 0
        assert engine.customer("b").wallet("cakes").available == 1
        engine.handle(born("d", on("2101-06-15 02:00")))
        assert engine.tick(on("2101-06-15 02:30")).birthdays == 1
        engine.merge("b", "d", at=on("2101-06-15 03:00"))
        assert engine.customer("b").wallet("cakes").available == 1
        assert engine.tick(on("2102-06-15 01:00")).birthdays == 1
        assert audit(engine) == []


def test_who_is_forgotten(database_url: str) -> None:
    """Who is forgotten has no birthday, and the clock brings nobody back."""
    with shop(database_url) as engine:
        engine.handle_many([born(who, on("2101-01-01 12:00")) for who in "ab"])
        engine.erase("a", at=on("2101-06-01 12:00"))
        assert engine.tick(on("2101-06-15 12:00")).birthdays == 1
        assert engine.customer("a").profile == Profile()
        assert audit(engine) == []


def test_the_profile_alone_counts(sqlite_url: str) -> None:
    """A visit that tells a birthday is as good as a sign-up."""
    with shop(sqlite_url) as engine:
        told = Visit(
            id="v", customer="c", occurred_at=on("2101-06-15 09:00"), profile=Profile(birthday=MonthDay(6, 15))
        )
        engine.handle(told)
        assert engine.tick(on("2101-06-15 09:01")).birthdays == 1


def test_nobody_is_woken(sqlite_url: str) -> None:
    """Who is greeted at midnight reads it in the morning, by their own clock, where the shop has quiet hours."""
    messages = {"quiet_hours": "21:00-08:00", "consent": False}
    with opened(sqlite_url, plugins={"birthday_gift": {}}, messages=messages) as engine:
        engine.handle(born("c", on("2101-01-01 12:00"), zone="America/St_Johns"))
        assert engine.tick(on("2101-06-15 02:30")).birthdays == 1
        sent = [row for row in rows(engine, "outbox") if row.kind == "send_message"]
        assert [row.next_at for row in sent] == [to_micros(on("2101-06-15 10:30"))]
