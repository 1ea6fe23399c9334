"""The garbage collector, held back while a batch runs."""

from __future__ import annotations

import gc

import pytest

from retention_sdk.turns.collector import collector_held
from retention_sdk.turns.handling import MANY
from tests.build import opened, visit


def test_it_runs_again_afterwards() -> None:
    """It is held back inside and runs again at the end, also after an error."""
    seen: dict[str, bool] = {}

    def fails() -> None:
        with collector_held():
            seen["inside"] = gc.isenabled()
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert seen == {"inside": False}
    assert gc.isenabled()


def test_a_program_that_has_none_keeps_none() -> None:
    """Where the program has switched it off, it stays off."""
    gc.disable()
    try:
        with collector_held():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


@pytest.mark.parametrize(("count", "runs"), [(MANY - 1, True), (MANY, False)])
def test_only_a_large_batch_holds_it_back(sqlite_url: str, count: int, runs: bool) -> None:
    """A strategy sees the collector running in a small batch, and held back in a large one."""
    seen: set[bool] = set()

    def look(*_: object) -> None:
        seen.add(gc.isenabled())

    with opened(sqlite_url, {"look": look}) as engine:
        engine.handle_many([visit(f"v-{n}") for n in range(count)])
    assert seen == {runs}
    assert gc.isenabled()
