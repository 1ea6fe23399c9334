"""Fixtures are for those who ask for them; a store that merely uses the SDK sees none in its tests."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from retention_sdk.testing.fixtures import OpensShop, retention_clock, retention_recorder, retention_shop

if TYPE_CHECKING:
    from pathlib import Path

    from retention_sdk.testing import ManualClock, Recorder

__all__ = ["retention_clock", "retention_recorder", "retention_shop"]

USES = """
import sys

import pytest
import retention_sdk

@pytest.mark.parametrize("name", ["retention_shop", "retention_clock", "retention_recorder"])
def test_none_is_there(name, request):
    with pytest.raises(pytest.FixtureLookupError):
        request.getfixturevalue(name)
    assert not [module for module in sys.modules if module.startswith("retention_sdk.testing")]
"""

ASKS = """
pytest_plugins = ["retention_sdk.testing.fixtures"]
"""

USES_IT = """
def test_it(retention_shop, retention_clock, retention_recorder):
    shop = retention_shop(plugins={"points": {"rate": 1}})
    shop.buys("ann", 20)
    shop.passes(days=1)
    assert shop.clock is retention_clock and shop.recorder is retention_recorder
    assert shop.wallet("ann", "points").available == 20
"""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run pytest on a store's tests, in its folder, as a process of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    # what a run of ours is told is no business of the store's
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    return subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)


def test_nobody_who_does_not_ask(tmp_path: Path) -> None:
    """A store's tests have no fixture of ours, and `retention_sdk.testing` is not even imported."""
    (tmp_path / "test_store.py").write_text(USES, encoding="utf-8")
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "3 passed" in done.stdout


def test_whoever_asks(tmp_path: Path) -> None:
    """One line in conftest.py, and a test has a shop, its clock and its adapter."""
    (tmp_path / "conftest.py").write_text(ASKS, encoding="utf-8")
    (tmp_path / "test_store.py").write_text(USES_IT, encoding="utf-8")
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_shops_of_a_test(retention_shop: OpensShop, retention_clock: ManualClock, retention_recorder: Recorder) -> None:
    """The shops of a test go by its clock, and have its adapter carry everything out."""
    one, other = retention_shop(plugins={"points": {"rate": 1}}), retention_shop(strict=False)
    one.passes(days=2)
    assert other.clock.now == retention_clock.now == one.clock.now
    assert one.recorder is other.recorder is retention_recorder
    assert (one.strict, other.strict) == (True, False)
