"""`retention contract`."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from retention_sdk.testing.plugins.laws import LAWS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

OWN = '''
from collections.abc import Iterator
from retention_sdk import Action, Credit, Visit, hookimpl, setting, strategy

@strategy
class Hello:
    """Gives points to whoever drops in."""

    points: int = setting(ge=1, le=50, help="points for a visit")

    @hookimpl
    def on_visit(self, event: Visit) -> Iterator[Action]:
        yield Credit("points", self.points, reason="hello")

STRATEGIES = {"hello": Hello}
'''


def test_a_scorecard(retention: Retention, folder: Path) -> None:
    """A plugin's card says each law with its evidence; `--badge` writes a picture that says the rung in words."""
    answer = retention("contract", "welcome", "--badge", folder / "badge.svg", "--at-least", "gold")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("welcome, of retention-sdk")
    for told in ("Bronze: it does no harm", "any order holds: a story of 3 events, in 2 other orders", ": gold\n"):
        assert told in answer.out
    badge = ET.fromstring((folder / "badge.svg").read_text())  # noqa: S314 - we have written it
    assert badge.attrib["aria-label"] == "retention contract: gold"
    assert badge.findtext("{http://www.w3.org/2000/svg}title") == "retention contract: gold"


def test_a_plugin_without_a_sample(retention: Retention, folder: Path) -> None:
    """Its settings are those of the file, and the story is a usual one; it reaches bronze, and hears what it lacks."""
    (folder / "own.py").write_text(OWN)
    (folder / "shop.toml").write_text('[store]\nname = "A"\ncurrency = "EUR"\n[plugins.hello]\npoints = 5\n')
    asked = ("contract", "hello", "--strategies", "own:STRATEGIES", "--config", "shop.toml")
    card = retention(*asked, "--json").json
    assert set(card) == {"plugin", "origin", "rung", "checks"}
    assert (card["plugin"], card["rung"]) == ("hello", "bronze")
    checks = {check["law"]: check for check in card["checks"]}
    assert list(checks) == [law.name for law in LAWS]
    assert all(set(check) == {"law", "rung", "sentence", "state", "evidence", "mend"} for check in checks.values())
    assert [name for name, check in checks.items() if check["state"] == "broken"] == ["bounded", "told"]
    assert "a usual story, which is not the plugin's own" in checks["idempotent"]["evidence"]
    assert "most={'credit': 1}" in checks["bounded"]["mend"]
    assert retention(*asked, "--at-least", "silver").code == 1


def test_what_needs_settings_and_has_none(retention: Retention, folder: Path) -> None:
    """A plugin that cannot be made without settings does not reach bronze, and is told where they can come from."""
    (folder / "own.py").write_text(OWN)
    (folder / "shop.toml").write_text('[store]\nname = "A"\ncurrency = "EUR"\n')
    asked = ("contract", "--strategies", "own:STRATEGIES", "--config", "shop.toml")
    answer = retention(*asked)
    assert answer.code == 1
    assert answer.out.split()[-3:] == ["hello", "none", "settings"]
    told = retention(asked[0], "hello", *asked[1:]).out
    assert "the plugin offers no sample, and without settings it cannot be made" in " ".join(told.split())
    assert "fast is not looked at: it needs settings, which is broken" in told


def test_what_cannot_be_tried(retention: Retention, folder: Path) -> None:
    """An unknown name, an object in place of a class, and a badge of all are errors that say what to do."""
    answer = retention("contract", "welcom")
    assert (answer.code, answer.err) == (2, "no plugin 'welcom' is installed or handed in; did you mean 'welcome'?\n")
    (folder / "own2.py").write_text(OWN + 'STRATEGIES = {"hello": Hello(points=1)}\n')
    assert "hand in its class" in retention("contract", "hello", "--strategies", "own2:STRATEGIES").err
    assert "a badge is one plugin's" in retention("contract", "--badge", "b.svg").err


def test_without_the_extra(folder: Path) -> None:
    """Where the extra is not installed, the error says what to install."""
    program = "import sys; sys.modules['hypothesis'] = None; from retention_sdk.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, "contract", "welcome"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "the contract needs hypothesis; run `pip install 'retention-sdk[testing]'`\n"
