"""Reads a table as a plugin's settings."""

from __future__ import annotations

from typing import Any

from attrs import make_class

from retention_sdk.authoring import setting
from retention_sdk.settings import Document, Problems, read, structure

PATH = ("plugins", "x")


def of_mapping(cls: Any, table: object, currency: str = "EUR") -> tuple[Any, list[str]]:
    """What the settings become, and the problems without their common start."""
    problems = Problems(read({"store": {"currency": currency}, "plugins": {"x": table}}))
    made = structure(cls, table, PATH, problems)
    assert (made is None) == bool(problems)
    return made, [problem.removeprefix("plugins.x").lstrip(".: ") for problem in problems]


def of_file(cls: Any, document: Document) -> tuple[Any, list[str]]:
    """The same for `[plugins.x]` of a file, with the problems whole."""
    problems = Problems(document)
    made = structure(cls, document.data["plugins"]["x"], PATH, problems)  # type: ignore[index]
    return made, list(problems)


def one_setting(annotation: Any, **options: Any) -> type:
    """A class with a single setting, `value`."""
    field = setting(**options)
    cls = make_class("One", {"value": field}, frozen=True)
    cls.__annotations__ = {"value": annotation}
    return cls
