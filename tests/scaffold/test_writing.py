"""A package is written whole, or not at all."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from retention_sdk import BadValue
from retention_sdk.contract import CURRENT
from retention_sdk.scaffold import KINDS, named, write
from retention_sdk.testing.judging.badge import badge
from tests.conftest import ROOT

LONG = "as-many-letters-as-there-can-be-in-a-nam"
EVERY = {".github/workflows/ci.yml", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml"}


def files(folder: Path) -> set[str]:
    """The files of a folder, by their places in it."""
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_package(kind: str, tmp_path: Path) -> None:
    """It has all that publishing takes, and its own name in every place where the template's stood."""
    target = write(kind, named("happy-hour"), tmp_path)
    assert [*tmp_path.iterdir()] == [target]
    assert target.name == "retention-happy-hour"
    found = files(target)
    assert found >= EVERY
    assert {f"src/retention_happy_hour/{one}" for one in ("__init__.py", "py.typed")} <= found
    assert "tests/test_contract.py" in found
    texts = "\n".join([*found, *((target / one).read_text(encoding="utf-8") for one in found)])
    assert not re.search(r"some.?name|some author", texts, re.IGNORECASE)


@pytest.mark.parametrize("kind", KINDS)
def test_its_project(kind: str, tmp_path: Path) -> None:
    """Pyproject offers the class in the kind's group, and says what it was built for; this SDK is one that it takes."""
    project = tomllib.loads((write(kind, named("happy-hour"), tmp_path) / "pyproject.toml").read_text())["project"]
    points = project["entry-points"]
    assert points[KINDS[kind]] == {"happy_hour": "retention_happy_hour:HappyHour"}
    assert points["retention_sdk.contract"] == {"built_for": f"retention_sdk.contract:V{CURRENT}"}
    assert points["retention_sdk.samples"].keys() == {"happy_hour"}
    assert "authors" not in project
    assert "retention-sdk>=0.1" in project["dependencies"]


def test_who_writes_it(tmp_path: Path) -> None:
    """An author stands in pyproject, whatever letters the name has."""
    target = write("plugin", named("happy-hour"), tmp_path, author='Zoë "Z" O\'Neil')
    project = tomllib.loads((target / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["authors"] == [{"name": 'Zoë "Z" O\'Neil'}]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["vip", LONG])
def test_its_style(kind: str, name: str, tmp_path: Path) -> None:
    """Ruff has nothing to say, by the package's own rules and by ours, however long the name is."""
    target = write(kind, named(name), tmp_path)
    ours = ["--config", str(ROOT / "pyproject.toml"), "--config", 'src = [".", "src"]']
    for command in (["check"], ["check", *ours], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", "."]
        done = subprocess.run(ruff, cwd=target, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_its_badge(tmp_path: Path) -> None:
    """Its README shows the badge that the command writes for it: `make wheel` sees that it is gold."""
    target = write("plugin", named("happy-hour"), tmp_path)
    assert (target / "scorecard.svg").read_text(encoding="utf-8") == badge("gold")
    assert "](scorecard.svg)" in (target / "README.md").read_text(encoding="utf-8")


def test_the_licence_is_ours(tmp_path: Path) -> None:
    """The text is that of the SDK's own licence."""
    target = write("guard", named("happy-hour"), tmp_path)
    assert (target / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


@pytest.mark.parametrize(
    ("kind", "name", "why"),
    [
        ("plugin", "points", r"retention-sdk \S+ offers 'points' already"),
        ("guard", "points", r"offers 'points' already"),
        ("adapter", "woocommerce", r"offers 'woocommerce' already"),
        ("plugin", "cases", r"the engine itself is called 'cases'"),
        ("plugin", "sdk", r"a package retention_sdk is installed already"),
        ("plugin", "adapters", r"a package retention_adapters is installed already"),
        ("plugin", "credit", r"the package uses another Credit itself"),
        ("adapter", "value error", r"uses another ValueError itself"),
        ("adapter", "platform", r"uses another Platform itself"),
    ],
)
def test_a_name_that_is_taken(kind: str, name: str, why: str, tmp_path: Path) -> None:
    """Whatever has the name is named, and nothing is written."""
    with pytest.raises(BadValue, match=why):
        write(kind, named(name), tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_is_there(tmp_path: Path) -> None:
    """What is there is left as it is."""
    there = tmp_path / "retention-happy-hour"
    there.mkdir()
    (there / "mine.py").touch()
    with pytest.raises(BadValue, match="is there already, and is left as it is"):
        write("plugin", named("happy-hour"), tmp_path)
    assert files(tmp_path) == {"retention-happy-hour/mine.py"}


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A folder that does not exist is an error of the machine's, and is not made."""
    with pytest.raises(FileNotFoundError):
        write("plugin", named("happy-hour"), tmp_path / "nowhere")
    assert [*tmp_path.iterdir()] == []


def test_what_breaks_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package whose writing stops before it is whole is not there at all."""

    def full(*_: object) -> None:
        raise OSError("no space is left")

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OSError, match="no space is left"):
        write("plugin", named("happy-hour"), tmp_path)
    assert [*tmp_path.iterdir()] == []


def test_an_author_whom_no_file_can_keep(tmp_path: Path) -> None:
    """Half a letter in the author's name is refused, and nothing is written."""
    with pytest.raises(BadValue, match="the author's name has half a character"):
        write("plugin", named("happy-hour"), tmp_path, author="\udcff")
    assert [*tmp_path.iterdir()] == []
