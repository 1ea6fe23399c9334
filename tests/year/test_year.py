"""A year with every strategy that ships: all of them act, nothing comes twice, nothing is exceeded."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from retention_sdk.registry import PLUGINS
from tests.year.counting import duplicates, exceeded, tallies
from tests.year.running import lived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.year.running import Year

TEST_ALONE = {"welcome"}
"""What the shop has not, since membership goes before it."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """A year of a tiny shop; of a hundred orders thirty come back."""
    found = lived(f"sqlite:///{tmp_path_factory.mktemp('year') / 'year.db'}", orders=100, refunds=30)
    with found.engine:
        yield found


def test_every_strategy_is_in_it(whole: Year) -> None:
    """The shop has switched on whatever ships."""
    shipped = {one.name for one in entry_points(group=PLUGINS) if one.value.startswith("retention_plugins.")}
    assert {one.name for one in whole.engine.registry.enabled} == shipped - TEST_ALONE


def test_nothing_comes_twice(whole: Year) -> None:
    """Neither at the platform nor for one occasion."""
    assert duplicates(whole) == []


def test_nothing_is_exceeded(whole: Year) -> None:
    """Budgets, limits of customers and cooldowns hold as an auditor counts them, and the books add up."""
    assert exceeded(whole) == []
    assert not [failure for decision in whole.decisions for failure in decision.failures]


def test_what_came_back_is_taken_back(whole: Year) -> None:
    """Points go with the orders that come back, and with no others."""
    points = tallies(whole.engine)["points"]
    assert 0 < points.back["credit"] < points.given["credit"]
