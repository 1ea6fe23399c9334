"""Occasions: what time brings a customer by a strategy of its own, exactly once, and at nobody else's cost."""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    Credit,
    Customer,
    Engine,
    Occasion,
    OrderCancelled,
    Profile,
    Remember,
    Schedule,
    StoreView,
    hookimpl,
    setting,
    strategy,
)
from retention_sdk.calls.clockwork import LOOKS
from retention_sdk.clock.occasions import STEPS
from tests.audit import audit
from tests.build import START, after, config, opened, order, rows, visit
from tests.clock.build import events, whens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from retention_sdk import Action


class Weekly:
    """Brings a flower so many days after each week's end since the first order, and remembers the last."""

    def __init__(self, *days: int) -> None:
        self.days = days or (7,)
        self.seen: list[Customer] = []

    @hookimpl
    def occasions(self, customer: Customer) -> Iterator[tuple[datetime, str]]:
        """Names all days, those that are over too."""
        first = customer.history.first_at
        for day in self.days if first is not None else ():
            yield first + timedelta(days=day), f"day {day}"

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Gives a flower to whoever has an order."""
        self.seen.append(customer)
        if customer.history.orders:
            yield Credit("flowers", 1, reason=event.name)
            yield Remember({"last": event.name})


class Names:
    """Names what a function says, and counts how often it is asked."""

    def __init__(self, answer: Callable[[Customer, datetime], Any]) -> None:
        self.answer, self.asked = answer, 0

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Any:
        """Answers what the function does."""
        self.asked += 1
        return self.answer(customer, after)

    @hookimpl
    def on_occasion(self, event: Occasion) -> Iterator[Action]:
        """Remembers it."""
        yield Remember({"n": event.name})


@strategy
class OnADay:
    """Brings a flower on a day."""

    day: int = setting(default=7, help="the day")

    @hookimpl
    def occasions(self) -> Iterator[tuple[datetime, str]]:
        """Names the day."""
        yield after(self.day), "the day"

    @hookimpl
    def on_occasion(self) -> Iterator[Action]:
        """Gives a flower."""
        yield Credit("flowers", 1)


def flowers(engine: Engine, customer: str = "c") -> int:
    """How many flowers somebody has."""
    return engine.customer(customer).wallet("flowers").available


def ids(engine: Engine) -> list[str]:
    """The ids of the occasions that have come."""
    return [row.id for row in rows(engine, "events") if row.kind == "occasion"]


def test_it_comes_once_and_to_whoever_named_it(database_url: str) -> None:
    """An occasion comes when its time has come, is asked of the strategy that named it alone, once, and is counted."""
    one, other = Weekly(7, 14), Weekly(1000)
    with opened(database_url, {"one": one, "other": other}) as engine:
        engine.handle_many([order("o-1", "a"), order("o-2", "b", at=after(1))])
        assert engine.tick(after(7) - timedelta(seconds=1)).occasions == 0
        ticks = [engine.tick(after(day)) for day in (7, 7, 8, 14, 15, 15, 20)]
        assert [tick.occasions for tick in ticks] == [1, 0, 1, 1, 1, 0, 0]
        assert sum(tick.fired for tick in ticks) == 4
        assert not other.seen
        assert flowers(engine, "a") == flowers(engine, "b") == 2
        found = events(engine, "occasion")
        assert [(one["customer"], one["plugin"], one["name"]) for one in found] == [
            *(("a", "one", "day 7"), ("b", "one", "day 7")),
            *(("a", "one", "day 14"), ("b", "one", "day 14")),
        ]
        assert len(set(ids(engine))) == 4
        assert audit(engine) == []


def test_several_at_one_time(sqlite_url: str) -> None:
    """Two strategies, and two names of one strategy, may have the same time: each is an occasion of its own."""
    both = [(after(3), "one"), (after(3), "two"), (after(3), "two")]
    with opened(sqlite_url, {"a": Names(lambda *_: both), "b": Names(lambda *_: both)}) as engine:
        engine.handle(visit())
        assert engine.tick(after(3)).occasions == 4
        assert len(set(ids(engine))) == 4


def test_what_an_occasion_brings_next(sqlite_url: str) -> None:
    """What a strategy remembers may bring the next occasion, in the same tick where its time has come too."""

    def steps(customer: Customer, _: datetime) -> list[tuple[datetime, str]]:
        return [(after(1 + int(str(customer.state.get("n", 0)))), str(int(str(customer.state.get("n", 0))) + 1))]

    with opened(sqlite_url, {"steps": Names(steps)}) as engine:
        engine.handle(visit())
        assert [engine.tick(after(day)).occasions for day in (1, 3, 4)] == [1, 2, 1]
        assert [one["name"] for one in events(engine, "occasion")] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(("late", "found"), [(3, ["2100-01-15 12:00"]), (20, ["2100-01-08 12:00", "2100-01-15 12:00"])])
def test_after_an_outage(sqlite_url: str, late: int, found: list[str]) -> None:
    """What is not later than late_days is found after an outage, and happened when it was due; the rest is left."""
    with opened(sqlite_url, {"w": Weekly(7, 14)}, clock={"late_days": late}) as engine:
        engine.handle(order())
        engine.tick(after(16))
        assert whens(engine, "occasion") == found
        assert engine.tick(after(17)).fired == 0


def test_history_brings_nothing_of_the_past(sqlite_url: str) -> None:
    """Orders of years that are imported bring what is due now, and nothing that was."""
    with opened(sqlite_url, {"w": Weekly(7, 50, 400)}) as engine:
        engine.handle_many([order(f"o-{n}", at=after(30 * n)) for n in range(12)])
        assert engine.tick(after(400)).occasions == 1
        assert whens(engine, "occasion") == ["2101-02-05 12:00"]


def test_a_late_fact_takes_back(database_url: str) -> None:
    """Whoever is asked again as of then may answer otherwise: what it gave is taken back."""
    with opened(database_url, {"w": Weekly(7)}) as engine:
        engine.handle(order())
        engine.tick(after(7))
        assert flowers(engine) == 1
        engine.handle(OrderCancelled(id="x", customer="c", occurred_at=after(2), order="o-1"))
        assert flowers(engine) == 0
        assert engine.customer("c").state == {}
        assert audit(engine) == []


RUBBISH: list[Any] = [
    lambda *_: 1 / 0,
    lambda *_: sys.exit(),
    lambda *_: 5,
    lambda *_: "text",
    lambda *_: [after(3)],
    lambda *_: [("2100-01-05", "text")],
    lambda *_: [(datetime(2100, 1, 4), "no zone")],  # noqa: DTZ001 - it is the point
    lambda *_: [(after(3), " ")],
    lambda *_: [(after(3), 5)],
    lambda *_: [(after(3), "good"), None],
    lambda *_: [(datetime(9999, 1, 1, tzinfo=UTC), "far")],
    lambda *_: ((after(n), "endless") for n in count()),
]


@pytest.mark.parametrize("answer", RUBBISH)
def test_a_strategy_that_fails(sqlite_url: str, answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    """One that raises or answers rubbish is named in the log; the commit stands, and others' occasions come."""
    broken = Names(answer)
    with opened(sqlite_url, {"broken": broken, "well": Weekly(7)}) as engine:
        assert not engine.handle(order()).failures
        assert engine.tick(after(7)).occasions == 1
        assert [one["plugin"] for one in events(engine, "occasion")] == ["well"]
        assert audit(engine) == []
    assert "plugins.broken failed in occasions" in caplog.text


