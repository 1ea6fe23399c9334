"""Integers only: no float touches a balance, in memory, in a table's column or in a stored text."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Float, Numeric, inspect

from retention_sdk import BadValue, Credit, Engine, Money, Remember, SendMessage
from retention_sdk.store.schema import metadata
from tests.build import config, rows
from tests.laws.stream import PLUGINS, Moody, event

if TYPE_CHECKING:
    from collections.abc import Iterator

MINOR = st.integers(-(10**12), 10**12)


@given(MINOR, st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_parts_add_up(minor: int, weights: list[int]) -> None:
    """Whatever is shared out, its parts add up to it, and none is a whole unit away from its exact share."""
    parts = Money(minor, "EUR").allocate(weights)
    assert sum(part.minor for part in parts) == minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor * sum(weights) - minor * weight) < sum(weights)


@given(MINOR, st.integers(1, 50))
def test_equal_parts_differ_by_a_unit_at_most(minor: int, count: int) -> None:
    """Equal parts differ by one minor unit at most, and the larger ones come first."""
    parts = [abs(part.minor) for part in Money(minor, "EUR").split(count)]
    assert sorted(parts, reverse=True) == parts
    assert parts[0] - parts[-1] <= 1


@pytest.mark.parametrize(
    "make",
    [
        lambda value: Money(value, "EUR"),
        lambda value: Money.of(value, "EUR"),
        lambda value: Money(1, "EUR") * value,
        lambda value: Credit("points", value),
        lambda value: Remember({"x": value}),
        lambda value: SendMessage("hello", data={"x": [value]}),
    ],
)
@pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), float("inf")])
def test_no_value_takes_a_float(make: Any, value: float) -> None:
    """Money, units and what is remembered refuse every float, a whole one too."""
    with pytest.raises(BadValue):
        make(value)


def test_no_column_is_a_float(database_url: str) -> None:
    """No column is of a type that rounds: in our schema, and in the tables as the migrations made them."""
    with Engine.from_config(config(database_url)) as engine:
        found = inspect(engine.store.engine)
        for table in metadata.sorted_tables:
            made = {column["name"]: column["type"] for column in found.get_columns(table.name)}
            assert set(made) == {column.name for column in table.columns}
            for column in table.columns:
                assert not isinstance(column.type, Float | Numeric), f"{table}.{column.name}"
                assert not isinstance(made[column.name], Float | Numeric), f"{table}.{column.name} as it was made"


def floats(value: object) -> Iterator[float]:
    """All floats in a JSON value."""
    if isinstance(value, float):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from floats(part)


def test_no_stored_text_has_a_float(database_url: str) -> None:
    """With rates and shares that are no whole numbers, no number in any row, and in any JSON text, is a float."""
    plugins = PLUGINS | {"points": {"rate": Decimal("1.37"), "tiers": {"gold": "2.5"}, "expires_days": 9}}
    limits = {"per_customer": {"amount": "9.99 EUR", "days": 30}}
    tables = config(database_url, plugins=plugins, limits=limits)
    with Engine.from_config(tables, {"moody": Moody(well=True)}) as engine:
        engine.handle_many(event(number) for number in range(300))
        texts = 0
        for table in metadata.tables:
            for row in rows(engine, table):
                for name, value in row._mapping.items():
                    assert not isinstance(value, float | Decimal), f"{table}.{name} is {value}"
                    if isinstance(value, str) and value.startswith(("{", "[")):
                        assert list(floats(json.loads(value))) == [], f"{table}.{name} is {value}"
                        texts += 1
        assert texts > 900
