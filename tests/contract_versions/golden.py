"""The contract of the hooks as plain lines, and what two of them differ in.

Each line is a promise to whoever writes plugins: "hook on_visit is told event" is "Visit". A promise that is gone, or
says something else, breaks plugins; a new one does not, unless it asks for something.
"""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING, Any, get_args

import attrs

from retention_sdk import Action, Customer, Event, actions, events, hookspecs
from retention_sdk.contract import CURRENT
from retention_sdk.frozen_json import Json
from retention_sdk.platforms import Adapter, Attempt, Receipt, WebhookRequest
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE = ROOT / "tests" / "contract_versions" / f"contract-{CURRENT}.json"

WRITE = "python -m tests.contract_versions"
"""What writes the promises down."""

MEND = (
    f"plugins that were built for contract {CURRENT} of the hooks cannot live with this. Take it back; or make it "
    f"contract {CURRENT + 1}: a V{CURRENT + 1} in retention_sdk/contract/versions.py with a Change and its shim for "
    f"each, a section in docs/reference/contract-versions.md, and `{WRITE}`"
)

ASKED = "required "
"""What a promise begins with that asks for something."""


def contract(specs: Any = hookspecs) -> dict[str, str]:
    """Every promise that there is, by what it is about.

    Args:
        specs: the module of the hooks.
    """
    kinds = [*_ours(actions.KINDS, "action"), *_ours(events.KINDS, "event")]
    named = {cls: name for name, cls in kinds}
    values = _reached(Customer, Attempt, Receipt, WebhookRequest, *named)
    lines = [*_hooks(specs), *_methods("adapter", Adapter, ASKED)]
    for cls in values:
        lines += _value(named.get(cls, cls.__name__), cls)
    return dict(sorted(lines))


def written() -> dict[str, str]:
    """The promises that were made."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def broken(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """What plugins that were written for the old promises cannot live with.

    Args:
        before: the promises that were made.
        now: those that are kept.

    Yields:
        A sentence for each.
    """
    for about, promise in before.items():
        if about not in now:
            yield f"{about}: {promise}, and it is gone"
        elif not _is_kept(about, promise, now[about]):
            yield f"{about}: it was {promise}, and is {now[about]}"
    for about, promise in now.items():
        whole = about.partition(" has ")[0]
        if about not in before and promise.startswith(ASKED) and any(one.startswith(f"{whole} ") for one in before):
            yield f"{about}: {promise}, and nobody gives it who was written before"


def _is_kept(about: str, before: str, now: str) -> bool:
    if about.endswith(" by place"):
        return f"{now}, ".startswith(f"{before}, ") or not before
    return now in (before, before.removeprefix(ASKED))


def _ours(kinds: Mapping[str, type], what: str) -> Iterator[tuple[str, type]]:
    for kind, cls in kinds.items():
        if _is_ours(cls):
            yield f"{what} {kind}", cls


def _hooks(specs: Any) -> Iterator[tuple[str, str]]:
    for name, hook in vars(specs).items():
        if hasattr(hook, f"{hookspecs.PROJECT}_spec"):
            told = inspect.get_annotations(hook)
            yield f"hook {name} answers", _text(told.pop("return"))
            yield from ((f"hook {name} is told {argument}", _text(kind)) for argument, kind in told.items())


def _value(name: str, cls: Any) -> Iterator[tuple[str, str]]:
    fields = attrs.fields(cls)
    yield f"{name} by place", ", ".join(field.alias for field in fields if not field.kw_only)
    for field in fields:
        yield f"{name} has {field.alias}", f"{ASKED if field.default is attrs.NOTHING else ''}{_text(field.type)}"
    yield from _methods(name, cls)


def _methods(name: str, cls: type, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The properties and methods of a class of ours, and of its bases of ours."""
    for base in filter(_is_ours, reversed(cls.__mro__)):
        for member, value in vars(base).items():
            bare = isinstance(value, property)
            function = value.fget if bare else inspect.unwrap(getattr(value, "__func__", value))
            if member[0] != "_" and inspect.isfunction(function):
                yield f"{name} has {member}", prefix + _signature(function, bare=bare)


def _is_ours(cls: object) -> bool:
    return isinstance(cls, type) and cls.__module__.startswith("retention_sdk.")


def _signature(function: Any, *, bare: bool) -> str:
    signature = inspect.signature(function)
    answer = _text(signature.return_annotation)
    if bare:
        return answer
    told = [f"{one.name}{'' if one.default is one.empty else '='}" for one in signature.parameters.values()]
    return f"({', '.join(name for name in told if name not in ('self', 'cls'))}) -> {answer}"


def _reached(*roots: Any) -> list[Any]:
    """The classes of values of ours in the fields of others, however deep."""
    found: dict[Any, None] = {}
    waiting = list(roots)
    while waiting:
        one = waiting.pop()
        if (
            isinstance(one, type)
            and attrs.has(one)
            and one not in found
            and one.__module__.startswith("retention_sdk.")
        ):
            found[one] = None
            waiting += [field.type for field in attrs.fields(one)]
        waiting += get_args(one)
    return [one for one in found if one not in (Action, Event)]


def _text(annotation: object) -> str:
    """A type as it is written, without the modules."""
    text = annotation.__name__ if isinstance(annotation, type) and not get_args(annotation) else str(annotation)
    return re.sub(r"\b[\w.]+\.(?=\w)", "", text.replace(str(Json), "Json").replace("NoneType", "None"))
