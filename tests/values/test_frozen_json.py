"""JSON values that nobody can change."""

from __future__ import annotations

import json
from collections import OrderedDict
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given

from retention_sdk import BadValue
from retention_sdk.frozen_json import freeze, freeze_table, thaw
from tests.values.made import json_objects, json_values


class Colour(StrEnum):
    """A text with a name."""

    RED = "red"


@given(json_values)
def test_frozen_and_thawed(value: Any) -> None:
    """A frozen value is thawed to what it was; frozen again it is the same."""
    frozen = freeze(value)
    assert thaw(frozen) == value
    assert freeze(frozen) == frozen
    assert json.loads(json.dumps(thaw(frozen))) == value


@given(json_objects)
def test_a_frozen_object_is_a_copy(value: dict[str, Any]) -> None:
    """What happens to the original later does not change the copy, and the copy cannot be changed."""
    frozen = freeze_table(value)
    before = dict(frozen)
    value["new"] = 1
    assert dict(frozen) == before
    with pytest.raises(TypeError):
        frozen["new"] = 1  # type: ignore[index]


def test_frozen_to_the_bottom() -> None:
    """Lists become tuples and dicts read-only mappings, however deep."""
    frozen: Any = freeze({"a": [{"b": [1, 2]}]})
    assert frozen["a"][0]["b"] == (1, 2)
    assert isinstance(frozen["a"][0], MappingProxyType)


def test_what_is_like_json() -> None:
    """Tuples, other mappings and texts with a name are taken for what they are."""
    assert thaw(freeze((1, OrderedDict(a=True), Colour.RED))) == [1, {"a": True}, "red"]


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        Decimal(1),
        {1, 2},
        object(),
        b"x",
        2**63,
        -(2**63) - 1,
        "\0",
        "\ud800",
        ["\0"],
        {"a": {"b": 1.5}},
    ],
)
def test_what_is_no_value(value: Any) -> None:
    """A float, a number of more than 64 bits, a text that no database keeps and any object are refused."""
    with pytest.raises(BadValue, match=r"is not a JSON value here; keep None, bool, int .*, str, lists and dicts"):
        freeze(value)


@pytest.mark.parametrize("key", [1, None, True, 1.5, ("a",), "\0", "\ud800", Colour.RED])
def test_what_is_no_key(key: Any) -> None:
    """The keys of an object are plain texts."""
    with pytest.raises(BadValue, match=r"a key is .*; a JSON object has plain str keys"):
        freeze_table({key: 1})


@pytest.mark.parametrize("value", [None, [], "text", 5, [("a", 1)]])
def test_what_is_no_object(value: Any) -> None:
    """What has no keys is no object."""
    with pytest.raises(BadValue, match="is not a JSON object; pass a dict with str keys"):
        freeze_table(value)


def test_errors_tell_no_data() -> None:
    """An error shows the type of what is refused, since the value may be somebody's."""
    for value in ({"email": b"ada@example.com"}, {"email\0": "ada@example.com"}, ["ada@example.com\0"]):
        with pytest.raises(BadValue) as raised:
            freeze(value)
        assert "ada" not in str(raised.value)
        assert "email" not in str(raised.value)


def test_nested_within_reason() -> None:
    """What JSON's readers could not follow any more is refused, a list that holds itself among it."""
    deep: list[Any] = []
    for _ in range(31):
        deep = [deep]
    assert thaw(freeze(deep)) == deep
    assert thaw(freeze({"a": deep[0]})) == {"a": deep[0]}
    endless: list[Any] = []
    endless.append(endless)
    for value in ([deep], {"a": deep}, endless):
        with pytest.raises(BadValue, match="are nested deeper than 32 levels; keep them flatter"):
            freeze(value)
