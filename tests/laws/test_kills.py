"""Nothing half done: working processes are killed at any moment, and nothing is lost, doubled or unbalanced."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.audit import audit
from tests.conftest import ROOT
from tests.laws.stream import event, everything, shop

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 100
"""For each database."""


def killed(url: str, seed: int) -> dict[str, int]:
    """Let the worker be killed, and tell what it reports."""
    command = [sys.executable, "-m", "tests.laws.worker", url, str(KILLS), str(seed)]
    path = os.pathsep.join(entry for entry in sys.path if entry)
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, int] = json.loads(done.stdout)
    return report


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_kills(database_url: str, tmp_path: Path, sqlite_template: Path) -> None:
    """After 100 kills the shop is, row for row, the one that an uninterrupted run makes.

    Every event is there once, decisions, wallets, lots, movements, outbox keys, budgets and memory are equal, and the
    ledger is clean. A change of the seed is another story; each run makes up a new one, and tells it.
    """
    seed = random.SystemRandom().randrange(1 << 30)
    report = killed(database_url, seed)
    story = f"seed {seed}: {report}"
    print(story)  # noqa: T201, shown where the test fails, or with -rP
    assert report["kills"] >= KILLS, story
    path = tmp_path / "uninterrupted.db"
    path.write_bytes(sqlite_template.read_bytes())
    with shop(f"sqlite:///{path}") as calm, shop(database_url) as interrupted:
        for number in range(report["events"]):
            calm.handle(event(number))
        with shop(f"sqlite:///{path}", well=True) as well:
            well.retry_failures()
        assert audit(interrupted) == [], story
        expected, found = everything(calm), everything(interrupted)
        for table, rows in expected.items():
            assert found[table] == rows, f"{table} differs; {story}"
        assert not found["failures"]
        assert len(found["outbox"]) > 20
