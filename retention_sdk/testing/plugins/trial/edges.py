"""Values at the edges of what a setting's schema allows, and a little beyond them."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

WRONG = 0.5
"""What no setting can be: money and points are no floats, nor is anything else."""

MANY = 1_000_000
"""As much as somebody could mean; what is wrong above it is for a bound, `le`, to say."""

TEXTS = (
    *("", " ", "x", "no such thing", "Ünïcödé ❤", "two\nlines", "a" * 200),
    *("0", "-1", "0.5", str(MANY), "0 EUR", "0.01 EUR", "-3 EUR", f"{MANY} EUR", "5 USD"),
    *("1900-01-01", "2100-01-02", "2100-02-30", "8999-12-31", "02-29", "12-31", "--06-15", "13-01"),
)
"""Texts of every form; those that have the form of a setting are tried."""


def edges(schema: Mapping[str, Any]) -> Iterator[object]:
    """Raw values of a setting, as a file could have them.

    Args:
        schema: the setting's JSON Schema.

    Yields:
        Values of its form, those at its bounds and just beyond them first.
    """
    if "enum" in schema:
        yield from schema["enum"]
        yield "no such thing"
        return
    for option in schema.get("anyOf", ()):
        if "$ref" not in option:  # a variable of the environment
            yield from edges(option)
    kinds = schema.get("type", ())
    for kind in [kinds] if isinstance(kinds, str) else cast("list[str]", kinds):
        yield from _OF[kind](schema) if kind in _OF else ()


def _numbers(schema: Mapping[str, Any]) -> Iterator[object]:
    least, most = schema.get("minimum"), schema.get("maximum")
    bounds = [least, least and least - 1, most, most and most + 1]
    yield from dict.fromkeys(one for one in (*bounds, 0, 1, -1, MANY) if one is not None)


def _texts(schema: Mapping[str, Any]) -> Iterator[object]:
    pattern = schema.get("pattern", "")
    yield from (text for text in TEXTS if re.search(pattern, text))


def _lists(schema: Mapping[str, Any]) -> Iterator[object]:
    yield []
    yield from ([one] for one in edges(schema.get("items", {})))


def _tables(schema: Mapping[str, Any]) -> Iterator[object]:
    yield {}
    named, known = schema.get("additionalProperties"), cast("Mapping[str, Any]", schema.get("properties", {}))
    if isinstance(named, Mapping):
        yield from ({"x": one} for one in edges(cast("Mapping[str, Any]", named)))
        yield {"": "x"}
    needed = {name: usual(known[name]) for name in schema.get("required", ())}
    for name, form in known.items():
        yield from ({**needed, name: one} for one in edges(form))


def usual(schema: Mapping[str, Any]) -> object:
    """A value that is nothing special, where a table needs one."""
    if "default" in schema:
        return schema["default"]
    found = [*edges(schema)]
    return next((one for one in (1, "x", "2100-01-02", "0.01 EUR") if one in found), found[0] if found else None)


def _either(_: Mapping[str, Any]) -> Iterator[object]:
    yield from (True, False)


_OF: Mapping[str, Callable[[Mapping[str, Any]], Iterator[object]]] = {
    "integer": _numbers,
    "string": _texts,
    "boolean": _either,
    "array": _lists,
    "object": _tables,
}
