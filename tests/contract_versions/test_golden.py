"""The contract of the hooks is what was written down of it: who changes it hears whether plugins can live with that."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import hookspecs
from retention_sdk.hookspecs.markers import hookspec
from tests.contract_versions.golden import MEND, WRITE, broken, contract, written

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = {
    "action gift by place": "sku",
    "action gift has sku": "required str",
    "action gift has note": "str",
    "hook on_gift answers": "Iterable[Action] | None",
    "hook on_gift is told event": "Gift",
}


def test_what_was_promised_is_kept() -> None:
    """Whoever built a plugin for this contract can still use it."""
    found = [*broken(written(), contract())]
    assert not found, "\n".join([*found, MEND])


def test_what_is_new_is_written_down() -> None:
    """What was added is promised from now on too."""
    assert contract() == written(), f"the contract has more than was written down of it: run `{WRITE}`"


@pytest.mark.parametrize(
    "change",
    [
        {"hook on_gift is told customer": "Customer"},
        {"hook on_other answers": "None"},
        {"action gift has colour": "str | None"},
        {"action gift has sku": "str"},
        {"action gift by place": "sku, note"},
        {"action other has sku": "required str"},
    ],
)
def test_what_may_be_added(change: dict[str, str]) -> None:
    """A new hook, argument, kind or optional field breaks nobody, nor does what is no longer required."""
    assert [*broken(LINES, LINES | change)] == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"action gift has colour": "required str"}, "action gift has colour: required str, and nobody gives it who"),
        ({"action gift has note": "required str"}, "action gift has note: it was str, and is required str"),
        ({"action gift has sku": "required int"}, "action gift has sku: it was required str, and is required int"),
        ({"action gift by place": "note, sku"}, "action gift by place: it was sku, and is note, sku"),
        ({"action gift by place": ""}, "action gift by place: it was sku, and is "),
        ({"hook on_gift answers": "Gift"}, "hook on_gift answers: it was Iterable[Action] | None, and is Gift"),
        ({"hook on_gift is told event": None}, "hook on_gift is told event: Gift, and it is gone"),
    ],
)
def test_what_breaks_plugins(change: dict[str, str | None], told: str) -> None:
    """What is gone, required, of another type or in another place is named."""
    now = {about: promise for about, promise in (LINES | change).items() if promise is not None}
    (sentence,) = broken(LINES, now)
    assert sentence.startswith(told)


def on_visit(event: Any) -> None:
    """Is not told the customer."""


def of(**hooks: Callable[..., Any]) -> ModuleType:
    """The hooks that there are, some of them otherwise."""
    specs = ModuleType("specs")
    vars(specs).update({**vars(hookspecs), **{name: hookspec(hook) for name, hook in hooks.items()}})
    return specs


def test_a_hook_that_is_told_less() -> None:
    """The real contract with one argument less, and another answer, is broken in these two, and says what to do."""
    assert [*broken(contract(), contract(of(on_visit=on_visit)))] == [
        "hook on_visit answers: it was Iterable[Action] | None, and is None",
        "hook on_visit is told customer: Customer, and it is gone",
        "hook on_visit is told event: it was Visit, and is Any",
    ]
    for part in ("Take it back", "contract 3", "V3", "shim", "docs/reference/contract-versions.md", WRITE):
        assert part in MEND
