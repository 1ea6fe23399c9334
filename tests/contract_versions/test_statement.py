"""What a distribution says that it was built for, and what becomes of what was built for something newer."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from retention_sdk import BadConfig, PluginError
from retention_sdk.assembly import assemble
from retention_sdk.contract import CURRENT, GROUP, LINES, V1, V2, VERSIONS
from retention_sdk.registry import ADAPTERS, FILES, PLUGINS, installed
from tests.build import config, gives, opened
from tests.registry.distributions import STRATEGY, install

if TYPE_CHECKING:
    from pathlib import Path

BOMB = "raise SystemExit('imported')"


def test_the_versions() -> None:
    """They are counted from 1 without a gap, the last is that of this SDK, and each has the name that is stated."""
    assert [one.number for one in VERSIONS] == [1, 2]
    assert (V1, V2) == VERSIONS
    assert CURRENT == 2


@pytest.mark.parametrize("group", [PLUGINS, ADAPTERS, FILES])
def test_ours_say_it(group: str) -> None:
    """What ships states the contract of this SDK, so nobody is warned of it."""
    ours = [one.statement for one in installed(group).values() if one.origin.startswith("retention-sdk ")]
    assert ours
    assert {(one.number, one.is_missing) for one in ours} == {(CURRENT, False)}


@pytest.mark.parametrize(
    ("said", "number"),
    [("", 1), (f"{GROUP}:V1", 1), (f"{GROUP}:V2", 2), (f"{GROUP} : V2", 2), (f"{GROUP}:V17", 17)],
)
def test_it_is_read(site: Path, said: str, number: int) -> None:
    """Who says nothing was built for the first; a version that nobody knows here yet is read as well."""
    install(site, "retention-x", "3.0", {"x": "x_read:Gives"}, built_for=said)
    statement = installed()["x"].statement
    assert (statement.number, statement.is_missing) == (number, not said)


@pytest.mark.parametrize(
    "said",
    [
        "2",
        "V2",
        f"{GROUP}",
        f"{GROUP}:V0",
        f"{GROUP}:v2",
        f"{GROUP}:V2.1",
        f"{GROUP}:V99999",
        "other:V2",
        f"{GROUP}:V2 [x]",
    ],
)
def test_what_cannot_be_read(site: Path, said: str) -> None:
    """What is no version is an error that names the plugin, the distribution, what it says, and what to write."""
    install(site, "retention-x", "3.0", {"x": "x_said:Gives"}, built_for=said, x_said=BOMB)
    with pytest.raises(PluginError) as raised:
        installed()["x"].load()
    told = f"plugin 'x': retention-x 3.0 says built_for = \"{said}\", which is no contract of the hooks"
    assert str(raised.value) == f"{told}; let it say {LINES}"


@pytest.mark.parametrize("more", [f"built_for = {GROUP}:V1", f"build_for = {GROUP}:V2"])
def test_several_things(site: Path, more: str) -> None:
    """Two contracts, or a word that nobody knows, are an error: one of them is a slip, and nobody knows which."""
    install(site, "retention-x", "3.0", {"x": "x_two:Gives"}, built_for=f"{GROUP}:V2\n{more}", x_two=BOMB)
    with pytest.raises(PluginError, match=r"plugin 'x': retention-x 3\.0 says built_for = .*V2\", buil[td]_for = "):
        installed()["x"].load()


def test_the_same_twice(site: Path) -> None:
    """One thing that stands there twice is one thing."""
    install(site, "retention-x", "3.0", {"x": "x_same:Gives"}, built_for=f"{GROUP}:V2\nbuilt_for = {GROUP}:V2")
    assert installed()["x"].statement.number == 2


NEWER = (
    "plugin 'x' of retention-x 3.0 was built for contract 3 of the hooks, and retention-sdk "
    f"{version('retention-sdk')} has contract {CURRENT}; upgrade retention-sdk, or install an older retention-x"
)


@pytest.mark.parametrize("group", [PLUGINS, ADAPTERS, FILES])
def test_newer_than_we_know(site: Path, group: str) -> None:
    """It is refused with both versions and what to do, before anything of it is imported."""
    install(site, "retention-x", "3.0", {"x": "x_newer:Gives"}, group=group, built_for=f"{GROUP}:V3", x_newer=BOMB)
    with pytest.raises(PluginError) as raised:
        installed(group)["x"].load()
    assert str(raised.value) == NEWER
    assert "x_newer" not in sys.modules


def test_all_problems_at_once(site: Path, sqlite_url: str) -> None:
    """One that is refused hides nothing that is wrong with the others; one that is not enabled is no problem."""
    install(site, "retention-x", "3.0", {"x": "x_all:Gives"}, built_for=f"{GROUP}:V3", x_all=BOMB)
    install(site, "retention-y", "1.0", {"y": "y_all:Gives"}, built_for="soon", y_all=BOMB)
    plugins = {"x": {}, "points": {"rte": 1}, "y": {}}
    with pytest.raises(BadConfig) as raised:
        assemble(config(sqlite_url, plugins=plugins))
    newer, slip, rubbish = raised.value.problems
    assert newer == f"plugins.x: {NEWER}"
    assert "rte" in slip
    assert "retention-y 1.0 says" in rubbish
    assert assemble(config(sqlite_url, plugins={"x": {"enabled": False}})).registry.enabled == ()


def test_an_adapter_is_refused_as_well(site: Path, sqlite_url: str) -> None:
    """A distribution says it once for all that it offers."""
    install(site, "retention-x", "3.0", {"x": "x_ad:Gives"}, group=ADAPTERS, built_for=f"{GROUP}:V3", x_ad=BOMB)
    with pytest.raises(BadConfig) as raised:
        assemble(config(sqlite_url, adapters={"x": {}}))
    assert raised.value.problems == (f"adapters.x: {NEWER}",)


def test_a_stores_own_are_of_now(site: Path, sqlite_url: str) -> None:
    """A class or an instance that is handed in is the store's own code, wherever it was imported from."""
    install(site, "retention-x", "3.0", {"x": "x_own:Gives"}, x_own=STRATEGY)
    gave = installed()["x"].load()
    with opened(
        sqlite_url, {"cls": gave, "instance": gave(), "does": gives()}, plugins={"x": {"use": "cls"}}
    ) as engine:
        assert {(one.built_for, one.is_stated) for one in engine.registry.enabled} == {(CURRENT, True)}
        assert engine.registry.advice() == ()
