"""Versions of the settings: each decision names those that it was made with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from retention_sdk.store import open_store, settings_version
from tests.build import opened, rows, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk.store import Store


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A database with its tables."""
    store = open_store(database_url, "any")
    store.upgrade()
    yield store
    store.close()


def test_versions_count_up(store: Store) -> None:
    """The first settings are version 1; the same ones again are the same version, and changed ones the next."""
    told = [settings_version(store, "shop", body, at) for at, body in enumerate(["a", "a", "b", "b", "a"])]
    assert told == [1, 1, 2, 2, 3]
    assert settings_version(store, "another", "b", 9) == 1


def test_a_decision_names_its_settings(store: Store, database_url: str) -> None:
    """Events that were decided before a change keep naming the settings of then."""
    for points, event in ((1, "v-1"), (2, "v-2"), (2, "v-3")):
        with opened(database_url, plugins={"points": {"rate": points}}) as engine:
            engine.handle(visit(event))
    with opened(database_url, plugins={"points": {"rate": 2}}) as engine:
        assert [(row.id, row.settings) for row in rows(engine, "events")] == [("v-1", 1), ("v-2", 2), ("v-3", 2)]
        bodies = [json.loads(row.body) for row in rows(engine, "settings")]
        assert [body["plugins"]["points"]["settings"]["rate"] for body in bodies] == ["Decimal('1')", "Decimal('2')"]


@pytest.mark.parametrize(
    "change",
    [
        {"limits": {"monthly_budget": "5 EUR"}},
        {"authority": {"agent": "5 EUR"}},
        {"plugins": {"points": {}, "welcome": {}}},
        {"plugins": {"points": {"rate": 3}}},
        {"plugins": {"other_name": {"use": "points"}}},
    ],
)
def test_what_makes_new_settings(store: Store, database_url: str, change: dict[str, object]) -> None:
    """All that a decision depends on is in them: plugins with their settings, limits, authority."""
    base: dict[str, object] = {"plugins": {"points": {}}}
    versions = []
    for tables in (base, base | change, base | change):
        with opened(database_url, **tables) as engine:
            versions.append(len(rows(engine, "settings")))
    assert versions == [1, 2, 2]


def test_the_order_of_asking_makes_new_settings(store: Store, database_url: str) -> None:
    """Strategies that are asked in another order may decide otherwise, so they are other settings."""
    for order in (("points", "welcome"), ("welcome", "points")):
        with opened(database_url, plugins={name: {} for name in order}) as engine:
            made = rows(engine, "settings")
    assert len(made) == 2
