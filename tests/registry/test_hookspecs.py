"""The hooks: one for each kind of event, each with the same signature, and one that looks back."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import hookspecs
from retention_sdk.events import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

HOOKS: dict[str, Callable[..., Any]] = {
    name: hook for name, hook in inspect.getmembers(hookspecs, inspect.isfunction) if name.startswith("on_")
}


def test_a_hook_for_each_kind_of_event() -> None:
    """Every event of ours can be answered, and no hook waits for an event that never comes."""
    ours = [kind for kind, cls in KINDS.items() if cls.__module__.startswith("retention_sdk.")]
    assert sorted(HOOKS) == sorted(f"on_{kind}" for kind in ours)


@pytest.mark.parametrize("name", HOOKS)
def test_the_signature_of_a_hook(name: str) -> None:
    """A hook takes the event, by its class, and the customer, answers actions or nothing, and says when it is asked."""
    hook = HOOKS[name]
    annotations = inspect.get_annotations(hook)
    assert list(inspect.signature(hook).parameters) == ["event", "customer"]
    assert annotations["event"] == KINDS[name.removeprefix("on_")].__name__
    assert annotations["customer"] == "Customer"
    assert annotations["return"] == "Iterable[Action] | None"
    assert hook.__doc__
    assert hook(None, None) is None


def test_looking_back() -> None:
    """The one hook that is not about an event takes nothing."""
    assert list(inspect.signature(hookspecs.looks_back).parameters) == []
    assert not hookspecs.looks_back()
