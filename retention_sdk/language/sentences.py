"""Sentences that are said in English, and know what they were made of."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Self

from attrs import frozen


class Said(str):
    """A sentence, or a part of one, in English.

    Attributes:
        message: what the catalogues know it by, with the names of its values in braces.
        more: its plural; empty where it has none.
        values: what stands in the braces: numbers, money, times, names, and other parts.
    """

    __slots__ = ("message", "more", "values")

    message: str
    more: str
    values: Mapping[str, Any]

    def __new__(cls, message: str, more: str, values: Mapping[str, Any]) -> Self:
        """The sentence as an English text."""
        form = more if more and values["n"] != 1 else message
        told = cls._filled(form, values)
        made = super().__new__(cls, told)
        made.message, made.more, made.values = message, more, values
        return made

    @staticmethod
    def _filled(form: str, values: Mapping[str, Any]) -> str:
        return form.format(**{name: english(value) for name, value in values.items()})

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.message, self.more, self.values)


def said(message: str, /, **values: Any) -> Said:
    """A sentence with its values.

    Args:
        message: in English, with the names of the values in braces; a literal, so that it can be collected.
        values: what stands there.

    Returns:
        The sentence.
    """
    return Said(message, "", values)


def counted(message: str, more: str, n: int, /, **values: Any) -> Said:
    """A sentence with its values, in singular or plural.

    Args:
        message: in English, for 1.
        more: for any other number.
        n: the number, which both name {n}.
        values: what else stands there.

    Returns:
        The sentence.
    """
    return Said(message, more, {"n": n, **values})


def joined(parts: Iterable[object]) -> Said:
    """Parts one after the other, with a comma between."""
    listed = list(parts)
    values = {f"_{place}": part for place, part in enumerate(listed)}
    return Said(", ".join(f"{{{name}}}" for name in values), "", values)


def both(parts: Iterable[object]) -> Said:
    """Parts one after the other, with "and" between."""
    listed = list(parts)
    told = joined(listed[:1])
    for other in listed[1:]:
        told = said("{first} and {other}", first=told, other=other)
    return told


def N_(message: str) -> str:  # noqa: N802 - gettext's name for it
    """A message that is said elsewhere, marked so that it is collected."""
    return message


def NN_(message: str, more: str) -> tuple[str, str]:  # noqa: N802 - the same for two forms
    """A message with its plural, marked so that it is collected."""
    return message, more


_SPANS = (
    (timedelta(days=1), NN_("{n} day", "{n} days")),
    (timedelta(hours=1), NN_("{n} hour", "{n} hours")),
    (timedelta(minutes=1), NN_("{n} minute", "{n} minutes")),
    (timedelta(seconds=1), NN_("{n} second", "{n} seconds")),
)

UNITS = {
    "points": NN_("{n} point", "{n} points"),
    "stamps": NN_("{n} stamp", "{n} stamps"),
    "miles": NN_("{n} mile", "{n} miles"),
}
"""The units that the catalogues know; all others are the merchant's own words."""


@frozen
class Word:
    """A word of ours, such as a state or the kind of an event; the catalogues may know it.

    Args:
        text: the word, as the code has it.
        begins: whether a sentence begins with it.
    """

    text: str
    begins: bool = False

    @property
    def message(self) -> str:
        """What the catalogues know it by."""
        return self.text.replace("_", " ")

    def __str__(self) -> str:
        return self.written(self.message)

    def written(self, word: str) -> str:
        """A form of it as the sentence has it."""
        return word[:1].upper() + word[1:] if self.begins else word


@frozen
class Amount:
    """An amount of a unit."""

    n: int
    unit: str

    def __str__(self) -> str:
        return f"{self.n:,} {one_of(self.unit) if self.n == 1 else self.unit}"


@frozen
class Span:
    """A span of time, in the largest unit that measures it."""

    length: timedelta

    def said(self) -> Said:
        """As a sentence has it: "1 day", "36 hours"."""
        units = ((length, forms) for length, forms in _SPANS if not self.length % length)
        length, forms = next(units, _SPANS[-1])
        return counted(*forms, self.length // length)

    def __str__(self) -> str:
        return str(self.said())


def one_of(units: str) -> str:
    """The singular of an English plural."""
    if units.endswith("ies"):
        return f"{units[:-3]}y"
    return units[:-1] if units.endswith("s") and not units.endswith(("ss", "us")) else units


def english(value: object) -> object:
    """A value as an English sentence has it."""
    match value:
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case date():
            return f"{value:%Y-%m-%d}"
        case timedelta():
            return str(Span(value))
        case _:
            return value


BRACES = re.compile(r"\{(\w+)\}")
"""Where a value stands in a message."""
