"""A strategy that misbehaves loses its own proposals, and nothing else."""

from __future__ import annotations

import logging
import sys
from itertools import count
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, AmountOff, Credit, Customer, Event, IssueCoupon, IssueGiftCard, Money, Remember
from tests.build import eur, opened, rows, visit
from tests.laws.crowd import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def good(_: Event, __: Customer) -> list[Action]:
    """A point."""
    return [Credit("points", 1, reason="good")]


def raises(_: Event, __: Customer) -> object:
    """Raises."""
    raise ZeroDivisionError("of no use")


def exits(_: Event, __: Customer) -> object:
    """Exits."""
    sys.exit(3)


def raises_midway(_: Event, __: Customer) -> Iterator[Action]:
    """Gives something, then raises."""
    yield Credit("points", 100)
    yield Remember({"x": 1})
    raise KeyError("midway")


def is_endless(_: Event, __: Customer) -> Iterator[Action]:
    """Does not end."""
    for number in count(1):
        yield Credit("points", number)


def recurses(event: Event, customer: Customer) -> object:
    """Calls itself for ever."""
    return recurses(event, customer)


class Tongueless(Exception):
    """An error that cannot even be told."""

    def __str__(self) -> str:
        raise ValueError("no words")


def cannot_tell(_: Event, __: Customer) -> object:
    """Raises an error that raises when it is told."""
    raise Tongueless


def tells_oddly(_: Event, __: Customer) -> object:
    """Raises an error whose text no database takes."""
    raise ValueError("a file called \udcff and \x00")


def answers(value: object) -> Callable[[Event, Customer], object]:
    """A strategy with a fixed answer."""
    return lambda *_: value


BROKEN: dict[str, tuple[Any, str]] = {
    "raises": (raises, "ZeroDivisionError: of no use"),
    "exits": (exits, "SystemExit: 3"),
    "raises midway": (raises_midway, "KeyError: 'midway'"),
    "is endless": (is_endless, "more than 1000 actions"),
    "recurses": (recurses, "RecursionError"),
    "cannot tell": (cannot_tell, "Tongueless"),
    "tells oddly": (tells_oddly, "ValueError"),
    "a string": (answers("10 points"), "answered a str"),
    "bytes": (answers(b"10 points"), "answered a bytes"),
    "a number": (answers(10), "answered a int"),
    "a lone action": (answers(Credit("points", 1)), "answered a Credit"),
    "strings": (answers(["10 points"]), "answered a str among"),
    "nothings": (answers([Credit("points", 1), None]), "answered a NoneType among"),
    "a class": (answers([Credit]), "answered a type among"),
    "a mapping": (answers({"points": 10}), "answered a str among"),
    "another currency": (answers([IssueGiftCard(Money.of(1, "USD"))]), "1.00 USD"),
    "another currency in a coupon": (answers([IssueCoupon(AmountOff(Money.of(1, "USD")))]), "1.00 USD"),
}


@pytest.mark.parametrize(("broken", "said"), BROKEN.values(), ids=BROKEN)
def test_the_others_work_commits(database_url: str, broken: Any, said: str) -> None:
    """A broken strategy is named with hook and error; those before and after it are granted what they propose."""
    with opened(database_url, {"before": good, "broken": broken, "after": good}) as engine:
        decision = engine.handle(visit())
        assert [grant.plugin for grant in decision.granted] == ["before", "after"]
        assert [(failure.plugin, failure.hook) for failure in decision.failures] == [("broken", "on_visit")]
        assert said in decision.failures[0].error
        assert f"broken failed in on_visit and is asked again later: {decision.failures[0].error}" in decision.explain()
        assert engine.customer("c").wallet("points").available == 2
        assert [(row.plugin, row.hook, row.attempts) for row in rows(engine, "failures")] == [("broken", "on_visit", 1)]
        assert engine.handle(visit()) == decision


