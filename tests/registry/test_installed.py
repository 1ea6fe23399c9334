"""What is installed: read from metadata alone, sorted, and loaded by name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from retention_sdk import PluginError
from retention_sdk.registry import ADAPTERS, FILES, PLUGINS, installed
from tests.registry.distributions import STRATEGY, install

if TYPE_CHECKING:
    from collections.abc import Callable

OURS = [
    "anniversary",
    "announce",
    "appreciation_event",
    "birthday_gift",
    "complaint_recovery",
    "contest",
    "frequent_buyer",
    "members_only",
    "membership",
    "points",
    "punch_card",
    "quality_watch",
    "referral",
    "save_offer",
    "social_post",
    "specials",
    "survey",
    "tiers",
    "welcome",
    "winback",
    "you_said_we_did",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def test_ours_are_found_like_anybodys() -> None:
    """Each strategy and adapter of ours is found through its entry point, with our distribution and version."""
    found = installed()
    assert [name for name in found if found[name].origin.startswith("retention-sdk ")] == OURS
    assert found["points"].origin == f"retention-sdk {version('retention-sdk')}"
    assert list(installed(ADAPTERS)) == ["email", "mastodon", "shopify", "storefront", "woocommerce"]
    assert list(installed(FILES)) == ["member_file", "order_file"]


def test_the_entry_points_are_those_of_the_project() -> None:
    """What pyproject.toml lists is what is installed, wherever the tests run with it at hand."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for group in (PLUGINS, ADAPTERS, FILES):
        assert (
            project["entry-points"][group].items()
            <= {name: one.entry_point.value for name, one in installed(group).items()}.items()
        )


@pytest.mark.parametrize("name", OURS)
def test_ours_can_be_loaded(name: str) -> None:
    """Each strategy of ours is behind its entry point."""
    assert isinstance(installed()[name].load(), type)


def test_sorted_on_every_machine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order is that of the names, not that of the folders and files where they are found."""
    for place, plugins in (("z", "mbx"), ("a", "nac")):
        monkeypatch.syspath_prepend(folder / place)
        install(folder / place, f"acme-{place}", "1.0", dict.fromkeys(plugins, f"acme_{place}:Gives"))
    names = list(installed())
    assert names == sorted(names)
    assert set("mbxnac") < set(names)


LOOK = """
import json, sys
from retention_sdk.registry import installed
before = set(sys.modules)
found = installed()
print(json.dumps([sorted(found), sorted(name for name in set(sys.modules) - before)]))
"""


def test_looking_imports_nothing(tmp_path: Path) -> None:
    """To know what is installed no plugin is imported, nor anything that it needs: one that cannot be does no harm."""
    install(tmp_path, "acme", "1.0", {"bomb": "acme_bomb:Bomb"}, acme_bomb="raise SystemExit('imported')")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", LOOK], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=True
    )
    names, imported = json.loads(done.stdout)
    assert {"bomb", *OURS} <= set(names)
    ours = ("acme", "retention_plugins", "retention_adapters", "retention_sdk", "sqlalchemy", "httpx")
    assert [name for name in imported if name.startswith(ours)] == []


def test_a_plugin_is_loaded_when_it_is_asked_for(folder: Path) -> None:
    """The class is imported by its entry point."""
    install(folder, "acme-visits", "2.1", {"acme_visits": "acme_visits:Gives"}, acme_visits=STRATEGY)
    found = installed()["acme_visits"]
    assert found.origin == "acme-visits 2.1"
    assert "acme_visits" not in sys.modules
    assert found.load().__name__ == "Gives"


@pytest.mark.parametrize(("value", "other"), [("acme_one:Gives", "acme_two:Gives")])
def test_one_name_twice(folder: Path, value: str, other: str) -> None:
    """Two distributions that offer one name are both named; nobody knows which one a file means."""
    install(folder, "acme-one", "1.0", {"visits": value})
    install(folder, "acme-two", "2.0", {"visits": other})
    with pytest.raises(
        PluginError, match=r"acme-one 1\.0 and acme-two 2\.0 both offer a plugin 'visits'; uninstall one"
    ):
        installed()


def test_one_name_of_ours_taken(folder: Path) -> None:
    """Nobody replaces a strategy of ours behind a merchant's back."""
    install(folder, "acme", "1.0", {"points": "acme_points:Points"})
    with pytest.raises(PluginError, match=r"acme 1\.0") as raised:
        installed()
    assert f"retention-sdk {version('retention-sdk')}" in str(raised.value)


def test_one_name_in_two_groups(folder: Path) -> None:
    """A plugin and an adapter may have one name."""
    install(folder, "acme-one", "1.0", {"acme": "acme:Plugin"})
    install(folder, "acme-two", "1.0", {"acme": "acme:Adapter"}, group=ADAPTERS)
    assert installed()["acme"].origin == "acme-one 1.0"
    assert installed(ADAPTERS)["acme"].origin == "acme-two 1.0"


def missing_name(module: str) -> tuple[str, str]:
    """An entry point to a name that is not there."""
    return f"{module}:Nothing", "AttributeError: "


def missing_module(module: str) -> tuple[str, str]:
    """An entry point to a module that is not there."""
    return f"{module}_no:Gives", "ModuleNotFoundError: No module named"


def missing_dependency(module: str) -> tuple[str, str]:
    """A module that needs what is not installed."""
    return f"{module}:Gives", "ModuleNotFoundError: No module named 'acme_dependency'"


def broken_module(module: str) -> tuple[str, str]:
    """A module that raises."""
    return f"{module}:Gives", "ZeroDivisionError: division by zero"


SOURCES = {missing_dependency: "import acme_dependency", broken_module: "1 / 0"}


@pytest.mark.parametrize("broken", [missing_name, missing_module, missing_dependency, broken_module])
def test_a_broken_plugin(folder: Path, broken: Callable[[str], tuple[str, str]]) -> None:
    """A plugin that cannot be imported is named with its distribution, version and place, and with the cause."""
    module = f"acme_{broken.__name__}"
    value, cause = broken(module)
    install(folder, "acme", "3.2.1", {"acme": value}, **{module: SOURCES.get(broken, STRATEGY)})
    with pytest.raises(PluginError) as raised:
        installed()["acme"].load()
    assert f"plugin 'acme' of acme 3.2.1 cannot be imported from {value}: {cause}" in str(raised.value)
    assert isinstance(raised.value.__cause__, Exception)


def test_a_broken_plugin_harms_nobody_else(folder: Path) -> None:
    """The others are found and loaded beside one that cannot be."""
    install(folder, "acme", "1.0", {"acme": "acme_missing:Gives"})
    assert installed()["points"].load().__name__ == "Points"


def test_a_plugin_that_exits(folder: Path) -> None:
    """A plugin that exits where it is imported does not take the store's process with it."""
    install(folder, "acme", "1.0", {"acme": "acme_exits:Gives"}, acme_exits="raise SystemExit('no licence')")
    with pytest.raises(PluginError, match="cannot be imported from acme_exits:Gives: SystemExit: no licence"):
        installed()["acme"].load()


def test_one_name_twice_to_one_place(folder: Path) -> None:
    """A fork that is installed beside its original offers the same name and module: one of them hides the other."""
    install(folder, "acme", "1.0", {"visits": "acme_visits:Gives"})
    install(folder, "acme-fork", "2.0", {"visits": "acme_visits:Gives"})
    with pytest.raises(PluginError, match=r"acme 1\.0 and acme-fork 2\.0 both offer a plugin 'visits'"):
        installed()
