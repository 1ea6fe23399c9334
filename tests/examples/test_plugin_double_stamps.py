"""examples/plugin-double-stamps: somebody else's plugin. `make wheel` installs it, and runs its tests."""

from __future__ import annotations

import importlib
import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from tests.audit import audit
from tests.build import START, opened, order

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plugin(examples: Path) -> Path:
    """The plugin's folder."""
    return examples / "plugin-double-stamps"


@pytest.fixture
def project(plugin: Path) -> dict[str, Any]:
    """What its pyproject says."""
    found: dict[str, Any] = tomllib.loads((plugin / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def test_the_file_of_its_readme(
    plugin: Path, project: dict[str, Any], sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the file of its README a Tuesday's beans are stamped twice."""
    monkeypatch.syspath_prepend(plugin / "src")
    module, _, name = project["entry-points"]["retention_sdk.plugins"]["double_stamps"].partition(":")
    blocks = re.findall(r"```toml\n(.*?)```", (plugin / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (config,) = (tomllib.loads(block) for block in blocks)
    cls = getattr(importlib.import_module(module), name)
    tuesday = START.replace(day=5)
    with opened(sqlite_url, {"double_stamps": cls}, plugins=config["plugins"]) as engine:
        bought = order(at=tuesday, lines=[evolve(order(quantity=2).lines[0], sku="beans-250")])
        assert "- double_stamps gives 2 stamps (twice the stamps on Tuesdays)." in engine.handle(bought).explain()
        assert engine.customer("c").wallet("stamps").available == 4
        assert audit(engine) == []


def test_it_is_complete(plugin: Path, project: dict[str, Any]) -> None:
    """It has what a package of `retention new plugin` has: samples, a contract, a workflow, a changelog, a licence."""
    points = project["entry-points"]
    assert points.keys() == {"retention_sdk.plugins", "retention_sdk.samples", "retention_sdk.contract"}
    for place in (".github/workflows/ci.yml", ".gitignore", "CHANGELOG.md", "LICENSE", "tests/test_contract.py"):
        assert (plugin / place).is_file(), place
    assert f"## {project['version']}\n" in (plugin / "CHANGELOG.md").read_text(encoding="utf-8")
