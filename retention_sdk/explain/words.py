"""Amounts, spans of time and verbs in words, in singular and plural."""

import re
from datetime import timedelta

_UNITS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
    (timedelta(seconds=1), "second"),
)


def count(amount: int, unit: str) -> str:
    """An amount of a unit whose plural is given: "1 point", "2 points"."""
    return f"{amount:,} {_one(unit) if amount == 1 else unit}"


def _one(units: str) -> str:
    if units.endswith("ies"):
        return f"{units[:-3]}y"
    return units[:-1] if units.endswith("s") and not units.endswith(("ss", "us")) else units


def does(verb: str) -> str:
    """A verb after a name: "gives", "pays", "watches", "replies"."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search("[^aeiou]y$", verb) else f"{verb}s"


def duration(span: timedelta) -> str:
    """A span of time in the largest unit that measures it: "1 day", "36 hours"."""
    length, unit = next(((length, unit) for length, unit in _UNITS if not span % length), _UNITS[-1])
    return count(span // length, f"{unit}s")


def until(words: str, span: timedelta | None) -> str:
    """Words before a span of time, and nothing where there is none: ", valid for 90 days"."""
    return "" if span is None else f"{words} {duration(span)}"
