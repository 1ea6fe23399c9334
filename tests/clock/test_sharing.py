"""Any number of workers tick at once, and may be killed: each thing happens exactly once."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from retention_sdk import Schedule, Visit
from retention_sdk.calls.clockwork import LEASE
from retention_sdk.turns import Handling
from tests.audit import audit
from tests.build import after, opened, order, rows
from tests.clock.build import on, shop, whens
from tests.clock.killed import CUSTOMERS, busy, fill
from tests.conftest import ROOT

if TYPE_CHECKING:
    from retention_sdk import Engine

KILLS = 3
DUE = on("2101-06-15 13:00")


def assert_each_once(engine: Engine) -> None:
    """Every customer had a birthday, a lapse and a night, once."""
    kinds = Counter((row.customer, row.kind) for row in rows(engine, "events"))
    all_of_them = {"sign_up", "purchase", "birthday", "lapse", "lots_due"}
    assert Counter(kind for _, kind in kinds) == dict.fromkeys(all_of_them, CUSTOMERS)
    assert set(kinds.values()) == {1}
    assert audit(engine) == []


def test_threads_of_several_engines(database_url: str) -> None:
    """Four threads on two engines share what is due: together they do each thing once, and the counts add up."""
    with busy(database_url) as one, busy(database_url) as other:
        fill(one)
        engines = [one, other, one, other]
        with ThreadPoolExecutor(4) as pool:
            ticks = [tick for _ in range(9) for tick in pool.map(lambda engine: engine.tick(DUE, 100), engines)]
        assert sum(tick.birthdays for tick in ticks) == CUSTOMERS
        assert sum(tick.lapses for tick in ticks) == CUSTOMERS
        assert sum(tick.settled for tick in ticks) == CUSTOMERS
        assert_each_once(one)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_processes_that_are_killed(database_url: str) -> None:
    """What a killed worker had claimed is due again when its claim is over; what it had done is not done again."""
    seed = random.SystemRandom().randrange(1 << 30)
    command = [sys.executable, "-m", "tests.clock.killed", database_url, str(KILLS), str(seed)]
    path = os.pathsep.join(entry for entry in sys.path if entry)
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    story = f"seed {seed}: {done.stdout}"
    assert json.loads(done.stdout)["at work"], story
    with busy(database_url) as engine:
        engine.tick(DUE + KILLS * 2 * LEASE)
        assert_each_once(engine)


def test_who_claimed_and_went_away(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody claimed and did not do is left alone as long as the claim lasts, and then done."""
    with shop(database_url, lapse_days=[1]) as engine:
        engine.handle(order(at=after(0)))
        with monkeypatch.context() as patch:
            patch.setattr(Handling, "commit", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                engine.tick(after(1))
        assert engine.tick(after(1) + LEASE - timedelta(seconds=1)).fired == 0
        assert engine.tick(after(1) + LEASE).lapses == 1
        assert whens(engine, "lapse") == ["2100-01-02 12:00"]


def test_two_who_do_the_same(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who have claimed the same, since one of them was too slow for its claim, do it once."""

    def later(seen: Any, _: object) -> list[Schedule]:
        visit = Visit(id=f"after-{seen.id}", customer=seen.customer, occurred_at=after(1))
        return [Schedule(visit)] if seen.kind == "purchase" else []

    with opened(database_url, {"later": later}) as slow, opened(database_url, {"later": later}) as quick:
        slow.handle_many([order(f"o-{n}", f"c-{n}") for n in range(3)])
        commit = Handling.commit
        done = []

        def waits(handling: Handling, batch: Any) -> Any:
            if handling is slow._handling and not done:
                done.append(quick.tick(after(1) + LEASE))
            return commit(handling, batch)

        monkeypatch.setattr(Handling, "commit", waits)
        assert slow.tick(after(1)).scheduled == 0
        assert done[0].scheduled == 3
        assert Counter(row.kind for row in rows(slow, "events")) == {"purchase": 3, "visit": 3}
        assert audit(slow) == []


def test_nothing_due_costs_nothing(database_url: str) -> None:
    """Where nothing is due a tick is one search for what is scheduled and one for customers, and writes nothing."""
    with busy(database_url) as engine:
        engine.handle_many([order(f"o-{n}", f"c-{n}", at=after(0)) for n in range(50)])
        engine.tick(after(0))
        asked: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
            asked.append(statement.split(maxsplit=1)[0])

        event.listen(engine.store.engine, "before_cursor_execute", note)
        assert engine.tick(after(0)).fired == 0
        assert [one for one in asked if one != "BEGIN"] == ["SELECT", "SELECT"]


def test_both_are_searches(sqlite_url: str) -> None:
    """Both are found by an index."""
    with busy(sqlite_url) as engine, engine.store.engine.connect() as connection:
        for query in (
            "SELECT key FROM schedule WHERE store = 's' AND due_at <= 5 ORDER BY due_at LIMIT 1",
            "SELECT customer FROM customers WHERE store = 's' AND wakes_at <= 5 ORDER BY wakes_at LIMIT 1",
        ):
            plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
            assert len(plan) == 1
            assert plan[0].startswith("SEARCH")
            assert "<" in plan[0]
