"""Reads values of the shop's JSON, none of which is what it should be for sure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

Thing = Mapping[str, Any]
"""An object of the shop's JSON."""


def amount_of(value: object) -> Decimal | None:
    """An amount of money or of percent, whatever it is written as: "5", "5.00" and 5 are one; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def number_of(value: object) -> int:
    """The number that names something; 0 where there is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() else 0


def text_of(thing: Thing, name: str) -> str:
    """A text; empty where there is none."""
    found = thing.get(name)
    return found if isinstance(found, str) else ""


def things_of(thing: Thing, name: str) -> Sequence[Thing]:
    """The objects of a list; none where there is no such list."""
    return objects(thing.get(name))


def objects(found: object) -> Sequence[Thing]:
    """The objects among what should be a list of them."""
    if not isinstance(found, list):
        return []
    return [cast(Thing, one) for one in cast("list[object]", found) if isinstance(one, dict)]


def meta_of(thing: Thing, key: str) -> str | None:
    """A value of its meta data as a text, which the shop makes of most values; None where it has none."""
    found = next((one.get("value") for one in things_of(thing, "meta_data") if one.get("key") == key), None)
    return None if found is None else str(found)
