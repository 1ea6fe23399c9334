"""Callers that are interrupted, and connections that break, leave nothing half done and nobody waiting."""

from __future__ import annotations

import signal
import threading
from time import sleep
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from retention_sdk import Action, Credit, Decision, RetentionError
from tests.audit import audit
from tests.build import opened, rows, visit
from tests.laws.crowd import PATIENCE, Call, together
from tests.scripted import Scripted

if TYPE_CHECKING:
    from collections.abc import Iterator


class TimedOut(Exception):
    """What a signal handler raises in whatever the main thread is doing."""


@pytest.fixture
def alarm() -> Iterator[signal.Signals]:
    """A signal that raises TimedOut in the main thread."""

    def ring(*_: object) -> None:
        raise TimedOut

    before = signal.signal(signal.SIGUSR1, ring)
    yield signal.SIGUSR1
    signal.signal(signal.SIGUSR1, before)


def test_whoever_gives_up_waiting_leaves_no_hole(database_url: str, alarm: signal.Signals) -> None:
    """A caller that waits for others' commits and is interrupted goes; whoever comes after it is served."""
    begun, go = threading.Semaphore(0), threading.Event()

    def slow(event: Any, _: object) -> list[Action]:
        if event.place == "slow":
            begun.release()
            go.wait(PATIENCE)
        return [Credit("points", 1)]

    def ring_when_queued() -> None:
        while not engine._commits._queue:
            sleep(0.001)
        signal.pthread_kill(threading.main_thread().ident or 0, alarm)

    with opened(database_url, {"slow": slow}) as engine:
        for turn in range(engine.store.writers):
            go.clear()
            events = [visit(f"slow-{turn}-{n}", f"c-{n}", place="slow") for n in range(engine.store.writers)]
            held = [Call(engine.handle, event) for event in events]
            for _ in held:
                assert begun.acquire(timeout=PATIENCE), "a place to commit is lost"
            bell = Call(ring_when_queued)
            with pytest.raises(TimedOut):
                engine.handle(visit(f"late-{turn}", "d"))
            bell.answer()
            go.set()
            assert all(len(one.answer().actions) == 1 for one in held)
        calls = [Call(engine.handle, visit(f"after-{n}", "e")) for n in range(9)]
        assert all(len(call.answer().actions) == 1 for call in calls)
        assert audit(engine) == []


def test_an_interrupt_hangs_nobody(database_url: str) -> None:
    """Where the one that commits for others is interrupted, all of them come back: answered, or told to try again."""
    pressed = threading.Semaphore(3)

    def interrupted(event: Any, _: object) -> list[Action]:
        if event.place == "interrupt" and pressed.acquire(blocking=False):
            raise KeyboardInterrupt
        return [Credit("points", 1)]

    with opened(database_url, {"one": interrupted}) as engine:
        events = [visit(f"v-{n}", f"c-{n % 5}", place="interrupt" if n % 8 == 0 else "") for n in range(32)]

        found = [call.answer() for call in [Call(engine.handle, event) for event in events]]
        assert all(isinstance(answer, Decision | KeyboardInterrupt | RetentionError) for answer in found)
        assert sum(isinstance(answer, KeyboardInterrupt) for answer in found) <= 3
        assert any(not isinstance(answer, Decision) for answer in found)
        while pressed.acquire(blocking=False):
            pass  # who was not asked in a batch that was broken off is not interrupted later
        again = [engine.handle(event) for event in events]
        for before, now in zip(found, again, strict=True):
            assert not isinstance(before, Decision) or before == now
        assert sum(row.available for row in rows(engine, "wallets")) == 32
        assert audit(engine) == []


@pytest.mark.parametrize("budget", [{}, {"monthly_budget": "100 EUR"}], ids=["no budget", "a budget"])
def test_broken_connections(postgres_url: str, budget: dict[str, str]) -> None:
    """Where the server ends our connections, calls fail as long as it does; then all goes on, each event once."""
    with opened(postgres_url, {"one": Scripted()}, limits=budget) as engine:
        together(8, lambda n: engine.handle(visit(f"first-{n}", f"c-{n}", place="+1")))
        with psycopg.connect(postgres_url, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        decisions = {}
        for number in range(20):
            # each connection that was ended may cost a call; nothing of that call is kept, or all of it is
            for _ in range(10):
                try:
                    decisions[number] = engine.handle(visit(f"v-{number}", f"c-{number % 8}", place="+1 gift:10"))
                    break
                except psycopg.OperationalError:
                    continue
        assert set(decisions) == set(range(20))
        assert all(engine.handle(decision.event) == decision for decision in decisions.values())
        assert sum(row.available for row in rows(engine, "wallets")) == 28
        assert audit(engine) == []
