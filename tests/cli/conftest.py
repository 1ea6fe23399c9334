"""A user's desk: an empty folder, the commands, and plugins of third parties."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from attrs import frozen

from retention_sdk.cli import main

if TYPE_CHECKING:
    from pathlib import Path

SHOP = """\
[store]
name = "Bean & Leaf"
currency = "EUR"

[plugins.points]
"""


@frozen
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its standard output as data."""
        return json.loads(self.out)


class Retention(Protocol):
    """Runs a command in this process."""

    def __call__(self, *argv: str | Path) -> Answer: ...


@pytest.fixture
def retention(folder: Path, capsys: pytest.CaptureFixture[str]) -> Retention:
    """The command line, in an empty folder."""

    def run(*argv: str | Path) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in argv])
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RETENTION_CONFIG", raising=False)
    return tmp_path


@pytest.fixture
def shop(folder: Path) -> Path:
    """The file of a shop that gives points."""
    file = folder / "retention.toml"
    file.write_text(SHOP, encoding="utf-8")
    return file


@pytest.fixture
def orders(folder: Path) -> Path:
    """A file of three orders for 61.50 euros, of two customers."""
    file = folder / "orders.csv"
    file.write_text(
        "order,customer,date,total\n"
        "1,anna,2026-01-05 10:00,20.50\n"
        "2,ben,2026-01-06 11:00,31.00\n"
        "3,anna,2026-02-01 12:00,10.00\n",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The module of an installed plugin: distribution `loud-rewards` 2.0, plugin `loud`, class `loud:Loud`."""
    site = tmp_path / "site"
    info = site / "loud_rewards-2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud-rewards\nVersion: 2.0\n")
    stated = "[retention_sdk.contract]\nbuilt_for = retention_sdk.contract:V2\n"
    (info / "entry_points.txt").write_text(f"[retention_sdk.plugins]\nloud = loud:Loud\n{stated}")
    monkeypatch.syspath_prepend(site)
    monkeypatch.delitem(__import__("sys").modules, "loud", raising=False)
    return site / "loud.py"
