"""The scorecard of an adapter: by its class, by the command, and what is in the documentation of its laws."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from retention_sdk.cli.app import main
from retention_sdk.testing.adapters import LAWS
from tests.testing.adapters import defects
from tests.testing.adapters.contract import TillContract
from tests.testing.adapters.recorder import RecorderContract

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "adapter-contract.md"
TILL = "tests.testing.adapters.till:Till"
CONTRACT = "tests.testing.adapters.contract:TillContract"


class ForgetfulContract(TillContract):
    """The till that does not look for what was done."""

    cls = defects.Forgetful
    installed = ""


@pytest.fixture
def offers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a package be installed that offers an adapter, and its contract test."""

    def offered(sample: str = "") -> None:
        folder = tmp_path / "retention_till-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: retention-till\nVersion: 1.0\n")
        samples = f"[retention_sdk.samples]\ntill = {sample}\n" if sample else ""
        (folder / "entry_points.txt").write_text(f"[retention_sdk.adapters]\ntill = {TILL}\n{samples}")
        monkeypatch.syspath_prepend(tmp_path)

    return offered


def test_the_command(offers: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """An adapter that keeps every law is gold, and each law has its evidence."""
    offers(CONTRACT)
    assert main(["contract", "till", "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert (card["plugin"], card["origin"], card["rung"]) == ("till", "retention-till 1.0", "gold")
    assert [check["law"] for check in card["checks"]] == [law.name for law in LAWS]
    assert {check["state"] for check in card["checks"]} == {"holds"}
    assert all(check["evidence"] for check in card["checks"])


def test_an_adapter_without_a_sample(offers: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """What its package has to offer is said."""
    offers()
    assert main(["contract", "till"]) != 0
    said = " ".join(capsys.readouterr().err.split())
    assert "retention-till 1.0 offers no contract test of its adapter 'till'" in said


def test_a_broken_law() -> None:
    """A card names what is broken, with what to do, and its rung is below that law's."""
    card = ForgetfulContract.scorecard("till", "a test")
    assert [check.law.name for check in card.broken] == ["once", "lost answers"]
    assert all("attempt.first_at" in check.mend for check in card.broken)
    assert card.rung is None  # nobody offers it, so one of bronze was not looked at


def test_the_adapter_that_records() -> None:
    """It has no table and no package, and no doctor that looks; all else it keeps."""
    card = RecorderContract.scorecard()
    assert {check.law.name: check.state for check in card.checks if check.state != "holds"} == {
        "loads": "not looked at",
        "settings": "not looked at",
        "doctor": "broken",
    }


def test_every_law_is_documented() -> None:
    """The page has each law with its rung and sentence, and no other."""
    rows = [f"| {law.name} | {law.rung.value} | {law.sentence} |" for law in LAWS]
    assert [line for line in PAGE.read_text("utf-8").splitlines() if line in rows or "| bronze |" in line] == rows
