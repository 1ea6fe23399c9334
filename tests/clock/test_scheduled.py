"""What was scheduled happens when its time has come, once, unless what it was to follow is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from attrs import frozen

from retention_sdk import (
    BadValue,
    CancelRequest,
    Credit,
    Customer,
    CustomersMerged,
    Event,
    EventConflict,
    OrderCancelled,
    Purchase,
    RetentionError,
    Schedule,
    Visit,
)
from retention_sdk.calls.clockwork import LEASE
from retention_sdk.events import KINDS
from retention_sdk.store.timers import Claims
from tests.audit import audit
from tests.build import START, after, complaint, opened, order, rows, visit
from tests.cases.build import case, store

DAY = timedelta(days=1)


def later(event: Any, _: Customer) -> list[Any]:
    """Has an order followed by a visit in three days, which gives a stamp."""
    if isinstance(event, Purchase):
        at = event.occurred_at + 3 * DAY
        return [Schedule(Visit(id=f"after-{event.id}", customer=event.customer, occurred_at=at))]
    return [Credit("stamps", 1)]


def stamps(engine: Any, customer: str = "c") -> int:
    """How many stamps a customer has."""
    return int(engine.customer(customer).wallet("stamps").available)


def test_once_when_it_is_due(database_url: str) -> None:
    """Nothing happens before the time; then it does, once, and is scheduled no more."""
    with opened(database_url, {"later": later}) as engine:
        engine.handle_many([order(f"o-{n}", f"c-{n}", at=after(n)) for n in range(5)])
        assert engine.tick(after(3) - timedelta(microseconds=1)).fired == 0
        ticked = engine.tick(after(4))
        assert (ticked.scheduled, ticked.fired, ticked.more, ticked.errors) == (2, 2, False, ())
        assert engine.tick(after(4)).fired == 0
        assert len(rows(engine, "schedule")) == 3
        assert engine.tick(after(99)).scheduled == 3
        assert [stamps(engine, f"c-{n}") for n in range(5)] == [1] * 5
        assert rows(engine, "schedule") == []
        assert audit(engine) == []


def test_a_few_at_a_time(sqlite_url: str) -> None:
    """A tick does no more than it is asked to, and says that something may be left."""
    with opened(sqlite_url, {"later": later}) as engine:
        engine.handle_many([order(f"o-{n}", f"c-{n}") for n in range(7)])
        ticks = [engine.tick(after(9), 3) for _ in range(4)]
        assert [(one.scheduled, one.more) for one in ticks] == [(3, True), (3, True), (1, False), (0, False)]


def test_what_was_taken_back(database_url: str) -> None:
    """What an order scheduled does not happen when the order was cancelled before, and stays when it was after."""
    with opened(database_url, {"later": later}) as engine:
        engine.handle_many([order("o-1"), order("o-2", "d")])
        engine.handle(OrderCancelled(id="x-1", customer="c", occurred_at=after(1), order="o-1"))
        assert engine.tick(after(5)).scheduled == 1
        engine.handle(OrderCancelled(id="x-2", customer="d", occurred_at=after(6), order="o-2"))
        assert (stamps(engine), stamps(engine, "d")) == (0, 1)
        assert audit(engine) == []


def test_taken_back_under_the_clocks_hands(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is taken back between the claim and the commit does not happen."""
    with opened(database_url, {"later": later}) as engine:
        engine.handle_many([order("o-1"), order("o-2", "d")])
        claim = Claims.scheduled

        def cancelled(claims: Claims, most: int) -> list[tuple[str, str]]:
            claimed = claim(claims, most)
            engine.handle(OrderCancelled(id="x-1", customer="c", occurred_at=after(1), order="o-1"))
            engine.erase("d", at=after(1))
            return claimed

        monkeypatch.setattr(Claims, "scheduled", cancelled)
        assert engine.tick(after(5)).scheduled == 0
        assert stamps(engine) == 0
        assert [row.customer for row in rows(engine, "customers") if row.customer in "cd"] == ["c"]
        assert audit(engine) == []


def test_who_was_merged_meanwhile(database_url: str) -> None:
    """What was scheduled for somebody who is another now happens to that one."""
    with opened(database_url, {"later": later}) as engine:
        engine.handle_many([order("o-1", "a"), visit(customer="b", at=after(1))])
        engine.merge("b", "a", at=after(2))
        assert engine.tick(after(5)).scheduled == 1
        assert stamps(engine, "b") == 2
        assert rows(engine, "schedule") == []
        assert audit(engine) == []


