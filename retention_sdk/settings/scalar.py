"""Settings of one value, and where it comes from: the file, or the environment."""

import os
from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from retention_sdk.errors import BadValue
from retention_sdk.settings.document import as_table
from retention_sdk.settings.kind import Kind, told
from retention_sdk.settings.problems import Place
from retention_sdk.settings.secret import HIDDEN, env_name


@frozen
class Scalar(Kind):
    """One value; one that is written as text may come from the environment.

    Args:
        wanted: what to write.
        form: its JSON Schema.
        convert: gives the value of a raw one, or None where it has not the form.
        unconvert: gives the raw value again.
        text: whether it is written as text.
        secret: whether it is never shown.
        signs: the patterns of its texts where it must be zero or more, or above zero, by the bound's name.
    """

    wanted: str
    form: Mapping[str, object]
    convert: Callable[[Any, Place], Any]
    unconvert: Callable[[Any], Any] = lambda value: value
    text: bool = False
    secret: bool = False
    signs: Mapping[str, str] = field(factory=dict[str, str])

    def read(self, raw: object, place: Place) -> Any:
        """Converts it; no problem shows a secret or what came from the environment."""
        name = env_name(raw) if self.text else None
        given = os.environ.get(name) if name else raw
        try:
            value, problem = self.convert(given, place), f"given {told(given)}; write {self.wanted}"
        except BadValue as error:
            value, problem = None, str(error)
        if name:
            wrong = "does not hold" if given else "is not set; let it hold"
            problem = f"the environment variable {name} {wrong} {self.wanted}"
        elif self.secret:
            problem = f"write {self.wanted}"
        if value is None or (name and not given):
            place.refuse(problem)
        return value

    def write(self, value: Any) -> Any:
        """Unconverts it."""
        return HIDDEN if self.secret else self.unconvert(value)

    def redacted(self, raw: object) -> object:
        """Hides a secret; the name of a variable is none."""
        if self.secret and not env_name(raw):
            return HIDDEN
        is_json = raw is None or isinstance(raw, str | int | float) or as_table(raw) is not None
        return raw if is_json else str(raw)

    def schema(self, **more: object) -> dict[str, Any]:
        """Its form; where that is text, a variable's name too."""
        form = {**self.form, **more}
        if bounds := [word for word in self.signs if form.get(word) == 0]:
            form["pattern"] = self.signs[bounds[0]]
        if form.get("type") == "string":  # JSON knows no least text
            form = {word: value for word, value in form.items() if word not in self.signs}
        return {"anyOf": [form, {"$ref": "#/$defs/env"}]} if self.text else form
