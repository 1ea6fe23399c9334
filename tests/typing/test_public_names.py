"""The public names: sorted, there, told, and the same for people and for tools."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path
from types import UnionType
from typing import Any

import pytest

import retention_sdk

NAMES: list[str] = retention_sdk.__all__
HERE = Path(__file__).parent


def rank(name: str) -> tuple[int, str]:
    """Constants come before classes, and classes before functions; each are sorted as they are written."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


PUBLIC = (
    *("retention_sdk", "retention_sdk.hookspecs", "retention_sdk.platforms", "retention_sdk.testing"),
    *("retention_sdk.web", "retention_sdk.cli", "retention_sdk.demo"),
    *("retention_adapters.email", "retention_adapters.member_file", "retention_adapters.order_file"),
    *("retention_adapters.shopify", "retention_adapters.social", "retention_adapters.storefront"),
    "retention_adapters.woocommerce",
)
"""The modules that people import from."""


@pytest.mark.parametrize("name", PUBLIC)
def test_sorted(name: str) -> None:
    """The names of a public module are in one order, each once, none is private, and each is there."""
    module = importlib.import_module(name)
    names: list[str] = module.__all__
    assert sorted(names, key=rank) == names
    assert len(set(names)) == len(names)
    assert not [one for one in names if one.startswith("_") or not hasattr(module, one)]


@pytest.mark.parametrize("name", PUBLIC)
def test_nothing_else_looks_public(name: str) -> None:
    """What a module imports for its users is what it lists: no name is left there by chance."""
    module = importlib.import_module(name)
    modules = {one for one in vars(module) if inspect.ismodule(getattr(module, one))}
    found = {one for one in vars(module) if not one.startswith("_")} - modules
    assert found == set(module.__all__)


@pytest.mark.parametrize("name", NAMES)
def test_told(name: str) -> None:
    """Every name is there and tells, in sentences, what it is."""
    value: Any = getattr(retention_sdk, name)
    if isinstance(value, (UnionType, str)):
        return  # Benefit is one of its classes, which are told; a constant has the docstring of all texts
    doc = inspect.getdoc(value) or ""
    assert doc, f"{name} has no docstring"
    if inspect.isclass(value):
        assert "__doc__" in vars(value), f"{name} has its base's docstring"
    if name != "hookimpl":  # pluggy's marker, with pluggy's words
        assert doc[0].isupper()
        assert re.search(r"[.:]$", doc.splitlines()[0]), f"{name}: {doc.splitlines()[0]}"


@pytest.mark.parametrize("name", [name for name in NAMES if inspect.isclass(getattr(retention_sdk, name))])
def test_members_are_told(name: str) -> None:
    """Every public method and property tells what it does."""
    cls: Any = getattr(retention_sdk, name)
    for member in cls.__dict__:
        plain: Any = inspect.getattr_static(cls, member)
        plain = getattr(plain, "__func__", plain)
        if not member.startswith("_") and (inspect.isfunction(plain) or isinstance(plain, property)):
            assert inspect.getdoc(plain), f"{name}.{member} has no docstring"


def fields(name: str) -> list[str]:
    """The fields of an attrs class that are its own, and so are told where it is told."""
    cls = getattr(retention_sdk, name)
    return [field.name for field in getattr(cls, "__attrs_attrs__", ()) if not field.inherited]


@pytest.mark.parametrize("name", [name for name in NAMES if len(fields(name)) > 2])
def test_fields_are_told(name: str) -> None:
    """Every field of a value with more than two is told in its docstring."""
    told = set(re.findall(r"^ {4}(\w+): ", inspect.getdoc(getattr(retention_sdk, name)) or "", re.MULTILINE))
    if told:
        assert set(fields(name)) - {"cost"} <= told


def test_light() -> None:
    """Importing the package loads no HTTP client, no platform's library, no driver and no migration."""
    heavy = ("httpx", "requests", "urllib3", "shopify", "woocommerce", "psycopg", "alembic", "cyclopts", "rich")
    program = f"import retention_sdk, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_usages_use_everything() -> None:
    """The typed usages import from the package alone, and can be imported: they are people's code."""
    for module in ("usages", "own_kinds", "mistakes"):
        tree = ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))
        sources = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert {source for source in sources if source and source.startswith("retention")} == {"retention_sdk"}
    assert importlib.import_module("tests.typing.usages").order().total.minor == 3998
