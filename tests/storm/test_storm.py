"""Service and workers are killed in a storm of webhooks: each good event counts once, each action is done once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.storm.plan import planned

if TYPE_CHECKING:
    from pathlib import Path

COUNT = int(os.environ.get("RETENTION_STORM", "300"))
"""How many webhooks; `RETENTION_STORM=10000` is the whole storm."""

RUN = """
import json, sys
from pathlib import Path
from tests.storm.storm import storm
report = storm(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
print("\\n".join(report.lines()), file=sys.stderr)
print(json.dumps({"wrong": report.wrong, "kills": report.kills}))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_storm(database_url: str, tmp_path: Path) -> None:
    """Duplicates, shuffles, wrong signatures and unreadable bodies from 16 connections, and a kill at any moment."""
    # in a process of its own: this one may have threads, which a fork does not take along
    path = os.pathsep.join(entry for entry in sys.path if entry)
    command = [sys.executable, "-c", RUN, database_url, str(tmp_path / "platform"), str(COUNT), "7"]
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    print(done.stderr)  # noqa: T201, shown where the test fails, or with -rP
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["wrong"] == []
    assert sum(report["kills"].values()) >= 1


def test_the_storm_is_one() -> None:
    """It has all kinds of webhooks in it, not in order, and some come again."""
    plan = planned(300, 7)
    assert plan.counts == {"orders": 180, "again": 75, "wrong": 24, "unreadable": 21}
    bodies = [one.request.body for one in plan.webhooks]
    assert len(bodies) == 300
    assert len(set(bodies)) < 300
    assert {one.status for one in plan.webhooks[:60]} == {200, 401}