def test_an_order_in_between(database_url: str) -> None:
    """What happened after the time and before the tick counts after what was scheduled, as if there were no delay."""
    with opened(database_url, {"later": later}) as engine:
        engine.handle_many([order(), order("o-2", at=after(3, hours=1))])
        assert engine.tick(after(4)).scheduled == 1
        kinds = [row.kind for row in sorted(rows(engine, "events"), key=lambda row: row.occurred_at)]
        assert kinds == ["purchase", "visit", "purchase"]
        assert audit(engine) == []


def test_an_id_that_is_known(database_url: str) -> None:
    """What cannot happen, since its id is another event's, is said and is not tried for ever."""
    with opened(database_url, {"later": later}) as engine:
        engine.handle_many([visit("after-o-1"), order("o-1"), order("o-2")])
        ticked = engine.tick(after(5))
        assert (ticked.scheduled, [type(error) for error in ticked.errors]) == (1, [EventConflict])
        assert engine.tick(after(6)) == type(ticked)(after(6))
        assert rows(engine, "schedule") == []


@frozen(kw_only=True)
class Moonrise(Event):
    """An event of a plugin's own."""

    kind: ClassVar[str] = "moonrise_of_a_test"


def test_what_cannot_be_read_is_kept(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event whose plugin is gone is said and kept, and looked at again later; nothing else waits for it."""
    moon = Moonrise(id="m", customer="c", occurred_at=after(1))
    scheduled = [Schedule(moon), Schedule(visit("fine", at=after(1)))]
    with opened(database_url, {"moon": lambda event, _: scheduled if event.id == "v-1" else []}) as engine:
        engine.handle(visit())
        with monkeypatch.context() as patch:
            patch.delitem(KINDS, Moonrise.kind)
            ticked = engine.tick(after(2))
            assert (ticked.scheduled, len(ticked.errors)) == (1, 1)
            assert "moonrise_of_a_test" in str(ticked.errors[0])
            assert engine.tick(after(2)).errors == ()
            assert len(engine.tick(after(2) + LEASE).errors) == 1
        assert engine.tick(after(2) + 2 * LEASE).scheduled == 1
        assert rows(engine, "schedule") == []
        assert audit(engine) == []


def test_the_clocks_of_a_case(database_url: str) -> None:
    """The clocks of a case warn, and take it up a level, when they are due."""
    with store(database_url) as engine:
        engine.handle(complaint(at=START))
        fired = sum(engine.tick(START + timedelta(hours=hour)).scheduled for hour in range(0, 200, 3))
        assert fired >= 2
        assert case(engine).level != "agent"
        assert audit(engine) == []


def test_a_session_that_nobody_came_back_to(database_url: str) -> None:
    """A cancel session that the customer leaves open is swept."""
    with opened(database_url) as engine:
        ask = CancelRequest(id="q", customer="c", occurred_at=START, reason="other")
        engine.handle_many([order(at=START - DAY), ask])
        assert engine.tick(after(400)).scheduled == 1
        session = engine.customer("c").session("q")
        assert session is not None
        assert session.state == "abandoned"
        assert audit(engine) == []


@pytest.mark.parametrize("most", [0, -1, True, 2.5])
def test_what_is_no_number(sqlite_url: str, most: Any) -> None:
    """The most is a whole number from 1 on, and the time has a zone."""
    with opened(sqlite_url) as engine:
        with pytest.raises(BadValue, match="most"):
            engine.tick(START, most)
        with pytest.raises(BadValue, match="no time zone"):
            engine.tick(START.replace(tzinfo=None))


def test_a_strategy_that_ticks(sqlite_url: str) -> None:
    """A strategy cannot let time go on from inside a decision, nor is a closed engine's clock running."""
    asked: list[Callable[[], object]] = []
    with opened(sqlite_url, {"eager": lambda *_: [asked[0]()]}) as engine:
        asked.append(lambda: engine.tick(START))
        assert "strategies are pure" in engine.handle(visit()).failures[0].error
    with pytest.raises(RetentionError, match="closed"):
        engine.tick(START)


def test_a_merge_that_is_scheduled(database_url: str) -> None:
    """Even a merge can be scheduled; it happens once, and is scheduled no more."""
    merge = Schedule(CustomersMerged(id="m", customer="c", occurred_at=after(1), other="d"))
    with opened(database_url, {"joins": lambda event, _: [merge] if event.id == "v-c" else []}) as engine:
        engine.handle_many([visit("v-d", "d"), visit("v-c", "c")])
        assert engine.tick(after(2)).scheduled == 1
        assert engine.customer("d").id == "c"
        assert rows(engine, "schedule") == []
        assert audit(engine) == []
