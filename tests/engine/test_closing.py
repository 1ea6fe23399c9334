"""A closed engine says so, and whoever was inside when it was closed is answered first."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from retention_sdk import Credit, Decision, RetentionError
from tests.build import Does, gives, opened, rows, visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import Engine

CLOSED = "the engine of 'bean-leaf' is closed; make another with Engine.from_config"
PATIENCE = 60
"""Seconds that no machine needs."""


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda engine: engine.handle(visit("v-2")), id="handle"),
        pytest.param(lambda engine: engine.handle(visit("v-1")), id="handle again"),
        pytest.param(lambda engine: engine.handle_many([visit("v-2"), visit("v-3")]), id="handle_many"),
        pytest.param(lambda engine: engine.handle_many([]), id="handle_many nothing"),
        pytest.param(lambda engine: list(engine.results([visit("v-2")])), id="results"),
        pytest.param(lambda engine: engine.preview(visit("v-2")), id="preview"),
        pytest.param(lambda engine: engine.customer("c"), id="customer"),
        pytest.param(lambda engine: engine.retry_failures(), id="retry_failures"),
    ],
)
def test_a_closed_engine_says_so(database_url: str, use: Callable[[Engine], object]) -> None:
    """Whatever a closed engine is asked, it says that it is closed and what to do, and opens nothing again."""
    engine = opened(database_url, {"one": gives(Credit("points", 1))})
    engine.handle(visit())
    engine.close()
    with pytest.raises(RetentionError) as refused:
        use(engine)
    assert str(refused.value) == CLOSED
    with opened(database_url) as again:
        assert [row.id for row in rows(again, "events")] == ["v-1"]


def test_closing_twice(database_url: str) -> None:
    """Closing an engine that is closed does nothing, by hand or at the end of its block."""
    with opened(database_url) as engine:
        engine.close()
        engine.close()


class Waits:
    """What a strategy does that waits, inside of a decision, until it may go on."""

    def __init__(self) -> None:
        self.inside, self.go_on = threading.Event(), threading.Event()

    def __call__(self, *_: Any) -> list[Credit]:
        self.inside.set()
        assert self.go_on.wait(PATIENCE)
        return [Credit("points", 1)]


@pytest.mark.parametrize("how", ["handle", "preview"])
def test_whoever_is_inside_is_answered(database_url: str, how: str) -> None:
    """A call that is under way when the engine is closed is decided as ever; closing does not wait for it."""
    waits = Waits()
    engine = opened(database_url, {"one": Does(waits)})
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(getattr(engine, how), visit())
        assert waits.inside.wait(PATIENCE)
        engine.close()
        with pytest.raises(RetentionError, match="is closed"):
            engine.handle(visit("v-2"))
        waits.go_on.set()
        assert answer.result(PATIENCE).actions == (Credit("points", 1),)
    with opened(database_url) as again:
        assert [row.id for row in rows(again, "events")] == ["v-1"] * (how == "handle")


def test_the_last_one_lets_go(postgres_url: str) -> None:
    """No connection is left once the engine is closed and the last call has been answered."""
    waits = Waits()
    engine = opened(postgres_url, {"one": Does(waits)})
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(engine.handle, visit())
        assert waits.inside.wait(PATIENCE)
        engine.close()
        waits.go_on.set()
        answer.result(PATIENCE)
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    end = monotonic() + PATIENCE
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        while connection.execute(others).fetchone() != (0,):  # the server takes a moment to see that one has gone
            assert monotonic() < end
            sleep(0.01)


def test_a_strategy_that_closes_the_engine(database_url: str) -> None:
    """It is answered, since it was inside; nobody is after it."""
    engines: list[Engine] = []

    def closes(*_: Any) -> list[Credit]:
        engines[0].close()
        return [Credit("points", 1)]

    engines.append(opened(database_url, {"one": closes}))
    assert len(engines[0].handle(visit()).actions) == 1
    with pytest.raises(RetentionError, match="is closed"):
        engines[0].handle(visit("v-2"))


@pytest.mark.parametrize("time", range(3))
def test_closing_under_threads(database_url: str, time: int) -> None:
    """Of threads that hand in events while the engine is closed, each is answered with a decision or this error.

    What was answered with a decision is in the database, and nothing else is.
    """
    engine = opened(database_url, {"one": gives(Credit("points", 1))})
    decided: list[str] = []

    def hand_in(thread: int) -> str:
        for number in range(100_000):
            try:
                decision = engine.handle(visit(f"{thread}-{number}", customer=f"c{number % 3}"))
            except RetentionError as error:
                return str(error)
            assert isinstance(decision, Decision)
            decided.append(decision.event.id)
        return "never closed"

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(hand_in, thread) for thread in range(8)]
        with suppress(TimeoutError):
            answers[0].result(0.1 * (time + 1))
        engine.close()
        assert [answer.result(PATIENCE) for answer in answers] == [CLOSED] * 8
    with opened(database_url) as again:
        assert sorted(row.id for row in rows(again, "events")) == sorted(decided)
