"""What commands tell of the contract that a plugin was built for."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from retention_sdk.contract import CURRENT, LINES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

LOUD = """
from retention_sdk import hookimpl, setting, strategy

@strategy
class Loud:
    \"\"\"Shouts.\"\"\"

    @hookimpl
    def review_action(self):
        return "quiet", "It is too loud."
"""

OWN = """
from retention_sdk import hookimpl

class Mine:
    \"\"\"Is silent.\"\"\"

    @hookimpl
    def on_visit(self): ...

STRATEGIES = {"mine": Mine()}
"""


def states(third_party: Path, value: str) -> None:
    """Have the installed plugin say that it was built for something else than now."""
    points = third_party.parent / "loud_rewards-2.0.dist-info" / "entry_points.txt"
    points.write_text(points.read_text().replace("retention_sdk.contract:V2", value))


def says_nothing(third_party: Path) -> None:
    """Have the installed plugin say nothing."""
    points = third_party.parent / "loud_rewards-2.0.dist-info" / "entry_points.txt"
    points.write_text(points.read_text().partition("[retention_sdk.contract]")[0])


def test_what_each_was_built_for(retention: Retention, shop: Path, third_party: Path) -> None:
    """Both lists show it of each: of ours, of one that does not say, and of the store's own, which is of now."""
    third_party.write_text(LOUD)
    says_nothing(third_party)
    (shop.parent / "own_built_for.py").write_text(OWN)
    shop.write_text(f"{shop.read_text()}[plugins.loud]\n")
    own = ("--strategies", "own_built_for:STRATEGIES")
    listed = retention("plugins", *own, "--json").json
    assert {one["name"]: (one["built_for"], one["stated"]) for one in listed if one["enabled"]} == {
        "points": (CURRENT, True),
        "loud": (1, False),
    }
    assert "loud: enabled, from loud-rewards 2.0, for contract 1 (it does not say)" in retention("plugins").out
    seen = retention("check", *own, "--json").json["strategies"]
    assert [(one["name"], one["built_for"], one["stated"], len(one["advice"])) for one in seen] == [
        ("points", CURRENT, True, 0),
        ("loud", 1, False, 1),
        ("mine", CURRENT, True, 0),
    ]
    assert (seen[1]["advice"][0]["file"], seen[1]["advice"][0]["line"]) == (str(third_party), 8)
    text = " ".join(retention("check", *own).out.split())
    assert f"1. points, from {seen[0]['origin']}, for contract {CURRENT} " in text
    assert "3. mine, from the store's own code Is silent." in text


def test_check_tells_it_beside_the_plugin(retention: Retention, shop: Path, third_party: Path) -> None:
    """A sentence below the plugin, no warning of Python's, and the file is fine."""
    third_party.write_text(LOUD)
    says_nothing(third_party)
    shop.write_text(f"{shop.read_text()}[plugins.loud]\n")
    answer = retention("check")
    assert (answer.code, answer.err) == (0, "")
    told = "Its author should know: plugin 'loud' of loud-rewards 2.0 was built for contract 1 of the hooks, and since"
    assert told in " ".join(answer.out.split())
    assert "answer Refused(code, sentence) in review_action" in " ".join(answer.out.split())


def test_other_commands_tell_it_in_a_line(retention: Retention, shop: Path, third_party: Path, orders: Path) -> None:
    """Whatever opens an engine says it on the standard error, with file and line, and does its work."""
    third_party.write_text(LOUD)
    says_nothing(third_party)
    shop.write_text(f"{shop.read_text()}[plugins.loud]\n")
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        answer = retention("import", orders)
    assert answer.code == 0, answer.err
    (line,) = [line for line in answer.err.splitlines() if "contract" in line]
    assert line.startswith("plugin 'loud' of loud-rewards 2.0 was built for contract 1")
    assert line.endswith(f"{LINES} ({third_party}:8)")


def test_other_warnings_stay_pythons(retention: Retention, shop: Path, third_party: Path) -> None:
    """What a plugin warns of by itself goes where Python's warnings go."""
    third_party.write_text("import warnings\nwarnings.warn('old', UserWarning)\n" + LOUD)
    with pytest.warns(UserWarning, match="old") as warned:
        answer = retention("plugins")
    assert (answer.code, answer.err) == (0, "")
    assert [(one.filename, one.lineno) for one in warned] == [(str(third_party), 2)]


def test_newer_than_this(retention: Retention, shop: Path, third_party: Path) -> None:
    """A plugin for a newer contract is a problem of its line, beside all others; it is listed, and not imported."""
    third_party.write_text("raise SystemExit('imported')")
    states(third_party, "retention_sdk.contract:V9")
    shop.write_text(f"{shop.read_text()}rte = 1\n\n[plugins.loud]\n")
    answer = retention("check")
    assert answer.code == 2
    slip, newer, last = answer.err.splitlines()
    assert "rte" in slip
    assert newer.startswith(
        "retention.toml:8: plugins.loud: plugin 'loud' of loud-rewards 2.0 was built for contract 9"
    )
    assert last == "2 problems; nothing was done"
    listed = next(one for one in retention("plugins", "--json").json if one["name"] == "loud")
    assert (listed["built_for"], listed["stated"], listed["hooks"]) == (9, True, [])
    assert "upgrade retention-sdk, or install an older loud-rewards" in listed["error"]
    assert "loud: enabled, from loud-rewards 2.0, for contract 9" in retention("plugins").out


def test_what_says_nothing_that_can_be_read(retention: Retention, shop: Path, third_party: Path) -> None:
    """It is listed with what it says, and no contract."""
    third_party.write_text(LOUD)
    states(third_party, "soon")
    answer = retention("plugins", "--json")
    listed = next(one for one in answer.json if one["name"] == "loud")
    assert (answer.code, listed["built_for"], listed["stated"]) == (1, None, True)
    assert 'says built_for = "soon"' in listed["error"]


def test_a_first_file_names_it(retention: Retention, folder: Path, third_party: Path) -> None:
    """`retention init` writes the reason where it would have written the plugin's settings."""
    third_party.write_text("raise SystemExit('imported')")
    states(third_party, "retention_sdk.contract:V9")
    assert retention("init").code == 0
    assert (
        "# loud: plugin 'loud' of loud-rewards 2.0 was built for contract 9" in (folder / "retention.toml").read_text()
    )
