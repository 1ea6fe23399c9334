"""The attrs validators that events and actions share."""

from collections.abc import Callable
from typing import Any

from attrs import Attribute

from retention_sdk.errors import BadValue
from retention_sdk.money import Money

Check = Callable[[object, "Attribute[Any]", Any], None]


def _refuse(thing: object, attribute: "Attribute[Any]", value: object, wanted: str) -> BadValue:
    return BadValue(f"{type(thing).__name__}.{attribute.name} is {value!r}; pass {wanted}")


def named(thing: object, attribute: "Attribute[Any]", value: object) -> None:
    """A text that is not empty."""
    if type(value) is not str or not value:
        raise _refuse(thing, attribute, value, "a text that is not empty")


def whole(least: int, most: int | None = None) -> Check:
    """An int within bounds, and no bool."""

    def check(thing: object, attribute: "Attribute[Any]", value: object) -> None:
        if type(value) is not int or value < least or (most is not None and value > most):
            raise _refuse(thing, attribute, value, f"an int of {least} " + ("or more" if most is None else f"to {most}"))

    return check


def above_zero(thing: object, attribute: "Attribute[Any]", value: object) -> None:
    """Money above zero."""
    if not isinstance(value, Money) or value.minor <= 0:
        raise _refuse(thing, attribute, value, "Money above zero")


def zero_or_more(thing: object, attribute: "Attribute[Any]", value: object) -> None:
    """Money of zero or more, or None where it is not known."""
    if value is not None and (not isinstance(value, Money) or value.minor < 0):
        raise _refuse(thing, attribute, value, "Money of zero or more, or None")
