"""What all commands have in common: help, hints, exit codes, sentences instead of tracebacks."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Retention

COMMANDS = ["demo", "init", "check", "plugins", "import", "customer", "retry", "tick", "upgrade", "ledger"]
PROGRAM = Path(sys.executable).with_name("retention")


def test_help_names_every_command(retention: Retention) -> None:
    """Alone, or with --help, it says what there is."""
    for argv in ([], ["--help"]):
        answer = retention(*argv)
        assert answer.code == 0
        assert all(command in answer.out for command in COMMANDS)
        assert "Exit codes: 0 all is well" in answer.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(retention: Retention, command: str) -> None:
    """--help of each command says how it is called."""
    answer = retention(command, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert f"Usage: retention {command}" in answer.out


def test_version(retention: Retention) -> None:
    """--version is the distribution's."""
    assert retention("--version").out.strip() == version("retention-sdk")


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        (["chekc"], '"check"'),
        (["ledger", "chek"], '"check"'),
        (["check", "--cofig", "x"], "--config"),
        (["import"], "FILE"),
    ],
)
def test_a_slip_is_told_with_a_hint(retention: Retention, argv: list[str], hint: str) -> None:
    """An unknown word is a usage error that names the nearest known one."""
    answer = retention(*argv)
    assert (answer.code, answer.out) == (2, "")
    assert hint in answer.err


@pytest.mark.parametrize(
    "argv", [["check"], ["import", "x.csv"], ["customer", "c"], ["ledger", "check"], ["upgrade"], ["retry"]]
)
def test_without_a_file_it_names_init(retention: Retention, folder: Path, argv: list[str]) -> None:
    """Whoever has no retention.toml is told how to get one, and nothing is left behind."""
    answer = retention(*argv)
    assert (answer.code, answer.out) == (2, "")
    assert "retention init" in answer.err
    assert list(folder.iterdir()) == []


def test_the_environment_names_the_file(
    retention: Retention, shop: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RETENTION_CONFIG is the file where --config names none."""
    elsewhere = folder / "elsewhere.toml"
    shop.rename(elsewhere)
    monkeypatch.setenv("RETENTION_CONFIG", str(elsewhere))
    assert retention("check").code == 0
    assert retention("check", "--config", "other.toml").code == 2


@pytest.mark.parametrize("argv", [["customer", "c"], ["ledger", "check"], ["retry"]])
def test_looking_makes_no_database(retention: Retention, shop: Path, folder: Path, argv: list[str]) -> None:
    """A command that only looks does not make an empty database."""
    answer = retention(*argv)
    assert answer.code == 2
    assert "does not exist yet" in answer.err
    assert list(folder.iterdir()) == [shop]


def test_a_database_that_is_none_is_a_sentence(retention: Retention, shop: Path, folder: Path) -> None:
    """A file that is no database is told in a sentence."""
    (folder / "retention.db").write_text("this is no database, and it is longer than a header of SQLite would be " * 3)
    answer = retention("ledger", "check")
    assert answer.code == 2
    assert answer.err == "the database cannot be used: file is not a database\n"


def test_a_database_that_cannot_be_reached_is_a_sentence(retention: Retention, shop: Path) -> None:
    """A Postgres that does not answer is told in a sentence, without the password."""
    text = shop.read_text().replace("\n\n", '\ndatabase = "postgresql://me:geheim@127.0.0.1:1/shop"\n\n', 1)
    shop.write_text(text)
    for argv in (["ledger", "check"], ["upgrade"], ["customer", "c"]):
        answer = retention(*argv)
        assert answer.code == 2
        assert answer.err.startswith("the database cannot be used: ")
        assert "geheim" not in answer.err


def test_as_a_program(folder: Path) -> None:
    """The program that is installed exits with the codes of `main`, and prints no traceback."""

    def run(*argv: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([PROGRAM, *argv], capture_output=True, text=True, check=False)

    assert run("--version").returncode == 0
    assert run("init").returncode == 0
    assert run("check").returncode == 0
    failed = run("check", "--config", "nowhere.toml")
    assert failed.returncode == 2
    assert "Traceback" not in failed.stderr


def test_a_reader_who_leaves_is_no_error(folder: Path) -> None:
    """`retention plugins | head -1` ends quietly."""
    line = f"{PROGRAM} plugins --json | head -1"
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)  # noqa: S607
    assert done.stdout == "[\n"
    assert done.stderr == ""