def test_a_failure_is_logged_by_name(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """The log names the strategy, its hook, and the line that raised."""
    with opened(sqlite_url, {"broken": raises}) as engine:
        engine.handle(visit())
    assert "plugins.broken failed in on_visit: ZeroDivisionError: of no use at " in caplog.text
    assert "test_isolation.py:" in caplog.text


def test_a_batch_with_a_broken_strategy(database_url: str) -> None:
    """In a batch, only the events that a strategy breaks on lose its proposals."""

    def sometimes(event: Any, _: Customer) -> list[Action]:
        return [Credit("points", 10 // int(event.place))]

    with opened(database_url, {"sometimes": sometimes, "good": good}) as engine:
        decisions = engine.handle_many([visit(f"v-{n}", place=str(n % 2)) for n in range(6)])
        assert [len(decision.failures) for decision in decisions] == [1, 0, 1, 0, 1, 0]
        assert engine.customer("c").wallet("points").available == 6 + 30


def test_a_preview_of_a_failure(database_url: str) -> None:
    """A preview tells the failure, and nothing is kept of it to be retried."""
    with opened(database_url, {"broken": raises, "good": good}) as engine:
        assert len(engine.preview(visit()).failures) == 1
        assert rows(engine, "failures") == []
        assert engine.retry_failures() == []


def test_a_slow_strategy_is_named(sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """A strategy that takes its time keeps its proposals, and the log names it."""

    def slow(event: Event, customer: Customer) -> list[Action]:
        sleep(0.15)
        return good(event, customer)

    with caplog.at_level(logging.WARNING), opened(sqlite_url, {"slow": slow}) as engine:
        assert len(engine.handle(visit()).actions) == 1
    assert any("plugins.slow took" in record.message and "on_visit" in record.message for record in caplog.records)


def test_an_interrupt_passes(database_url: str) -> None:
    """Ctrl-C in a strategy ends the call, nothing of the event is kept, and the engine goes on afterwards."""
    pressed = [True]

    def interrupted(event: Event, customer: Customer) -> list[Action]:
        if pressed:
            pressed.clear()
            raise KeyboardInterrupt
        return good(event, customer)

    with opened(database_url, {"good": good, "interrupted": interrupted}) as engine:
        with pytest.raises(KeyboardInterrupt):
            engine.handle(visit())
        assert rows(engine, "events") == rows(engine, "wallets") == []
        assert len(engine.handle(visit()).actions) == 2
        assert engine.customer("c").wallet("points").available == 2


def test_a_customer_cannot_be_changed(sqlite_url: str) -> None:
    """A strategy that tries to change what it was given fails alone; the next one sees the customer as it was."""

    def meddles(_: Event, customer: Any) -> list[Action]:
        customer.wallets["points"] = None
        return []

    def counts(_: Event, customer: Customer) -> list[Action]:
        return [Credit("points", customer.wallet("points").available + 1)]

    with opened(sqlite_url, {"meddles": meddles, "counts": counts}) as engine:
        decision = engine.handle(visit())
        assert "TypeError" in decision.failures[0].error
        assert decision.actions == (Credit("points", 1),)


def test_nobody_sees_what_another_proposes(sqlite_url: str) -> None:
    """Each strategy is asked with the customer as of just before the event, not with what the others just gave."""

    def counts(_: Event, customer: Customer) -> list[Action]:
        return [Credit("points", 5 + customer.wallet("points").available)]

    with opened(sqlite_url, {"one": counts, "two": counts}) as engine:
        assert [action.amount for action in engine.handle(visit("v-1")).actions] == [5, 5]
        assert [action.amount for action in engine.handle(visit("v-2")).actions] == [15, 15]


def test_a_known_cost_in_euros_passes(sqlite_url: str) -> None:
    """A cost in the store's own currency is no fault."""
    with opened(sqlite_url, {"one": answers([IssueGiftCard(eur(1))])}) as engine:
        assert engine.handle(visit()).actions == (IssueGiftCard(eur(1)),)


@pytest.mark.parametrize("ask", ["handle", "handle_many", "retry_failures"])
def test_a_strategy_that_calls_the_engine(database_url: str, ask: str) -> None:
    """A strategy that commits something while it is asked fails alone, or is served; it does not wait for itself."""

    def calls(event: Any, customer: Customer) -> list[Action]:
        if event.id == "v-1":
            inner = visit("v-inner")
            getattr(engine, ask)(*{"handle": [inner], "handle_many": [[inner]], "retry_failures": []}[ask])
        return good(event, customer)

    with opened(database_url, {"calls": calls, "good": good}) as engine:
        decision, other = Call(engine.handle_many, [visit(), visit("v-2")]).answer()
        assert "good" in [grant.plugin for grant in decision.granted]
        assert len(other.actions) == 2
        assert engine.handle(visit()) == decision


def test_a_strategy_that_reads_from_the_engine(database_url: str) -> None:
    """A strategy that looks at another customer, or previews an event, while it is asked does not wait for itself."""

    def looks(event: Any, customer: Customer) -> list[Action]:
        if event.id == "v-1":
            engine.preview(visit("v-other"))
            assert engine.customer("d").id == "d"
        return good(event, customer)

    with opened(database_url, {"looks": looks}) as engine:
        decision = Call(engine.handle, visit()).answer()
        assert engine.handle(visit()) == decision
