"""What cannot be asked alone is refused when it is enabled, by plugin, distribution and version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import hookimpl
from tests.registry.test_hooks import WHERE, refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


class NoHook:
    """Forgot the mark."""

    def on_visit(self, event: Any, customer: Any) -> None:
        """Is not marked."""


class Typo:
    """Misspells its hook."""

    @hookimpl
    def on_purchse(self, event: Any, customer: Any) -> None:
        """Is not known."""


class Alien:
    """Has a hook like none of ours."""

    @hookimpl
    def zzz(self) -> None:
        """Is not known."""


class WrongArgument:
    """Calls the event something else."""

    @hookimpl
    def on_purchase(self, order: Any, customer: Any) -> None:
        """Is not called with an order."""


class LooksAtCustomers:
    """Looks back differently at each customer."""

    @hookimpl
    def looks_back(self, customer: Any) -> None:
        """Is not called with a customer."""


class Wrapper:
    """Wraps what the others answer."""

    @hookimpl(wrapper=True)
    def on_visit(self) -> Iterator[None]:
        """Wraps."""
        return (yield)


class OldWrapper:
    """Wraps in the old way."""

    @hookimpl(hookwrapper=True)
    def on_visit(self) -> Iterator[None]:
        """Wraps."""
        yield


class Coroutine:
    """Waits."""

    @hookimpl
    async def on_visit(self, event: Any, customer: Any) -> None:
        """Waits."""


class AsyncGenerator:
    """Waits between its actions."""

    @hookimpl
    async def on_visit(self) -> AsyncIterator[None]:
        """Waits."""
        yield


class KeywordOnly:
    """Insists on names."""

    @hookimpl
    def on_visit(self, *, event: Any, customer: Any) -> None:
        """Insists."""


class Defaulted:
    """Would be called without a customer."""

    @hookimpl
    def on_visit(self, event: Any, customer: Any = None) -> None:
        """Defaults."""


class VariableArguments:
    """Takes whatever comes."""

    @hookimpl
    def on_visit(self, *args: Any) -> None:
        """Takes it."""


class VariableKeywords:
    """Takes whatever comes by name."""

    @hookimpl
    def on_visit(self, event: Any, **more: Any) -> None:
        """Takes it."""


class Twice:
    """Answers one hook by two methods."""

    @hookimpl
    def on_visit(self, event: Any) -> None:
        """Is the first."""

    @hookimpl(specname="on_visit")
    def greet(self, event: Any) -> None:
        """Is the second."""


def test_one_hook_twice() -> None:
    """Two implementations of one hook are refused: only one of them would be asked."""
    assert refused(Twice()).startswith(WHERE)


@pytest.mark.parametrize("cls", [Wrapper, OldWrapper])
def test_wrappers(cls: type) -> None:
    """A wrapper could change what the others answer."""
    assert f"{WHERE}: on_visit is a wrapper, and a wrapper could change what the others answer" in refused(cls())


@pytest.mark.parametrize("cls", [Coroutine, AsyncGenerator])
def test_async(cls: type) -> None:
    """A strategy waits for nobody."""
    assert refused(cls()) == f"{WHERE}: on_visit is async, and strategies are pure; make it a plain function"


@pytest.mark.parametrize("cls", [KeywordOnly, Defaulted, VariableArguments, VariableKeywords])
def test_arguments(cls: type) -> None:
    """An argument that pluggy would quietly not pass is refused."""
    assert f"{WHERE}: on_visit has a keyword-only, variable or defaulted argument; take only" in refused(cls())


def test_no_hook() -> None:
    """A strategy without a marked method would never be asked; the error says what to mark."""
    assert refused(NoHook()) == f"{WHERE} has no hook; mark a method such as on_purchase with @hookimpl"
    assert "has no hook" in refused(object())


def test_an_unknown_hook() -> None:
    """A hook that is none is named, with the nearest one that is."""
    said = refused(Typo())
    assert said.startswith(WHERE)
    assert "'on_purchse'" in said
    assert "'on_purchase'" in said or '"on_purchase"' in said
    assert refused(Alien()).startswith(WHERE)
    assert "'zzz'" in refused(Alien())


@pytest.mark.parametrize(("cls", "argument"), [(WrongArgument, "order"), (LooksAtCustomers, "customer")])
def test_an_unknown_argument(cls: type, argument: str) -> None:
    """An argument that the hook has not is named."""
    said = refused(cls())
    assert said.startswith(WHERE)
    assert argument in said
    assert "\n" not in said
