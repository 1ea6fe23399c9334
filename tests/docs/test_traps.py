"""The page of traps names tests that are there."""

from __future__ import annotations

import ast
import re

import pytest

from tests.conftest import ROOT
from tests.docs.pages import page

PAGE = page("traps")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| what went"))]
NAMED = sorted(set(re.findall(r"`([a-z_/]+\.py)(?:::(\w+))?`", PAGE)))


def test_each_trap_has_a_test() -> None:
    """No row is a claim alone: its last cell names a test."""
    assert len(ROWS) > 40
    assert [row for row in ROWS if ".py" not in row.split("|")[3]] == []


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_the_test_is_there(file: str, test: str) -> None:
    """A named test is a function of the suite, and a named file has tests."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    functions = [one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]
    assert test in functions if test else any(name.startswith("test_") for name in functions)
