"""Hooks: which implementations can be asked alone, with whatever arguments they take, in the order of the config."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from retention_sdk import PluginError, days, hookimpl, strategy
from retention_sdk.registry import Enabled, Registry

NOW = datetime(2026, 3, 1, tzinfo=UTC)
WHERE = "plugin 'mine' of acme 1.2"


def registry(*strategies: object) -> Registry:
    """A registry of strategies named a, b, c, ..."""
    return Registry(tuple(Enabled(name, one) for name, one in zip("abcdef", strategies, strict=False)))


def refused(strategy: object) -> str:
    """What is said against a strategy."""
    with pytest.raises(PluginError) as raised:
        Registry((Enabled("mine", strategy, "acme 1.2", "mine"),))
    return str(raised.value)


class Both:
    """Takes all there is."""

    @hookimpl
    def on_visit(self, event: Any, customer: Any) -> list[Any]:
        """Tells what it got."""
        return [event, customer]


class Turned:
    """Takes them in the other order."""

    @hookimpl
    def on_visit(self, customer: Any, event: Any) -> list[Any]:
        """Tells what it got."""
        return [event, customer]


class EventAlone:
    """Takes the event."""

    @hookimpl
    def on_visit(self, event: Any) -> list[Any]:
        """Tells what it got."""
        return [event, None]


class CustomerAlone:
    """Takes the customer."""

    @hookimpl
    def on_visit(self, customer: Any) -> list[Any]:
        """Tells what it got."""
        return [None, customer]


class Nothing:
    """Takes nothing."""

    @hookimpl
    def on_visit(self) -> list[Any]:
        """Tells what it got."""
        return [None, None]


class Static:
    """Needs no instance."""

    @staticmethod
    @hookimpl
    def on_visit(event: Any, customer: Any) -> list[Any]:
        """Tells what it got."""
        return [event, customer]


class Named:
    """Calls its method as it likes."""

    @hookimpl(specname="on_visit")
    def greet(self, event: Any, customer: Any) -> list[Any]:
        """Tells what it got."""
        return [event, customer]


@pytest.mark.parametrize(
    ("cls", "got"),
    [
        (Both, ["e", "c"]),
        (Turned, ["e", "c"]),
        (EventAlone, ["e", None]),
        (CustomerAlone, [None, "c"]),
        (Nothing, [None, None]),
        (Static, ["e", "c"]),
        (Named, ["e", "c"]),
    ],
)
def test_arguments(cls: type, got: list[Any]) -> None:
    """An implementation takes event and customer, in either order, or fewer of them."""
    (ask,) = registry(cls()).asks["on_visit"]
    assert (ask.plugin, ask.hook) == ("a", "on_visit")
    assert ask.call("e", "c") == got


def test_asked_in_the_order_of_the_config() -> None:
    """Strategies are asked as they were listed, whatever their names, and whatever pluggy would prefer."""

    class First:
        @hookimpl(tryfirst=True)
        def on_visit(self) -> list[Any]:
            return []

    class Last:
        @hookimpl(trylast=True)
        def on_visit(self) -> list[Any]:
            return []

    made = Registry((Enabled("z", Last()), Enabled("m", Both()), Enabled("a", First()), Enabled("b", Nothing())))
    assert [ask.plugin for ask in made.asks["on_visit"]] == ["z", "m", "a", "b"]


def test_one_class_under_two_names() -> None:
    """The same class is two strategies under two names, and even one instance is asked as each of them."""

    @strategy
    class Gives:
        amount: int = 1

        @hookimpl
        def on_visit(self) -> list[int]:
            return [self.amount]

    made = registry(Gives(amount=1), Gives(amount=2))
    assert [(ask.plugin, ask.call(None, None)) for ask in made.asks["on_visit"]] == [("a", [1]), ("b", [2])]
    twin = Gives(amount=3)
    assert [ask.call(None, None) for ask in registry(twin, twin).asks["on_visit"]] == [[3], [3]]


def test_hooks_by_name() -> None:
    """A registry tells which hooks a strategy implements."""

    class Two(Both):
        @hookimpl
        def on_birthday(self) -> None:
            """Is silent."""

    made = registry(Both(), Two())
    assert made.hooks("a") == ("on_visit",)
    assert made.hooks("b") == ("on_birthday", "on_visit")
    assert made.hooks("c") == ()


def test_a_module_can_be_a_strategy() -> None:
    """Whatever has marked functions can be asked: a class, too, whose hooks need no instance."""
    assert [ask.call("e", "c") for ask in registry(Static).asks["on_visit"]] == [["e", "c"]]


class Looks:
    """Looks back."""

    def __init__(self, span: Any) -> None:
        self.span = span

    @hookimpl
    def looks_back(self) -> Any:
        """Says how far; an exception is raised."""
        if isinstance(self.span, BaseException):
            raise self.span
        return self.span


def test_the_longest_window() -> None:
    """Orders and rewards are read as far back as the one that looks furthest back does; without any, not at all."""
    assert registry(Looks(days(30)), Looks(days(90)), Looks(days(7)), Both()).window == days(90)
    assert registry(Looks(timedelta(0))).window == timedelta(0)
    assert registry(Both()).window == timedelta(0)
    assert registry().window == timedelta(0)


@pytest.mark.parametrize("span", [None, 30, "30 days", timedelta(days=-1)])
def test_a_window_that_is_none(span: Any) -> None:
    """Looking back answers a span of time, and not ahead."""
    with pytest.raises(
        PluginError, match=r"plugin 'a': looks_back answered .*; answer a timedelta, such as days\(90\)"
    ):
        registry(Looks(span))


def test_a_window_that_raises() -> None:
    """A strategy that cannot say how far it looks back is named when the engine is made, not at its first event."""
    with pytest.raises(PluginError, match="plugin 'a': looks_back raised ValueError: no idea"):
        registry(Looks(ValueError("no idea")))


def test_a_window_longer_than_time() -> None:
    """Looking back further than there is a date would break at every event: it is refused, or held to what there is."""
    with contextlib.suppress(PluginError):
        assert NOW - registry(Looks(days(1_000_000))).window


def test_a_window_that_exits() -> None:
    """A strategy that exits does not take the store's process with it."""
    with pytest.raises(PluginError, match="plugin 'a': looks_back raised SystemExit"):
        registry(Looks(SystemExit()))
