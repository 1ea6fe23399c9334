"""Errors: one tree, told at the head of its module."""

from __future__ import annotations

import inspect
import pickle
import re
from typing import Any

import pytest

from retention_sdk import errors
from retention_sdk.errors import BadConfig, BadValue, CurrencyMismatch, EventConflict, RetentionError

CLASSES = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if cls.__module__ == errors.__name__]


def test_the_tree_is_told() -> None:
    """The docstring shows every error below its base, and no other."""
    told: list[tuple[int, str]] = [
        (len(indent) // 2 - 2, name)
        for indent, name in re.findall(r"^( {4,})(\w+)", errors.__doc__ or "", re.MULTILINE)
    ]
    assert sorted(name for _, name in told) == sorted(cls.__name__ for cls in CLASSES)
    path: list[str] = []
    for depth, name in told:
        path[depth:] = [name]
        base: Any = getattr(errors, name).__mro__[1]
        assert base.__name__ == (path[depth - 1] if depth else "Exception")


@pytest.mark.parametrize("cls", CLASSES)
def test_one_root(cls: type[Exception]) -> None:
    """Whoever catches the root catches all of ours, and each says what it is."""
    assert issubclass(cls, RetentionError)
    assert cls.__doc__


def test_a_bad_value_is_a_value_error() -> None:
    """Code that knows nothing of ours catches a bad value as Python's own."""
    assert issubclass(CurrencyMismatch, BadValue)
    assert issubclass(BadValue, ValueError)


def test_a_bad_config_holds_all_problems() -> None:
    """Every problem is a sentence of its own, and a line of the message."""
    error = BadConfig(["first", "second"])
    assert error.problems == ("first", "second")
    assert str(error) == "first\nsecond"


def test_a_conflict_shows_both_fingerprints() -> None:
    """The same id with another body names the event, its source, and both bodies."""
    error = EventConflict("shop", "o-1", "aaaa", "bbbb")
    assert (error.source, error.id, error.known, error.given) == ("shop", "o-1", "aaaa", "bbbb")
    assert all(part in str(error) for part in ("'o-1'", "'shop'", "aaaa", "bbbb"))


@pytest.mark.parametrize(
    "error", [BadValue("x"), CurrencyMismatch("x"), BadConfig(["a", "b"]), EventConflict("s", "i", "k", "g")]
)
def test_errors_cross_processes(error: Exception) -> None:
    """An error that is raised in a worker process comes out of it as it was."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)
