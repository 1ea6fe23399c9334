"""Nothing half done: whoever is merged or forgotten by a process that is killed is so wholly, or not at all."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.audit import audit
from tests.build import after, rows
from tests.conftest import ROOT
from tests.people.build import pair_shop

if TYPE_CHECKING:
    from retention_sdk import Engine

KILLS = 6
"""For each database."""


def killed(url: str, seed: int) -> dict[str, int]:
    """Let the lives be killed, and tell what they report."""
    command = [sys.executable, "-m", "tests.people.killed", url, str(KILLS), str(seed)]
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, int] = json.loads(done.stdout)
    return report


TWO, ONE, NOBODY = (3, 1, 30, 10), (7, 1, 120, 20), (0, 0, 0, 0)
"""How a customer of a pair stands."""


def stands(engine: Engine, who: str) -> tuple[int, int, int, int]:
    """How many events, how many redemptions, what is available and what is held."""
    seen = engine.customer(who)
    wallet = seen.wallet("points")
    return len(engine.export(who)["events"]), len(seen.standing.redeemed), wallet.available, wallet.pending


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_wholly_or_not_at_all(database_url: str) -> None:
    """Each pair is two, is one with all that both had, or is forgotten; and a second try makes it so."""
    seed = random.SystemRandom().randrange(1 << 30)
    report = killed(database_url, seed)
    story = f"seed {seed}: {report}"
    assert report["at work"] == KILLS, story
    with pair_shop(database_url) as engine:
        assert audit(engine) == [], story
        tables = {name: Counter(row.customer for row in rows(engine, name)) for name in ("events", "lots", "outbox")}
        for number in range(report["begun"]):
            a, b = f"a-{number}", f"b-{number}"
            found = stands(engine, b)
            assert found in (TWO, ONE, NOBODY), (number, found, story)
            assert (found == TWO) == any(table[b] for table in tables.values()), (number, story)
            if number % 3 != 1:
                engine.merge(a, b, at=after(3))
            if number % 3 != 0:
                engine.erase(b, at=after(4))
            assert stands(engine, b) == (NOBODY if number % 3 else ONE), (number, story)
        assert audit(engine) == [], story
