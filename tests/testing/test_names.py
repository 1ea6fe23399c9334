"""The names of the kit: sorted, told, and loaded by nobody who does not ask for them."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from typing import Any

import pytest

from retention_sdk import testing
from retention_sdk.platforms import Adapter
from retention_sdk.testing import drawn
from tests.conftest import ROOT
from tests.typing.test_public_names import rank


@pytest.mark.parametrize("module", [testing, drawn])
def test_sorted(module: Any) -> None:
    """The names are in one order, each once, and nothing else looks public."""
    assert sorted(module.__all__, key=rank) == module.__all__
    found = {name for name, value in vars(module).items() if not name.startswith("_") and not inspect.ismodule(value)}
    assert found == set(module.__all__)


@pytest.mark.parametrize("name", testing.__all__)
def test_told(name: str) -> None:
    """Every name tells what it is, and pytest takes none for a test."""
    value: Any = getattr(testing, name)
    assert name == "START" or (inspect.getdoc(value) or "")[:1].isupper()
    assert not name.lower().startswith("test")


def test_in_the_reference() -> None:
    """Every name of the kit is on its page."""
    page = (ROOT / "docs" / "reference" / "testing.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", page))))
    assert {*testing.__all__, *drawn.__all__} <= named


@pytest.mark.parametrize("cls", [testing.Shop, testing.Recorder, testing.ManualClock])
def test_words_in_the_reference(cls: type) -> None:
    """So is every word of a shop, of its adapter and of its clock."""
    page = (ROOT / "docs" / "reference" / "testing.md").read_text(encoding="utf-8")
    told = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", page))))
    adapters = {name for name in vars(Adapter) if not name.startswith("_")}
    assert {name for name in dir(cls) if not name.startswith("_")} - adapters <= told


def test_light() -> None:
    """Importing the package loads neither the kit nor what it is made with; builders alone load no hypothesis."""
    program = "import sys, retention_sdk; print([name for name in sys.modules if 'testing' in name.split('.')])"
    program += "; print({'pytest', 'hypothesis'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\nset()\n"
