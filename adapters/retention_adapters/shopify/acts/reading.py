"""Reads answers, in which much may be null."""

from collections.abc import Mapping, Sequence
from typing import Any

Found = Mapping[str, Any]

_NOTHING: Found = {}


def inside(found: Found | None, name: str) -> Found:
    """An object within an object; an empty one where there is none."""
    value: Found | None = (found or _NOTHING).get(name)
    return value or _NOTHING


def listed(found: Found | None, name: str = "nodes") -> Sequence[Found]:
    """A list within an object, such as a connection's nodes; an empty one where there is none."""
    value: Sequence[Found] | None = (found or _NOTHING).get(name)
    return value or ()
