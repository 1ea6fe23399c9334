"""What a page claims and is not so is found: parts of examples, units, scripts, commands."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.docs.console import run_console
from tests.docs.extracts import keep_file
from tests.docs.units import hold_shell, hold_unit

if TYPE_CHECKING:
    from collections.abc import Callable

UNIT = """# /etc/systemd/system/retention-worker.service
[Service]
User=retention
ExecStart=/opt/retention/bin/retention worker \\
    --log json
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page works in a folder of its own."""
    monkeypatch.chdir(tmp_path)


def told(evaluate: Callable[[Any], str | None], text: str) -> str:
    """What is said of a block."""
    return evaluate(SimpleNamespace(parsed=text)) or ""


def test_parts_of_an_example() -> None:
    """Parts that stand in an example are taken, in any number; one that does not is told, with its text."""
    parts = "# examples/celery_app.py\n\n@app.task(name='x')\n...\ndef tick() -> None:\n"
    good = parts.replace("@app.task(name='x')", '@app.task(name="retention.tick")')
    assert told(keep_file, good) == ""
    assert told(keep_file, parts) == "this is not in examples/celery_app.py any more:\n@app.task(name='x')"


def test_a_file_of_the_pages_own() -> None:
    """Any other file is saved without its name, folders and all."""
    assert told(keep_file, "# shop/rules.py\nRULES = 1\n") == ""
    assert Path("shop/rules.py").read_text(encoding="utf-8") == "RULES = 1\n"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("--log json", "--lgo json"), "Unknown option"),
        (("worker", "wroker"), "Unknown command"),
        (("# /etc/systemd/system/", "# "), "the first line is to name the file"),
    ],
)
def test_a_unit_that_starts_nothing(change: tuple[str, str], complaint: str) -> None:
    """A unit is taken; one with an option or a command that is not there, or without its path, is not."""
    assert told(hold_unit, UNIT) == ""
    assert complaint in told(hold_unit, UNIT.replace(*change))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_a_unit_that_systemd_does_not_know() -> None:
    """A key that systemd does not know is told, in the unit and in a folder that counts for it."""
    assert "Unknown key" in told(hold_unit, UNIT.replace("User=", "Usr="))
    drop_in = "# /etc/systemd/system/retention-.service.d/rights.conf\n[Service]\nNoNewPrivilege=yes\n"
    assert told(hold_unit, drop_in) == ""
    assert "NoNewPrivilege" in told(hold_unit, UNIT)


def test_a_script() -> None:
    """A script that a shell cannot read is told, as is a command of ours that is not there; others are let alone."""
    assert told(hold_shell, "pip install x && retention-thing --y\nretention tick  # each minute\n") == ""
    assert "Unknown command" in told(hold_shell, "/opt/retention-0.1/bin/retention tock\n")
    assert told(hold_shell, "if true; then\n") != ""


def test_a_console() -> None:
    """A command has to say what stands below it, and to end as it is said to."""
    twice = "$ retention init\nWrote ...\n$ retention init\n... is there already, ...\n(exit code 2)"
    assert told(run_console, twice) == ""
    assert "got:" in told(run_console, "$ retention check\nAll is lost.")
    assert "exit code 2" in told(run_console, "$ retention init")
    assert told(run_console, "$ retention plugins --json > plugins.json\n$ somebody-elses program") == ""
    assert Path("plugins.json").read_text(encoding="utf-8").startswith("[")
