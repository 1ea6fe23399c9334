"""JSON values that nobody can change: what a strategy remembers, what a template is given."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Union

from retention_sdk.errors import BadValue

Json = Union[None, bool, int, str, "tuple[Json, ...]", "Mapping[str, Json]"]


def freeze(value: object) -> "Json":
    """A deep, read-only copy of a JSON value.

    Args:
        value: None, a bool, int, str, or lists and dicts of them with str keys.

    Returns:
        The same value, of tuples and read-only mappings.

    Raises:
        BadValue: anything else; a float too, since no float touches a balance.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        for key in value:
            if type(key) is not str:
                raise BadValue(f"the key {key!r} is not a str; JSON has no other keys")
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(freeze(item) for item in value)
    raise BadValue(f"{value!r} is a {type(value).__name__}, not a JSON value; keep None, bool, int, str, lists and dicts")


def thaw(value: object) -> object:
    """The value again as plain dicts and lists, for a JSON encoder."""
    if isinstance(value, Mapping):
        return {key: thaw(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    return value
