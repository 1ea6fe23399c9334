"""The settings as they are written down: the same version for whoever has the same ones, and never a secret."""

from __future__ import annotations

from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from attrs import field, frozen

from retention_sdk import Engine, Money, Secret, hookimpl, setting, strategy
from tests.build import config, opened, rows
from tests.ready import upgrade
from tests.store.together import in_processes, in_threads, version, version_of_some

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@frozen
class Account:
    """A table with a secret in it."""

    user: str = field(default="")
    key: Secret = field(default=Secret("hunter-default"))


@strategy
class Calls:
    """A strategy with settings of many kinds, secret ones too."""

    key: Secret = setting(default=Secret("hunter-default"))
    main: Account = setting(default=Account())
    more: tuple[Account, ...] = setting(default=())
    keys: dict[str, Secret] = setting(default={})
    rate: int = setting(default=1)
    cap: Money = setting(default=Money(0, "EUR"))

    @hookimpl
    def on_visit(self) -> None:
        """Does nothing."""


def texts(url: str) -> list[str]:
    """All texts of settings of a store, in order."""
    engine = Engine.from_config(config(url))
    try:
        return [row.body for row in rows(engine, "settings")][:-1]
    finally:
        engine.close()


@pytest.mark.parametrize(
    "settings",
    [
        {"key": "hunter2"},
        {"key": {"env": "CALLS_KEY"}},
        {"main": {"user": "me", "key": "hunter2"}, "more": [{"key": "hunter2"}, {"key": {"env": "CALLS_KEY"}}]},
        {"keys": {"a": "hunter2", "b": {"env": "CALLS_KEY"}}},
        {},
    ],
)
def test_no_secret_is_written_down(
    database_url: str, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> None:
    """Neither a secret of the file, nor of the environment, nor a default is in the text, whoever's plugin it is of."""
    monkeypatch.setenv("CALLS_KEY", "hunter3")
    upgrade(database_url)
    opened(database_url, {"calls": Calls}, plugins={"calls": settings}).close()
    (text,) = texts(database_url)
    assert '"calls"' in text
    assert "hunter" not in text


def test_no_secret_of_an_instance_is_written_down(sqlite_url: str) -> None:
    """A strategy that was handed in as an object shows its settings, but not its secrets, however deep."""
    strategies = {"calls": Calls(key=Secret("hunter2"), main=Account("me", Secret("hunter2")), rate=7)}
    opened(sqlite_url, strategies).close()
    (text,) = texts(sqlite_url)
    assert '"rate":"7"' in text
    assert "hunter" not in text


def test_no_password_is_written_down(postgres_url: str) -> None:
    """The database's URL, and what adapters are configured with, is in no text."""
    upgrade(postgres_url)
    adapters = {"email": {"host": "smtp.example", "sender": "a@b.example", "password": "hunter2"}}
    opened(postgres_url, adapters=adapters).close()
    engine = opened(postgres_url)
    assert not any("postgres" in row.body or "hunter" in row.body for row in rows(engine, "settings"))
    engine.close()


@strategy
class Quiet:
    """A strategy whose settings are not for everybody's eyes, in ways of their own."""

    _token: str = setting(default="")
    pin: str = field(default="", repr=False)

    @hookimpl
    def on_visit(self) -> None:
        """Does nothing."""


@pytest.mark.parametrize("strategies", [{"quiet": Quiet}, {"quiet": Quiet(pin="hunter2")}], ids=["alias", "repr"])
def test_nothing_hidden_is_written_down(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, strategies: dict[str, object]
) -> None:
    """What the environment holds for a private field, and what a field keeps out of its repr, is not in the text."""
    monkeypatch.setenv("CALLS_KEY", "hunter3")
    section = {"quiet": {"token": {"env": "CALLS_KEY"}}} if strategies["quiet"] is Quiet else {}
    opened(sqlite_url, strategies, plugins=section).close()
    (text,) = texts(sqlite_url)
    assert '"quiet"' in text
    assert "hunter" not in text


def versions(url: str, *files: dict[str, Any], strategies: dict[str, object] | None = None) -> list[int]:
    """The version of the settings after each of some configurations was opened."""
    found = []
    for tables in files:
        with opened(url, strategies, **tables) as engine:
            found.append(len(rows(engine, "settings")))
    return found


def test_the_same_in_a_file(sqlite_url: str, tmp_path: Path) -> None:
    """Settings from a file and from a mapping, and an amount that is written otherwise, are the same settings."""
    file = tmp_path / "retention.toml"
    table = f'[store]\nname = "Bean & Leaf"\ncurrency = "EUR"\ndatabase = "{sqlite_url}"\n'
    file.write_text(f'{table}[plugins.points]\nrate = 2\n[limits]\nmonthly_budget = "20 EUR"\n', encoding="utf-8")
    Engine.from_config(file).close()
    plugins = {"points": {"rate": 2}}
    assert versions(sqlite_url, {"plugins": plugins, "limits": {"monthly_budget": "20.00 EUR"}}) == [1]


def test_what_is_not_enabled_does_not_matter(sqlite_url: str) -> None:
    """A section that is switched off, and the store's name while its key stays, change no decision and no version."""
    off = {"plugins": {"points": {}, "welcome": {"enabled": False}}}
    renamed = {"store": {"name": "Bean & Co", "key": "bean-leaf"}}
    assert versions(sqlite_url, {"plugins": {"points": {}}}, off, {"plugins": {"points": {}}} | renamed) == [1, 1, 1]


@pytest.mark.parametrize(
    "same",
    [{"rate": 2, "cap": "1 EUR"}, {"cap": "1.00 EUR", "rate": 2}, {"cap": "1 EUR", "rate": 2, "keys": {}}],
    ids=["in another order", "written otherwise", "a default that is written"],
)
def test_equal_settings_are_equal_texts(sqlite_url: str, same: dict[str, Any]) -> None:
    """However equal settings are written, they are the same version."""
    files = [{"plugins": {"calls": settings}} for settings in ({"cap": "1 EUR", "rate": 2}, same)]
    assert versions(sqlite_url, *files, strategies={"calls": Calls}) == [1, 1]


def test_what_decisions_depend_on(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another value of a variable that is no secret is another version, and so is another time zone."""
    file: dict[str, Any] = {"plugins": {"calls": {"cap": {"env": "CALLS_CAP"}}}}
    found = []
    for cap in ("1 EUR", "9 EUR"):
        monkeypatch.setenv("CALLS_CAP", cap)
        found += versions(sqlite_url, file, strategies={"calls": Calls})
    found += versions(sqlite_url, file | {"store": {"timezone": "Asia/Tokyo"}}, strategies={"calls": Calls})
    assert found == [1, 2, 3]


class Plain:
    """A strategy that is no attrs class, or a value of one."""

    def __init__(self, state: object = None) -> None:
        self.state = state

    @hookimpl
    def on_visit(self) -> None:
        """Does nothing."""


@frozen
class Inner:
    """A value that attrs writes the repr of."""

    shown: object
    hidden: object = field(default=None, repr=False)


@strategy
class Handed:
    """A strategy whose setting is whatever was handed in."""

    value: object = setting(default=None)

    @hookimpl
    def on_visit(self) -> None:
        """Does nothing."""


def endless(end: list[Any]) -> list[Any]:
    """A list that holds itself."""
    end.append(end)
    return end


@pytest.mark.parametrize("cls", [Plain, Handed])
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda _: Plain(), id="an object"),
        pytest.param(lambda _: [lambda: None, {"f": (Plain().on_visit,)}], id="functions"),
        pytest.param(lambda n: [{"a": 1, "b": 2}, {"b": 2, "a": 1}][n], id="dicts"),
        pytest.param(lambda n: MappingProxyType([{"a": 1, "b": 2}, {"b": 2, "a": 1}][n]), id="read-only dicts"),
        pytest.param(lambda n: Inner({"x": frozenset([(0, 8), (8, 0)][n])}, Plain()), id="sets in attrs values"),
        pytest.param(lambda _: endless([]), id="a list in itself"),
    ],
)
def test_equal_objects_are_equal_texts(
    sqlite_url: str, cls: type[Plain | Handed], make: Callable[[int], object]
) -> None:
    """Whatever address an object has, and whatever order its dicts and sets, it is the same version at every start."""
    for start in (0, 1):
        made = cls(state=make(start)) if cls is Plain else cls(value=make(start))
        with opened(sqlite_url, {"own": made}) as engine:
            assert [row.version for row in rows(engine, "settings")] == [1]


@pytest.mark.parametrize("cls", [Plain, Handed])
@pytest.mark.parametrize(
    "values",
    [(1, 2), ({"a": 1}, {"a": 2}), (Inner(1), Inner(2)), (Inner(1, 1), Inner(1, 2)), ("x at 0x1", "x at 0x2")],
    ids=str,
)
def test_other_objects_are_other_texts(
    sqlite_url: str, cls: type[Plain | Handed], values: tuple[object, object]
) -> None:
    """What an object holds is among the settings, attrs class or not, and however deep: another value, a new one."""
    for at, value in enumerate(values, 1):
        made = cls(state=value) if cls is Plain else cls(value=value)
        with opened(sqlite_url, {"own": made}) as engine:
            assert len(rows(engine, "settings")) == at


def test_nothing_of_a_plain_object_is_written_down(sqlite_url: str) -> None:
    """A class that is no attrs class cannot say what is secret, so none of its values are in the text."""
    opened(sqlite_url, {"own": Plain("hunter2"), "deep": Handed(value=Inner(1, hidden="hunter3"))}).close()
    (text,) = texts(sqlite_url)
    assert "hunter" not in text


def test_a_module_has_no_settings(sqlite_url: str) -> None:
    """A module can be a strategy; what else is in it is not among the settings."""
    made = ModuleType("made")
    made.on_visit = Plain().on_visit  # type: ignore[attr-defined]
    for value in (1, 2):
        made.seen = value  # type: ignore[attr-defined]
        with opened(sqlite_url, {"own": made}) as engine:
            assert len(rows(engine, "settings")) == 1


def test_threads_agree(database_url: str) -> None:
    """Of eight that open a store with the same settings at once, all have one version; with others, each its own."""
    upgrade(database_url)
    assert in_threads(8, lambda _: version(database_url, "common", "same")) == [1] * 8
    own = in_threads(8, lambda number: version(database_url, "own", f"of {number}"))
    assert sorted(own) == list(range(1, 9))
    assert in_threads(2, lambda _: version(database_url, "common", "changed")) == [2, 2]


def test_processes_agree(database_url: str) -> None:
    """So it is among processes, store after store."""
    upgrade(database_url)
    common = [(database_url, f"common-{time}", True) for time in range(5)]
    own = [(database_url, f"own-{time}", False) for time in range(5)]
    found = in_processes(4, version_of_some, *common, *own)
    assert found[:5] == [[1] * 4] * 5
    assert [sorted(versions) for versions in found[5:]] == [[1, 2, 3, 4]] * 5
