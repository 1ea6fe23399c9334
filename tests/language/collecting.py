"""All messages of the source, as xgettext would collect them, and the words that sentences have in braces."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import retention_sdk
from retention_sdk import CancelReason, SessionState, Severity, actions, events
from retention_sdk.approvals.approval import State as ApprovalState
from retention_sdk.cases.case import State
from retention_sdk.events import ClockName, DisputeState, Ring

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(retention_sdk.__file__).parent
SINGULAR, PLURAL = ("said", "N_"), ("counted", "NN_")

Messages = dict[str, tuple[str, str]]
"""The plural of each message, empty where it has none, and the file that has it."""


@cache
def collected() -> Messages:
    """Every message of the source."""
    found: Messages = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                for message, more in _of(call):
                    found[message] = (more, str(path.relative_to(SOURCE.parent)))
    return found | dict.fromkeys(words(), ("", "a word in a sentence"))


def _of(call: ast.Call) -> Iterator[tuple[str, str]]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if name in SINGULAR and texts:
        yield texts[0], ""
    if name in PLURAL and len(texts) > 1:
        yield texts[0], texts[1]


def words() -> Iterator[str]:
    """The words that are values of sentences: kinds, states and the like, and usual channels and purposes."""
    ours = {kind for kind, cls in events.KINDS.items() if cls.__module__.startswith("retention_sdk.")}
    done = {kind for kind, cls in actions.KINDS.items() if cls.__module__.startswith("retention_sdk.")}
    yield from (kind.replace("_", " ") for kind in sorted(ours | done))
    for enum in (SessionState, Severity, CancelReason):
        yield from (one.value.replace("_", " ") for one in enum)
    for names in (State, ApprovalState, ClockName, Ring, DisputeState):
        yield from (name.replace("_", " ") for name in get_args(names))
    yield from ("answered", "diagnosed", "paused", "resumed", "remedied", "followed up", "closed again")
    yield from ("all channels", "email", "sms", "push", "post", "marketing", "service")
