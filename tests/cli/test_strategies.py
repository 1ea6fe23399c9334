"""`--strategies module:NAME`: a store's own strategies, which only its code knows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Retention

CODE = '''
from retention_sdk import Credit, hookimpl, setting, strategy

@strategy
class Thanks:
    """Thanks with points."""

    points: int = setting(default=5, help="how many")

    @hookimpl
    def on_purchase(self, event, customer):
        return [Credit("points", self.points)]

OWN = {"thanks": Thanks}
MORE = {"thanks": Thanks, "again": Thanks(points=1)}
NUMBERS = {1: Thanks}
'''

OURS = ("--strategies", "shopcode:OWN")


@pytest.fixture
def code(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file that enables a strategy of the store's code, and this code."""
    (folder / "retention.toml").write_text('[store]\nname = "Bean"\ncurrency = "EUR"\n[plugins.thanks]\npoints = 7\n')
    (folder / "shopcode.py").write_text(CODE)
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.delitem(sys.modules, "shopcode", raising=False)
    return folder


def test_every_command_that_asks_strategies(retention: Retention, code: Path, orders: Path) -> None:
    """With the strategies of the code, a file that names one works wherever an engine is opened."""
    assert retention("check").code == 2
    assert "thanks, from the store's own code" in retention("check", *OURS).out
    assert "thanks gives 21 points." in retention("import", orders, *OURS).out
    assert "thanks gives 7 points" in retention("customer", "ben", *OURS).out
    assert retention("retry", *OURS).code == 0


def test_a_guard(retention: Retention, code: Path) -> None:
    """Of what refuses and proposes nothing, `check` says just that."""
    guard = 'class Guard:\n    """Refuses nothing."""\n\n    @hookimpl\n    def review_action(self): ...\n'
    (code / "shopcode.py").write_text(f'{CODE}\n{guard}\nOWN["guard"] = Guard()\n')
    told = " ".join(retention("check", *OURS).out.split())
    assert "Refuses nothing. It may refuse what any strategy proposes." in told


def test_what_is_enabled(retention: Retention, code: Path) -> None:
    """They are listed beside what is installed, with their settings and schema."""
    assert retention("plugins").code == 1
    answer = retention("plugins", *OURS, "--json")
    assert answer.code == 0
    thanks = answer.json[0]
    assert (thanks["name"], thanks["enabled"], thanks["origin"]) == ("thanks", True, "the store's own code")
    assert thanks["settings"]["points"]["given"] == 7
    assert retention("plugins", *OURS, "--schema", "thanks").json["properties"]["points"]["default"] == 5


def test_a_slip_in_the_file(retention: Retention, code: Path) -> None:
    """A section whose strategy is not there is refused, with the nearest name of the code's too."""
    (code / "retention.toml").write_text('[store]\nname = "Bean"\ncurrency = "EUR"\n[plugins.thank]\n')
    answer = retention("check", *OURS)
    assert answer.code == 2
    assert "no plugin 'thank' is installed or handed in; did you mean 'thanks'?" in answer.err


def test_objects_too(retention: Retention, code: Path) -> None:
    """The mapping may hold instances; they are asked after those of the file, as in `Engine.from_config`."""
    names = [one["name"] for one in retention("check", "--json", "--strategies", "shopcode:MORE").json["strategies"]]
    assert names == ["thanks", "again"]


def test_the_environment_names_them(retention: Retention, code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """RETENTION_STRATEGIES stands in for the option."""
    monkeypatch.setenv("RETENTION_STRATEGIES", "shopcode:OWN")
    assert retention("check").code == 0


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("shopcode", "write module:NAME, such as shop.strategies:STRATEGIES"),
        ("shopcode:", "write module:NAME"),
        (":OWN", "write module:NAME"),
        ("shopcod:OWN", "shopcod cannot be imported: ModuleNotFoundError: No module named 'shopcod'"),
        ("broken:OWN", "broken cannot be imported: ZeroDivisionError: division by zero"),
        ("leaves:OWN", "leaves cannot be imported: SystemExit: 3"),
        ("shopcode:OWNS", "shopcode has no 'OWNS'; did you mean 'OWN'?"),
        ("shopcode:Thanks", 'Thanks is no mapping of names but a type; write Thanks = {"my_strategy": MyStrategy}'),
        ("shopcode:NUMBERS", "NUMBERS is no mapping of names but a dict"),
    ],
)
def test_a_place_without_strategies(retention: Retention, code: Path, place: str, says: str) -> None:
    """What cannot be imported, or is no mapping, is told in a sentence with the place, and nothing is done."""
    (code / "broken.py").write_text("1 / 0")
    (code / "leaves.py").write_text("raise SystemExit(3)")
    answer = retention("check", "--strategies", place)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"--strategies {place}: {says}")
    assert "Traceback" not in answer.err
