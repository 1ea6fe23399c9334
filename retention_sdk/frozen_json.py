"""JSON values that nobody can change: what a strategy remembers, what a template is given."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Union, cast

from retention_sdk.checks import shown, storable
from retention_sdk.errors import BadValue

Json = Union[None, bool, int, str, "tuple[Json, ...]", "Mapping[str, Json]"]

DEEPEST = 32
"""The most levels of lists and dicts in one another; what is stored holds such values within a few more."""

_LEAST, _MOST = -(2**63), 2**63 - 1


def freeze(value: object, levels: int = DEEPEST) -> "Json":
    """A deep, read-only copy of a JSON value.

    Args:
        value: None, a bool, int, str, or lists and dicts of them with str keys.
        levels: how deep lists and dicts may be nested.

    Returns:
        The same value, of tuples and read-only mappings.

    Raises:
        BadValue: anything else; a float too, since no float touches a balance.
    """
    match value:
        case None | bool():
            return value
        case int() if _LEAST <= value <= _MOST:
            return value
        case str() if storable(value):
            return value
        case list() | tuple():
            _see_levels(levels)
            return tuple(freeze(item, levels - 1) for item in cast("list[object]", value))
        case Mapping():
            return freeze_table(cast("Mapping[str, object]", value), levels)
        case _:
            raise BadValue(
                f"{shown(value)} is not a JSON value here; keep None, bool, int (of 64 bits), str, lists and dicts"
            )


def _see_levels(levels: int) -> None:
    if levels < 1:
        raise BadValue(f"lists and dicts are nested deeper than {DEEPEST} levels; keep them flatter")


def freeze_table(value: Mapping[str, object], levels: int = DEEPEST) -> "Mapping[str, Json]":
    """A deep, read-only copy of a JSON object.

    Args:
        value: a mapping with str keys.
        levels: how deep lists and dicts may be nested.

    Returns:
        The same mapping, read-only.

    Raises:
        BadValue: it is no mapping, or holds what JSON or the store has no place for.
    """
    if not isinstance(value, Mapping):
        raise BadValue(f"{shown(value)} is not a JSON object; pass a dict with str keys")
    _see_levels(levels)
    for key in value:
        if type(key) is not str or not storable(key):
            raise BadValue(f"a key is {shown(key)}; a JSON object has plain str keys, without NUL and half characters")
    return MappingProxyType({key: freeze(item, levels - 1) for key, item in value.items()})


def thaw(value: object) -> object:
    """The value again as plain dicts and lists, for a JSON encoder."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in cast("Mapping[str, object]", value).items()}
    if isinstance(value, tuple):
        return [thaw(item) for item in cast("tuple[object, ...]", value)]
    return value
