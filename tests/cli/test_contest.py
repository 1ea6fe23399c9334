"""`retention contest`: what is published of a draw, and what is wrong with one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from retention_sdk import ContestEntry, Engine
from tests.plugins.test_contest import GROWN, SECRET, commitment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

WRITTEN = f"""
[plugins.contest]
name = "summer"
title = "The summer draw"
opens = 2100-03-01
closes = 2100-03-31
prize = "a machine"
free_way = "Write to us."
secret = "{SECRET}"
commitment = "{commitment()}"
"""


@pytest.fixture
def entered(shop: Path) -> Path:
    """A shop with a contest that three people are in."""
    shop.write_text(shop.read_text() + WRITTEN)
    at = datetime(2100, 3, 5, tzinfo=UTC)
    with Engine.from_config(shop) as engine:
        for name in ("ann", "bob", "cleo"):
            engine.handle(ContestEntry(id=name, customer=name, occurred_at=at, contest="summer", profile=GROWN))
    return shop


def test_from_show_to_verify(retention: Retention, entered: Path) -> None:
    """What is published before, who is in it, the proof after the draw, and a check of it that finds every change."""
    shown = retention("contest", "show").out
    assert "summer: opens 2100-03-01, drawn on 2100-04-08, entries: 3." in shown
    assert commitment() in shown
    early = retention("contest", "proof", "summer")
    assert (early.code, "not drawn yet" in early.err) == (1, True)
    assert "1 draw" in retention("tick", "--now", "2100-04-08T00:00").out
    (one,) = retention("contest", "show", "--json").json
    assert (one["drawn"], one["entries"]) == (True, 3)
    proof = retention("contest", "proof", "summer")
    file = entered.parent / "proof.json"
    file.write_text(proof.out)
    assert retention("contest", "verify", file).out == (
        "The seed is the one that was committed to, and draws 1 winner of 3.\n"
    )
    assert "ann" not in proof.out
    other = [entry for entry in proof.json["entries"] if entry not in proof.json["winners"]]
    file.write_text(json.dumps(proof.json | {"winners": other[:1]}))
    assert retention("contest", "verify", file).out == "The seed draws other winners.\n"
    file.write_text(json.dumps(proof.json | {"seed": "x"}))
    assert retention("contest", "verify", file).code == 1
    file.write_text("{}")
    assert "it is no proof of a draw" in retention("contest", "verify", file).err


def test_none(retention: Retention, shop: Path) -> None:
    """A file without contests."""
    Engine.from_config(shop).close()
    assert retention("contest", "show").out == "No strategy of the file wants a draw.\n"
