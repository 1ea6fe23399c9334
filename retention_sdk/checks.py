"""The checks that values share: attrs validators, the converters of their sequences, and what an error says.

An error names the class and the field and says what to pass. It shows a number or an instant, and of anything else
the type alone: a text may be somebody's name or address.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar, cast

from retention_sdk.errors import BadValue
from retention_sdk.money import Money

T = TypeVar("T")
C = TypeVar("C", bound=Callable[..., None])
Check = Callable[[object, Any, Any], None]

LONGEST = 250
"""The most characters of a name: the keys of the tables are made of names, and Postgres bounds a key."""

COUNTABLE = 2**62
"""The most units of anything: two of it still fit into a database's integer."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_NOTHING, _CENTURY = timedelta(0), timedelta(days=36_525)
_PLAIN = (int, float, Decimal, Money, datetime, timedelta)


def shown(value: object) -> str:
    """A value as an error may show it."""
    if value is None or value in ("", (), []) or isinstance(value, _PLAIN):
        return repr(value)
    return f"a {type(value).__name__}"


def refusal(thing: object, name: str, value: object, wanted: str) -> BadValue:
    """The error of a field.

    Args:
        thing: the value that it is a field of.
        name: the field's name.
        value: what was passed.
        wanted: what to pass, in words.

    Returns:
        The error, to be raised.
    """
    return BadValue(f"{type(thing).__name__}.{name} is {shown(value)}; pass {wanted}")


def storable(value: str) -> bool:
    """Whether every database can keep a text: no NUL, no half of a surrogate pair. No printable text has them."""
    return not _UNSTORABLE.search(value)


def any_text(thing: object, attribute: Any, value: Any) -> None:
    """Any text."""
    if type(value) is not str or not (value.isprintable() or storable(value)):
        raise refusal(thing, attribute.name, value, "a text without NUL and half characters")


def worded(thing: object, attribute: Any, value: Any) -> None:
    """A text that is not empty."""
    if type(value) is not str or not value or not storable(value):
        raise refusal(thing, attribute.name, value, "a text that is not empty, without NUL and half characters")


def named(thing: object, attribute: Any, value: Any) -> None:
    """A text that is not empty and not long: an id, a code, a name."""
    if type(value) is not str or not 0 < len(value) <= LONGEST or not (value.isprintable() or storable(value)):
        wanted = f"a text of 1 to {LONGEST} characters, without NUL and half characters"
        raise refusal(thing, attribute.name, value, wanted)


def whole(least: int, most: int = COUNTABLE) -> Check:
    """An int within bounds, and no bool."""
    wanted = f"an int of {least} to " + ("2**62" if most == COUNTABLE else f"{most}")

    def check(thing: object, attribute: Any, value: Any) -> None:
        """Refuse what is no int, or not within the bounds."""
        if type(value) is not int or not least <= value <= most:
            raise refusal(thing, attribute.name, value, wanted)

    _BOUNDS[check] = {"minimum": least, "maximum": most}
    return check


def flag(thing: object, attribute: Any, value: Any) -> None:
    """True or False."""
    if type(value) is not bool:
        raise refusal(thing, attribute.name, value, "True or False")


def money(thing: object, attribute: Any, value: Any) -> None:
    """Money of either sign."""
    if not isinstance(value, Money):
        raise refusal(thing, attribute.name, value, "Money, such as Money.of('39.98', 'EUR')")


def above_zero(thing: object, attribute: Any, value: Any) -> None:
    """Money above zero."""
    if not isinstance(value, Money) or value.minor <= 0:
        raise refusal(thing, attribute.name, value, "Money above zero")


def zero_or_more(thing: object, attribute: Any, value: Any) -> None:
    """Money of zero or more, or None where it is not known."""
    if value is not None and (not isinstance(value, Money) or value.minor < 0):
        raise refusal(thing, attribute.name, value, "Money of zero or more, or None")


