"""examples/plugin-double-stamps: somebody else's plugin, installed and enabled."""

from __future__ import annotations

import re
import shutil
import tomllib
from importlib.util import find_spec
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHOP = """
from datetime import UTC, datetime
from retention_sdk import Engine, Line, Money, Purchase

beans = Line(sku="beans-250", quantity=2, total=Money.of("19.98", "EUR"))
order = Purchase(id="o-1", customer="c", occurred_at=datetime(2026, 3, 3, 12, tzinfo=UTC), lines=[beans])
with Engine.from_config("retention.toml") as engine:
    print([one.origin for one in engine.registry.enabled if one.name == "double_stamps"])
    print(engine.handle(order).explain())
    print(engine.customer("c").wallet("stamps").available)
"""


@pytest.fixture
def plugin(examples: Path) -> Path:
    """The plugin's folder."""
    return examples / "plugin-double-stamps"


@pytest.fixture
def installed(plugin: Path, tmp_path: Path, run: Callable[..., str]) -> Path:
    """A folder to import from, into which the plugin was installed: as a wheel where its build backend is at hand."""
    target = tmp_path / "installed"
    if find_spec("hatchling"):
        source = shutil.copytree(plugin, tmp_path / "source")
        run("-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, folder=source)
        with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
            wheel.extractall(target)
    else:
        shutil.copytree(plugin / "src", target)
        _write_metadata(plugin, target)
    return target


def _write_metadata(plugin: Path, target: Path) -> None:
    """What a wheel says of itself, from its pyproject."""
    project = tomllib.loads((plugin / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    folder = target / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    folder.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (folder / "METADATA").write_text(metadata, encoding="utf-8")
    lines: list[str] = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in points.items())]
    (folder / "entry_points.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_its_own_tests_pass(plugin: Path, run: Callable[..., str]) -> None:
    """Whoever copies the folder begins with tests that pass."""
    assert " passed" in run("-m", "pytest", "-q", "-p", "no:cacheprovider", plugin)


def test_it_is_found_and_enabled(plugin: Path, installed: Path, tmp_path: Path, run: Callable[..., str]) -> None:
    """With the file of its README, the engine finds it by its entry point, and its stamps are in the wallet."""
    (config,) = re.findall(r"```toml\n(.*?)```", (plugin / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "work" / "retention.toml").write_text(config, encoding="utf-8")
    assert run("-c", SHOP, path=installed).splitlines() == [
        "['retention-double-stamps 1.0.0']",
        "Purchase o-1 of customer c, 2026-03-03 12:00 UTC, 19.98 EUR.",
        "- punch_card gives 2 stamps (2 × beans-250 bought).",
        "- double_stamps gives 2 stamps (twice the stamps on Tuesdays).",
        "4",
    ]