def test_a_strategy_that_is_well_again(sqlite_url: str) -> None:
    """One that failed is asked again a day later."""
    one = Names(lambda *_: 1 / 0)
    with opened(sqlite_url, {"one": one}) as engine:
        engine.handle(order())
        engine.tick(after(1))
        one.answer = lambda *_: [(after(3), "mended")]
        assert engine.tick(after(2)).occasions == 0
        assert engine.tick(after(3)).occasions == 1


@pytest.mark.parametrize("offset", [timedelta(0), timedelta(days=-1), timedelta(microseconds=1)])
def test_what_always_answers_the_past(sqlite_url: str, offset: timedelta) -> None:
    """A strategy that always answers what is over, or now, or the next moment, does not keep a tick from ending."""
    one = Names(lambda _, since: [(since + offset, "again")])
    with opened(sqlite_url, {"one": one}) as engine:
        engine.handle(order())
        tick = engine.tick(after(1))
        assert not tick.more
        assert one.asked < 5 * STEPS


def test_what_brings_itself_again_and_again(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """What brings something new in the past each time is stopped after some looks, with a line in the log."""

    def steps(customer: Customer, _: datetime) -> list[tuple[datetime, str]]:
        count = int(str(customer.state.get("n", 0))) + 1
        return [(after(1, seconds=count), str(count))]

    with opened(sqlite_url, {"steps": Names(steps)}) as engine:
        engine.handle(visit())
        tick = engine.tick(after(2))
        assert tick.occasions == LOOKS
        assert not tick.more
        assert "the rest is left" in caplog.text


def test_a_date_that_is_moved(database_url: str) -> None:
    """A changed setting has the clock look at everybody again; moved to and fro, a date comes once."""
    strategies = {"on_a_day": OnADay}

    def reopened(**section: Any) -> Engine:
        return Engine.from_config(config(database_url, plugins={"on_a_day": section}), strategies)

    with reopened(day=7) as engine:
        engine.handle_many([order(), order("o-2", "d")])
        assert engine.tick(after(6)).occasions == 0
    with reopened(day=5) as engine:
        assert engine.tick(after(6)).occasions == 2
    with reopened(enabled=False) as engine:
        assert engine.tick(after(7)).occasions == 0
    with reopened(day=5) as engine:
        assert engine.tick(after(7)).occasions == 0
    with reopened(day=7) as engine:
        assert engine.tick(after(7)).occasions == 2
        assert flowers(engine) == flowers(engine, "d") == 2
        assert audit(engine) == []


def test_an_occasion_of_nobody(sqlite_url: str) -> None:
    """An occasion of a strategy that is not switched on says so, and nobody is asked."""
    named = Occasion(id="x", customer="c", occurred_at=after(1), plugin="gone", name="some day")
    with opened(sqlite_url, {"w": Weekly()}) as engine:
        decision = engine.handle(named)
        assert [note.code for note in decision.notes] == ["not_switched_on"]
        assert "gone" in decision.notes[0].sentence
        assert not decision.granted


def test_what_a_strategy_schedules_itself(sqlite_url: str) -> None:
    """A strategy may schedule an occasion of its own: that one is counted with what is scheduled."""

    def later(event: Any, _: object) -> list[Action]:
        named = Occasion(id=f"n-{event.id}", customer="c", occurred_at=after(2), plugin="w", name="promised")
        return [Schedule(named)]

    with opened(sqlite_url, {"later": later, "w": Weekly(30)}) as engine:
        engine.handle(order())
        tick = engine.tick(after(2))
        assert (tick.scheduled, tick.occasions) == (1, 0)
        assert flowers(engine) == 1


def test_who_was_forgotten(sqlite_url: str) -> None:
    """For whoever was forgotten nothing comes any more."""
    with opened(sqlite_url, {"w": Weekly()}, privacy={"secret": "s" * 32}) as engine:
        engine.handle(order())
        engine.erase("c", at=after(1))
        assert engine.tick(after(7)).fired == 0


def test_two_who_are_one(sqlite_url: str) -> None:
    """What two customers had named comes to the one that they turned out to be."""
    with opened(sqlite_url, {"w": Weekly()}) as engine:
        engine.handle_many([order("o-1", "a"), order("o-2", "b", at=after(2))])
        engine.merge("a", "b", at=after(3))
        assert engine.tick(after(7)).occasions == 1
        assert flowers(engine, "b") == 1
        assert engine.tick(after(10)).occasions == 0


def test_engines_that_tick_at_once(database_url: str) -> None:
    """Four threads on two engines share what is due: each occasion comes once, and the counts add up."""
    with opened(database_url, {"w": Weekly(3, 4)}) as one, opened(database_url, {"w": Weekly(3, 4)}) as other:
        one.handle_many([order(f"o-{n}", f"c-{n}") for n in range(30)])
        with ThreadPoolExecutor(4) as pool:
            ticks = [t for _ in range(6) for t in pool.map(lambda engine: engine.tick(after(5), 10), [one, other] * 2)]
        assert sum(tick.occasions for tick in ticks) == 60
        assert set(Counter(row.customer for row in rows(one, "events")).values()) == {3}
        assert audit(one) == []


def test_nobody_who_names_occasions(sqlite_url: str) -> None:
    """Where no strategy names occasions, the clock has nothing to look at a customer for."""
    with opened(sqlite_url, {"silent": lambda *_: []}) as engine:
        engine.handle(order())
        engine.tick(START)
        assert [row.wakes_at for row in rows(engine, "customers")] == [None]
        assert not engine._handling.timetable.strategies.asks


def test_the_store_that_a_strategy_sees(sqlite_url: str) -> None:
    """A strategy sees the store and the customer's zone, else the store's: in each hook, and when it is asked again."""
    one, zones = Weekly(7), list[str]()

    def asked(_: object, customer: Customer) -> list[Action]:
        zones.append(f"{customer.store.name}: {customer.zone}")
        return []

    store = {"timezone": "Europe/Prague", "name": "Bean & Leaf"}
    with opened(sqlite_url, {"one": one, "asks": asked}, store=store) as engine:
        engine.handle(order())
        engine.tick(after(7))
        assert one.seen[-1].store == StoreView("Bean & Leaf", "Europe/Prague", "EUR")
        engine.handle(visit(at=after(8), profile=Profile(timezone="Pacific/Honolulu")))
        engine.handle(visit("v-2", at=after(6)))
        assert engine.customer("c").zone.key == "Pacific/Honolulu"
        assert engine.customer("c").store.zone.key == "Europe/Prague"
        assert set(zones) == {"Bean & Leaf: Europe/Prague", "Bean & Leaf: Pacific/Honolulu"}
