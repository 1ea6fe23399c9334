"""Every strategy that ships keeps every law."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from retention_sdk.registry import PLUGINS
from tests.contract.case import case, names
from tests.contract.laws import LAWS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", names())
def test_the_contract(name: str, law: str, tmp_path: Path) -> None:
    """The strategy keeps the law."""
    LAWS[law](name, case(name), tmp_path)


def test_every_strategy_has_a_case() -> None:
    """No strategy that ships is without one."""
    shipped = [one.name for one in entry_points(group=PLUGINS) if one.value.startswith("retention_plugins.")]
    assert names() == sorted(shipped)
