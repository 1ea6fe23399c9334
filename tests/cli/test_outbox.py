"""`retention worker` and `retention outbox`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest

from retention_sdk import Engine
from retention_sdk.cli.platforms import _rest
from tests.build import order
from tests.cli.platforms import MODULE, Gives, Platform
from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.cli.conftest import Retention

SHOP = """\
[store]
name = "Bean & Leaf"
currency = "EUR"

[delivery]
poll_seconds = 1
"""
OWN = ("--strategies", "own_shop:STRATEGIES", "--adapters", "own_shop:ADAPTERS")
AT = "2026-01-01T12:00:00+00:00"


@pytest.fixture
def shop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a shop that has had two orders."""
    monkeypatch.syspath_prepend(str(folder))
    sys.modules.pop("own_shop", None)
    (folder / "retention.toml").write_text(SHOP)
    (folder / "own_shop.py").write_text(MODULE)
    from datetime import datetime

    with Engine.from_config(folder / "retention.toml", {"gives": Gives()}) as engine:
        engine.handle_many(order(f"o-{n}", f"c-{n}", at=datetime.fromisoformat(AT)) for n in range(2))
    return folder


def test_a_round(shop: Path, retention: Retention) -> None:
    """--once delivers what waits and ends; its log names each failure as pairs, and nobody's name."""
    answer = retention("worker", "--once", *OWN)
    assert (answer.code, answer.out) == (0, "4 things done.\n")
    lines = [line for line in answer.err.splitlines() if "tags are switched off" in line]
    assert len(lines) == 2
    assert 'warning retention_sdk.delivery tag is not carried out: tags are switched off key="' in lines[0]
    assert 'adapter="shop" tries=1 code="refused"' in lines[0]
    assert len((shop / "made").read_text().splitlines()) == 2
    assert retention("worker", "--once", *OWN).out == "0 things done.\n"


def test_its_log_as_json(shop: Path, retention: Retention) -> None:
    """--log json writes an object a line."""
    answer = retention("worker", "--once", "--log", "json", *OWN)
    told = [json.loads(line) for line in answer.err.splitlines() if line.startswith("{")]
    found = [one for one in told if one["logger"] == "retention_sdk.delivery"]
    assert {(one["level"], one["action"], one["code"]) for one in found} == {("warning", "tag", "refused")}


def test_nothing_to_do(shop: Path, retention: Retention) -> None:
    """A worker without an adapter delivers nothing, and does what else there is."""
    answer = retention("worker", "--once", "--strategies", "own_shop:STRATEGIES")
    assert (answer.code, answer.out) == (0, "0 things done.\n")


def test_listed_and_explained(shop: Path, retention: Retention) -> None:
    """What is left to a person is listed, explained, tried again and given up; 1 where there is something."""
    waiting = retention("outbox", "--kind", "tag")
    assert waiting.code == 0
    assert waiting.out.splitlines()[-1] == "4 waiting"
    assert "waiting  c-0: tag the customer" in waiting.out or "waiting  c-0: " in waiting.out
    retention("worker", "--once", *OWN)
    answer = retention("outbox", "--json")
    assert answer.code == 1
    assert answer.json["counts"] == {"done": 2, "failed": 2}
    first, second = (one["key"] for one in answer.json["outbox"])
    told = retention("outbox", "explain", first)
    assert f"{first}: failed" in told.out
    assert "[refused] tags are switched off" in told.out
    assert retention("outbox", "explain", first, "--json").json["code"] == "refused"
    done = retention("outbox", "--state", "done", "--json").json["outbox"][0]
    assert done["receipt"]["notes"] == ["made a day later"]
    assert "- made a day later" in retention("outbox", "explain", done["key"]).out
    assert retention("outbox", "give-up", first).out == "1 action is given up.\n"
    (shop / "tags").touch()
    assert retention("outbox", "retry", "--every", "failed").out == "1 action is tried again.\n"
    again = retention("outbox", "retry", first, second)
    assert (again.code, f"{first} is given_up, and nothing of that state is tried again" in again.err) == (1, True)
    assert retention("worker", "--once", *OWN).out == "1 thing done.\n"
    assert retention("outbox").code == 0
    assert retention("outbox", "--state", "lost").code == 2


def test_an_adapter_that_rests(shop: Path, retention: Retention) -> None:
    """An adapter that is not let in is shown with the reason, and tried again when somebody says so."""
    (shop / "barred").touch()
    assert "is not let in, so all that it carries out waits" in retention("worker", "--once", *OWN).err
    answer = retention("outbox")
    assert (answer.code, "Adapter shop is not let in since" in answer.out) == (1, True)
    assert "retention outbox resume shop" in answer.out
    with Engine.from_config(shop / "retention.toml", adapters={"shop": Platform()}) as engine:
        (found,) = _rest(engine, "shop")
        assert (found.code, "the key was revoked" in found.sentence) == ("rests", True)
    (shop / "barred").unlink()
    assert retention("worker", "--once", *OWN).out == "0 things done.\n"
    assert retention("outbox", "resume", "shop").out == "shop is tried again.\n"
    assert retention("outbox", "resume", "shop").code == 1
    assert retention("worker", "--once", *OWN).out == "4 things done.\n"


@pytest.mark.skipif(not hasattr(signal, "SIGTERM") or os.name == "nt", reason="needs signals")
def test_told_to_end(shop: Path) -> None:
    """Several workers share what there is; SIGTERM ends each, and nothing is left half done."""
    command = [sys.executable, "-c", "from retention_sdk.cli import main; raise SystemExit(main())", "worker", *OWN]
    path = os.pathsep.join([str(shop), *(entry for entry in sys.path if entry), str(ROOT)])
    workers = [
        subprocess.Popen(command, cwd=shop, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for one in workers:
        assert one.stderr is not None
        assert any(b"a worker begins" in line for line in one.stderr)
    made, end = shop / "made", monotonic() + 60
    while not (made.exists() and len(made.read_text().splitlines()) == 2) and monotonic() < end:
        sleep(0.05)
    for one in workers:
        one.send_signal(signal.SIGTERM)
    codes = [one.wait(timeout=30) for one in workers]
    said = [one.stderr.read().decode() for one in workers if one.stderr]
    for one in workers:
        if one.stderr:
            one.stderr.close()
    assert codes == [0, 0], said
    assert len(made.read_text().splitlines()) == 2
    with Engine.from_config(shop / "retention.toml", {"gives": Gives()}) as engine:
        assert engine.outbox.counts().keys() <= {"done", "failed", "waiting"}
