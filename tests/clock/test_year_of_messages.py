"""A year of what is told because time passes: each once, ahead, and at the hour where the customer is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from retention_sdk import Consent, Line, Money, Profile, Purchase, SignUp
from retention_sdk.wire import loads
from tests.audit import audit
from tests.build import opened, rows

if TYPE_CHECKING:
    from retention_sdk import Engine, Event

BEGIN = datetime(2103, 6, 1, 12, tzinfo=UTC)
PRAGUE = ZoneInfo("Europe/Prague")
ZONES = ("Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Prague", "America/New_York")
CHANGED = date(2103, 10, 28)  # the day on which clocks are changed in Prague

PLUGINS: dict[str, Any] = {
    "welcome": {},
    "points": {"expires_days": 90},
    "announce": {
        "notices": {"change": {"title": "A change", "text": "x", "on": CHANGED, "ahead_days": 7, "units": ["points"]}}
    },
    "specials": {
        "specials": {"a": {"title": "A", "begins": CHANGED, "ends": date(2103, 11, 12), "categories": ["coffee"]}}
    },
    "members_only": {
        "specials": {"b": {"title": "B", "begins": CHANGED, "ends": date(2103, 11, 5), "sku": "b", "early_days": 2}}
    },
}
COUNTS = {"welcome": 1, "points_expiring": 3, "announcement": 1, "specials": 1, "members_only": 1}


def facts(zone: str) -> list[Event]:
    """A member in a time zone, who bought three times in a few months."""
    profile = Profile(timezone=zone, consents=[Consent(channel="email")])
    found: list[Event] = [SignUp(id=f"join {zone}", customer=zone, occurred_at=BEGIN, profile=profile)]
    for day in (1, 40, 100):
        line = Line(sku=f"beans-{day}", quantity=1, total=Money.of(10, "EUR"), categories=["coffee"])
        at = BEGIN + timedelta(days=day)
        found.append(Purchase(id=f"{zone} {day}", customer=zone, occurred_at=at, lines=[line]))
    return found


def told(engine: Engine) -> list[tuple[str, str, datetime]]:
    """To whom what was told, and when, where they are."""
    found = [row for row in rows(engine, "outbox") if row.kind == "send_message"]
    return [
        (row.customer, loads(row.body)["template"], datetime.fromtimestamp(row.at / 1e6, ZoneInfo(row.customer)))
        for row in found
    ]


@pytest.mark.parametrize("outages", [False, True])
def test_a_year(sqlite_url: str, outages: bool) -> None:
    """Each is told once, before it happens, at its hour, over changed clocks and outages of two days each week."""
    days = [day for day in range(370) if not outages or day % 7 not in (3, 4)]
    with opened(sqlite_url, plugins=PLUGINS, store={"timezone": "Europe/Prague"}) as engine:
        waiting = sorted((fact for zone in ZONES for fact in facts(zone)), key=lambda fact: fact.occurred_at)
        for day in days:
            now = BEGIN + timedelta(days=day)
            while waiting and waiting[0].occurred_at <= now:
                engine.handle(waiting.pop(0))
            assert not engine.tick(now).errors
        found = told(engine)
        counts = Counter((who, what) for who, what, _ in found)
        assert counts == {(zone, what): count for zone in ZONES for what, count in COUNTS.items()}
        for _, what, at in found:
            if what in ("announcement", "points_expiring", "specials"):
                assert (at.hour, at.minute) == (10, 0)
            if what == "announcement":
                assert timedelta(0) < datetime.combine(CHANGED, datetime.min.time(), PRAGUE) - at < timedelta(days=9)
            if what == "members_only":
                assert at.astimezone(PRAGUE).date() == CHANGED - timedelta(days=2)
        assert {engine.customer(zone).wallet("points").available for zone in ZONES} == {0}
        assert audit(engine) == []
