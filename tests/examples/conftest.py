"""Where the examples are, and how a program of theirs is run."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.audit import audit
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def examples() -> Path:
    """The folder of examples."""
    folder = ROOT / "examples"
    if not folder.is_dir():
        pytest.skip("the examples are not beside this suite")
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., str]:
    """Runs Python in a fresh folder, or a given one, warnings being errors, and answers what it printed."""
    fresh = tmp_path / "work"
    fresh.mkdir()

    def python(*arguments: str | Path, path: Path | None = None, folder: Path = fresh) -> str:
        environment = {**os.environ, "PYTHONPATH": str(path or ""), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-W", "error", *map(str, arguments)]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return python


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The shop and the engine, each behind an address of its own; at the end the books are right."""
    folder = ROOT / "examples" / "storefront"
    if not folder.is_dir():
        pytest.skip("the examples are not beside this suite")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        for name in ("SHOP_ACTIONS_URL", "SHOP_HISTORY_URL", "SHOP_SECRET"):
            patch.setenv(name, "")  # so that what the program sets is gone afterwards
        program = importlib.import_module("run")
        with program.town(tmp_path_factory.mktemp("town")) as running:
            yield running
            assert running.work() == 0
            assert audit(running.engine) == []
