"""Law 1 for what a store calls: told again by another engine or process, it answers what was decided."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from retention_sdk import Debit, IssueGiftCard
from tests.audit import audit, books
from tests.build import after, eur, opened, order
from tests.conftest import ROOT

if TYPE_CHECKING:
    from retention_sdk import Decision, Engine

TABLES: dict[str, Any] = {
    "plugins": {"points": {}, "punch_card": {"sku": "beans", "stamps": 2}},
    "authority": {"agent": "5 EUR", "owner": {"amount": "90 EUR", "answers_in": 9}},
    "rewards": {"off": {"title": "Off", "cost": 10, "gives": {"amount_off": "1 EUR"}, "stock": 1}},
    "limits": {"monthly_budget": "100 EUR"},
}
CARD = IssueGiftCard(eur(20), reason="kind")


def shop(url: str) -> Engine:
    """The shop, in whatever process."""
    return opened(url, **TABLES)


def calls(engine: Engine, days: int) -> list[Decision]:
    """Everything that can be called, some days later than before; yes and no."""
    at = after(days)
    decisions = [
        engine.redeem("c", "off", "r-1", at=at),
        engine.redeem("d", "off", "r-2", at=at),
        engine.hold("c", Debit("points", 9), "h-1", minutes=90, at=at),
        engine.hold("c", Debit("points", 900), "h-2", at=at),
        engine.hold("c", Debit("points", 4), "h-3", at=at),
        engine.capture("h-1", amount=7, at=at),
        engine.capture("h-1", amount=3, at=at),
        engine.release("h-3", at=at),
        engine.cancel_redemption("h-1", at=at),
        engine.give("c", IssueGiftCard(eur(2)), role="agent", request_id="g-1", at=at),
        engine.give("c", CARD, role="agent", request_id="g-2", at=at),
        engine.give("c", CARD, role="agent", request_id="g-3", at=at),
    ]
    yes, no = (one.key for one in engine.customer("c").approvals)
    decisions.append(engine.approve(yes, "c", role="owner", by="Olga", at=at))
    decisions.append(engine.refuse(no, "c", role="owner", by="Olga", at=at))
    decisions.append(engine.merge("c", "d", at=after(200 + days)))
    return decisions


def told(url: str, days: int) -> list[str]:
    """What an engine of its own answers."""
    with shop(url) as engine:
        return [f"{decision!r}\n{decision.explain()}" for decision in calls(engine, days)]


def test_told_again(database_url: str) -> None:
    """Another engine and another process, days later: equal decisions, and nothing more in the books."""
    with shop(database_url) as engine:
        engine.handle_many([order("o-1", total=30), order("o-2", customer="d", total=30)])
    first = told(database_url, 1)
    with shop(database_url) as engine:
        kept = books(engine)
        assert audit(engine) == []
    assert told(database_url, 3) == first
    script = "import json, sys; from tests.laws.test_calls_again import told; print(json.dumps(told(sys.argv[1], 5)))"
    path = os.pathsep.join(entry for entry in sys.path if entry)
    again = subprocess.run(
        [sys.executable, "-c", script, database_url],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout) == first
    with shop(database_url) as engine:
        assert books(engine) == kept