def span(thing: object, attribute: Any, value: Any) -> None:
    """A span of time above zero and within a century."""
    if not isinstance(value, timedelta) or not _NOTHING < value <= _CENTURY:
        raise refusal(thing, attribute.name, value, "a timedelta above zero and of 100 years at most, such as days(30)")


def span_or_none(thing: object, attribute: Any, value: Any) -> None:
    """A span of time above zero and within a century, or None: that is how to say at once, and for ever."""
    if value is not None:
        span(thing, attribute, value)


def instance(*kinds: type) -> Check:
    """A value of one of a few classes."""
    wanted = " or ".join(kind.__name__ for kind in kinds)

    def check(thing: object, attribute: Any, value: Any) -> None:
        """Refuse what is of none of the classes."""
        if not isinstance(value, kinds):
            raise refusal(thing, attribute.name, value, wanted)

    return check


def many(values: Iterable[T]) -> tuple[T, ...]:
    """A tuple of what can be iterated; a text, and what cannot, is left for `each` to refuse."""
    if isinstance(values, str) or not hasattr(values, "__iter__"):
        return cast("tuple[T, ...]", values)
    return tuple(values)


def texts(values: Iterable[str]) -> tuple[str, ...]:
    """A tuple of texts; what is none is left for `each_named` to refuse."""
    return values if isinstance(values, tuple) else many(values)


def each(kind: type) -> Check:
    """A tuple whose items are all of a class."""

    def check(thing: object, attribute: Any, value: Any) -> None:
        """Refuse what is no tuple, and a tuple with an item of another class."""
        if type(value) is not tuple:
            raise refusal(thing, attribute.name, value, f"a list of {kind.__name__}")
        for item in cast("tuple[object, ...]", value):
            if not isinstance(item, kind):
                raise refusal(thing, f"{attribute.name}[…]", item, f"a list of {kind.__name__}")

    return check


def each_named(thing: object, attribute: Any, value: Any) -> None:
    """A tuple of ids, codes, names."""
    if type(value) is not tuple:
        raise refusal(thing, attribute.name, value, "a list of texts")
    for item in cast("tuple[object, ...]", value):
        named(thing, attribute, item)


_FORMS: dict[Any, Mapping[str, object]] = {}

_BOUNDS: dict[Check, Mapping[str, int]] = {
    worded: {"minLength": 1},
    named: {"minLength": 1, "maxLength": LONGEST},
    above_zero: {"exclusiveMinimum": 0},
    zero_or_more: {"minimum": 0},
    each_named: {"minLength": 1, "maxLength": LONGEST},
}


def bounds(validator: Any) -> Mapping[str, int]:
    """The bounds of a field.

    Args:
        validator: the field's, as attrs has it.

    Returns:
        The bounds of its number or amount, or of the length of its text or texts, by their names in JSON Schema;
        nothing where it has none.
    """
    found: dict[str, int] = {}
    for part in _parts(validator):
        found |= _BOUNDS.get(part, {})
    return found


def accepts(**form: object) -> Callable[[C], C]:
    """Say in JSON Schema, beside a check, what it accepts; what a schema cannot say is left to the check.

    Args:
        form: keywords of JSON Schema for the value, or for each item where the field holds several.

    Returns:
        A decorator, which gives the check back.
    """

    def note(check: C) -> C:
        """Note what it accepts."""
        _FORMS[check] = form
        return check

    return note


def accepted(validator: Any) -> Mapping[str, object]:
    """What a field accepts, in JSON Schema's words: its bounds, and what its checks say of themselves.

    Args:
        validator: the field's, as attrs has it.
    """
    found: dict[str, object] = {**bounds(validator)}
    for part in _parts(validator):
        found |= _FORMS.get(part, {})
    return found


def _parts(validator: Any) -> Iterable[Any]:
    inner = getattr(validator, "validator", validator)  # what attrs' `optional` is around
    return getattr(inner, "_validators", (inner,))  # what attrs makes of a list
