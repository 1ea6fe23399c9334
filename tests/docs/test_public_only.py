"""No example shows a private name: what stands in a page or an example can be relied on."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

import retention_sdk
from tests.conftest import ROOT
from tests.docs.pages import pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PUBLIC = {
    "retention_sdk",
    "retention_sdk.cancelling",  # the rules of law
    "retention_sdk.contract",
    "retention_sdk.platforms",
    "retention_sdk.testing",
    "retention_sdk.testing.drawn",  # needs hypothesis
    "retention_sdk.testing.fixtures",
    "retention_sdk.web",
    "retention_adapters.email",
    "retention_adapters.email.calendars",
    "retention_adapters.http",
    "retention_adapters.shopify",
    "retention_adapters.shopify.acts",  # what each setting has it do
    "retention_adapters.shopify.oauth",
    "retention_adapters.social",
    "retention_adapters.storefront",
    "retention_adapters.woocommerce",
    "retention_adapters.woocommerce.events",  # what becomes of each webhook
}
"""What a program outside of this one may import. Strategies are named in a file, never imported."""

OURS = ("retention_sdk", "retention_plugins", "retention_adapters")
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
FOLDERS = ("examples", "retention_sdk/scaffold/templates")
EXAMPLES = sorted(path for one in FOLDERS for path in (ROOT / one).rglob("*.py") if ".venv" not in path.parts)


def trees(text: str) -> Iterator[ast.AST]:
    """The code of a page, block by block; of a session at the prompt, what was typed."""
    for block in BLOCK.findall(text):
        typed = re.findall(r"^(?:>>>|\.\.\.) ?(.*)$", block, re.MULTILINE)
        yield ast.parse("\n".join(typed) if block.startswith(">>>") else block)


def private(tree: ast.AST) -> Iterator[str]:
    """The private names that a program uses of somebody else, and the modules of ours that are nobody's to import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in OURS:
            yield from _imported(node.module, [name.name for name in node.names])
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.split(".")[0] in OURS and name.name not in PUBLIC)
        elif isinstance(node, ast.Attribute) and _hidden(node.attr) and not _own(node.value):
            yield f".{node.attr}"


def _imported(module: str, names: list[str]) -> Iterator[str]:
    if module not in PUBLIC:
        yield module
    yield from (f"{module}.{name}" for name in names if _hidden(name))
    if module == "retention_sdk":
        yield from (f"{module}.{name}" for name in names if name not in retention_sdk.__all__)


def _hidden(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def _own(value: ast.expr) -> bool:
    """Whether an attribute is of `self` or `cls`: a class may have private names of its own."""
    return isinstance(value, ast.Name) and value.id in {"self", "cls"}


@pytest.mark.parametrize("path", pages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_pages(path: Path) -> None:
    """No block of a page uses one."""
    found = [name for tree in trees(path.read_text(encoding="utf-8")) for name in private(tree)]
    assert found == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: str(path.relative_to(ROOT)))
def test_examples(path: Path) -> None:
    """No example uses one."""
    assert list(private(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_it_finds_them() -> None:
    """A private attribute, a private import and a module below the public ones are found; one's own are not."""
    text = "from retention_sdk.store import open_store\nimport retention_sdk.wire\nengine._handling\nself._mine"
    assert list(private(ast.parse(text))) == ["retention_sdk.store", "retention_sdk.wire", "._handling"]
