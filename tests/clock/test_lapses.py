"""Lapses: a customer has not ordered for so many days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from retention_sdk import BadConfig, Lapse, Refund
from tests.audit import audit
from tests.build import after, opened, order, visit
from tests.clock.build import events, on, shop, whens

FIRST = on("2101-01-01 12:00")


def spans(url_events: list[dict[str, object]]) -> list[object]:
    """For how many days each lapse says that the customer was silent."""
    return [one["silent_days"] for one in url_events]


def test_each_span_once_a_silence(database_url: str) -> None:
    """After 60 and 120 days without an order a customer has lapsed, each once; an order begins a new silence."""
    with shop(database_url) as engine:
        engine.handle(order(at=FIRST))
        for day in (0, 30, 59, 60, 61, 119, 120, 121, 199):
            engine.tick(FIRST + timedelta(days=day))
        assert spans(events(engine, "lapse")) == [60, 120]
        assert whens(engine, "lapse") == ["2101-03-02 12:00", "2101-05-01 12:00"]
        engine.handle(order("o-2", at=FIRST + timedelta(days=200)))
        engine.handle(visit(at=FIRST + timedelta(days=230)))
        for day in (200, 259, 260, 290, 319, 320, 321, 500):
            engine.tick(FIRST + timedelta(days=day))
        assert spans(events(engine, "lapse")) == [60, 120, 60, 120]
        assert engine.customer("c").wallet("tears").available == 360
        assert audit(engine) == []


def test_an_order_in_time(sqlite_url: str) -> None:
    """Who orders before the time is up has not lapsed; who never ordered never does."""
    with shop(sqlite_url, lapse_days=[30]) as engine:
        engine.handle_many([order(at=FIRST), visit("v", "d", at=FIRST)])
        engine.handle(order("o-2", at=FIRST + timedelta(days=29)))
        assert engine.tick(FIRST + timedelta(days=31)).fired == 0
        assert engine.tick(FIRST + timedelta(days=59)).lapses == 1


@pytest.mark.parametrize("minutes", [-1, 1])
def test_an_order_that_is_told_late(database_url: str, minutes: int) -> None:
    """An order of just before the time is up that comes in after it takes back what the lapse gave; a later one not."""
    due = FIRST + timedelta(days=60)
    with shop(database_url) as engine:
        engine.handle(order(at=FIRST))
        assert engine.tick(due + timedelta(minutes=5)).lapses == 1
        engine.handle(order("o-2", at=due + timedelta(minutes=minutes)))
        silent = minutes > 0
        assert engine.customer("c").wallet("tears").available == 60 * silent
        again = due + timedelta(days=60, minutes=minutes)
        assert engine.tick(again).lapses == 1
        assert engine.customer("c").wallet("tears").available == 60 * (1 + silent)
        assert audit(engine) == []


def test_an_order_that_comes_back(sqlite_url: str) -> None:
    """Of a silence that grew since its last order was refunded no span counts twice."""
    with shop(sqlite_url) as engine:
        engine.handle(order(at=FIRST))
        engine.tick(FIRST + timedelta(days=60))
        engine.handle(order("o-2", at=FIRST + timedelta(days=61)))
        back = Refund(id="r", customer="c", occurred_at=FIRST + timedelta(days=62), order="o-2")
        engine.handle(back)
        assert [engine.tick(FIRST + timedelta(days=day)).lapses for day in (63, 119, 120, 121, 181)] == [0, 0, 1, 0, 0]
        assert audit(engine) == []


def test_long_ago(sqlite_url: str) -> None:
    """Who was silent for years before there was a clock is left alone; other spans come when they are up."""
    with shop(sqlite_url) as engine:
        engine.handle_many([order(f"o-{n}", f"c-{n}", at=after(10 * n)) for n in range(20)])
        now = after(150)
        ticked = engine.tick(now)
        assert [one["customer"] for one in events(engine, "lapse")] == ["c-3", "c-9"]
        assert ticked.lapses == 2
        assert engine.tick(now).fired == 0


def test_other_spans(database_url: str) -> None:
    """When the file says other spans, customers of before are looked at with these."""
    with shop(database_url) as engine:
        engine.handle(order(at=FIRST))
        engine.tick(FIRST + timedelta(days=60))
    with shop(database_url, lapse_days=[75, 45]) as engine:
        assert engine.tick(FIRST + timedelta(days=61)).fired == 0
        assert engine.tick(FIRST + timedelta(days=75)).lapses == 1
    with shop(database_url, lapse_days=[]) as engine:
        assert engine.tick(FIRST + timedelta(days=120)).fired == 0
        assert audit(engine) == []


def test_a_lapse_that_the_store_sends(sqlite_url: str) -> None:
    """A store may call a lapse what it likes: it is asked about as it is."""
    with shop(sqlite_url) as engine:
        engine.handle(order(at=FIRST))
        engine.handle(Lapse(id="l", customer="c", occurred_at=FIRST + timedelta(days=2), silent_days=5))
        assert engine.customer("c").wallet("tears").available == 5
        assert engine.tick(FIRST + timedelta(days=60)).lapses == 1


@pytest.mark.parametrize("days", [[0], [60, -1], [40_000]])
def test_what_is_no_span(sqlite_url: str, days: list[int]) -> None:
    """A span of no days, or of more than a century, is a mistake in the file."""
    with pytest.raises(BadConfig, match="lapse_days"):
        opened(sqlite_url, clock={"lapse_days": days})
