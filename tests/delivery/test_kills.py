"""Workers are killed at any moment: every action is carried out exactly once, as the platform sees it."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from retention_sdk.store.outbox import CARRIED_OUT, DONE, FAILED, STANDING, UNDONE, WITHDRAWN, platform_key
from tests.audit import audit
from tests.build import rows
from tests.conftest import ROOT
from tests.delivery.ledger_shop import LedgerShop
from tests.delivery.story import cancelled, orders, shop_of

if TYPE_CHECKING:
    from pathlib import Path

    from retention_sdk import Engine

KILLS, WORKERS = 15, 2
"""For each database."""


def finish(engine: Engine) -> None:
    """Deliver until nothing waits any more, in a time in which all claims are over."""
    now = datetime.now(UTC)
    for day in range(1, 40):
        if not engine.deliver_pending(100_000, now=now + timedelta(days=day)).total:
            break
    left = [(one.kind, one.state, one.tries, one.error) for one in engine.outbox.find(most=20) if one.state != "failed"]
    assert left == []


def disagreements(engine: Engine, platform: LedgerShop) -> list[str]:
    """Where the outbox and the platform do not agree, what was made twice, and whose actions swapped places."""
    made = platform.made()
    seen, expected = Counter(key for key, *_ in made), Counter[str]()
    for row in rows(engine, "outbox"):
        done, undone = (platform_key(row.key, row.round, undoes=undoes) for undoes in (False, True))
        expected[done] += row.status in CARRIED_OUT
        expected[undone] += row.status == UNDONE and row.kind != "send_message"
    # what was taken back while nobody knew whether it had come through was undone without being there
    never = {key for key in expected - seen if f"{key}-undo" in seen}
    wrong = [f"{key}: {seen[key]} at the platform" for key in seen if seen[key] != 1]
    wrong += [f"{key} is missing" for key in (+expected).keys() - seen.keys() - never]
    wrong += [f"{key} should not be there" for key in seen.keys() - (+expected).keys()]
    when: dict[str, list[str]] = defaultdict(list)
    for key, _, whom, at in made:
        if not key.endswith("-undo"):
            when[whom].append(at)
    return wrong + [f"{whom}'s are out of order" for whom, times in when.items() if times != sorted(times)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kills(database_url: str, tmp_path: Path) -> None:
    """Two workers at a time, one killed every tenth of a second, on a platform that loses answers.

    Keyed, natural, set-like and unsafe ones are each made once, each customer's in order; what was taken back meanwhile
    is undone; no budget, wallet or decision is otherwise for it.
    """
    seed = random.SystemRandom().randrange(1 << 30)
    platform = LedgerShop(str(tmp_path / "platform.db")).begin()
    with shop_of(database_url, platform) as engine:
        engine.handle_many(orders())
    command = [sys.executable, "-m", "tests.delivery.killed", database_url, platform.path]
    command += [str(number) for number in (KILLS, WORKERS, seed)]
    path = os.pathsep.join(entry for entry in sys.path if entry)
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with shop_of(database_url, LedgerShop(platform.path)) as engine:
        for event in cancelled(0):
            engine.handle(event)
        out, err = child.communicate(timeout=120)
        story = f"seed {seed}: {out} killed; {err}"
        assert child.returncode == 0, story
        halfway = len(platform.made())
        finish(engine)
        assert disagreements(engine, platform) == [], story
        assert audit(engine) == [], story
        assert halfway >= 20, story


def test_two_workers_at_once(database_url: str, tmp_path: Path) -> None:
    """Two engines with three threads each take nothing twice, while orders are cancelled under their hands."""
    platform = LedgerShop(str(tmp_path / "platform.db"), seed=7).begin()
    over: list[bool] = []

    def works(engine: Engine) -> None:
        while not over:
            engine.deliver_pending(50, now=datetime.now(UTC) + timedelta(seconds=1))

    with shop_of(database_url, platform) as one, shop_of(database_url, platform) as other:
        one.handle_many(orders())
        threads = [Thread(target=works, args=(engine,)) for engine in (one, other)]
        for thread in threads:
            thread.start()
        for event in cancelled(1):
            one.handle(event)
        over.append(True)
        for thread in threads:
            thread.join()
    with shop_of(database_url, LedgerShop(platform.path)) as one:
        finish(one)
        assert disagreements(one, platform) == []
        assert audit(one) == []
        states = Counter(row.status for row in rows(one, "outbox"))
        assert states.keys() <= {DONE, UNDONE, WITHDRAWN, FAILED}
        assert sum(states[state] for state in STANDING) >= 200
