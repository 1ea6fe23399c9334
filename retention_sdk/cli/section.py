"""The text of a section: a plugin's or an adapter's table, with each setting, its help and its default."""

import json
import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

from retention_sdk.settings import redacted, schema
from retention_sdk.settings.document import as_array, as_table
from retention_sdk.settings.secret import HIDDEN
from retention_sdk.settings.sections import RESERVED

_TEXTS = {"[A-Z]{3}": "5 {currency}", "^[0-9]{4}-": "2026-12-24", "{1,2}-": "12-24"}
"""Texts that a setting could have, by a part of their pattern."""


def section(
    path: tuple[str, str], cls: type, currency: str, *, enabled: bool = True, given: Mapping[str, str] | None = None
) -> str:
    """The text of a section.

    Args:
        path: "plugins" or "adapters", and its name.
        cls: the class of its settings.
        currency: the store's.
        enabled: whether its head is no comment.
        given: the settings that have a value, with their values as TOML; what they are stands as a comment, of all
            that are not given: their defaults or, where there are none, examples.

    Returns:
        Lines of TOML, without an end of the last one.

    Raises:
        PluginError: no section can be for the class.
    """
    described, given = schema(cls), given or {}
    purpose, hidden = described["description"].partition("\n")[0], secrets(cls)
    lines = wrap(f"{path[1]}: {purpose}", 116, initial_indent="# ", subsequent_indent="# ")
    lines.append(f"{'' if enabled else '# '}[{'.'.join(path)}]")
    for name, form in described["properties"].items():
        if name in RESERVED:
            continue
        if name in given:
            lines.append(_line(f"{name} = {given[name]}", "", form))
        else:
            value = from_env(path[1], name) if name in hidden else in_toml(_value(form, currency))
            note = "" if "default" in form else "must be given: " if name in described["required"] else "not set: "
            lines.append(_line(f"# {name} = {value}", note, form))
    return "\n".join(lines)


def _line(assignment: str, note: str, form: Mapping[str, Any]) -> str:
    plain, help = _plain(form), " ".join(form.get("description", "").split())
    choices = f"; one of {', '.join(map(str, plain['enum']))}" if "enum" in plain else ""
    return f"{assignment:<36}  # {note}{help}{choices}".rstrip(" #")


def secrets(cls: type) -> set[str]:
    """The settings of a class that are never shown."""
    texts = {name: "" for name, form in schema(cls)["properties"].items() if is_text(form)}
    return {name for name, shown in redacted(cls, texts).items() if shown == HIDDEN} - {*RESERVED}


def from_env(name: str, setting: str) -> str:
    """How a file has a secret: by the name of a variable of the environment."""
    return in_toml({"env": re.sub(r"\W", "_", f"{name}_{setting}").upper()})


def is_text(form: Mapping[str, Any]) -> bool:
    """Whether a setting of this form is written in quotes."""
    return _plain(form).get("type") == "string"


def _value(form: Mapping[str, Any], currency: str) -> object:
    return form["default"] if "default" in form else _example(_plain(form), currency)


def _plain(form: Mapping[str, Any]) -> Mapping[str, Any]:
    """The form without the other one, `{ env = "NAME" }`."""
    return {**form, **form["anyOf"][0]} if "anyOf" in form else form


def _example(form: Mapping[str, Any], currency: str) -> object:
    """A value that a setting without a default could have."""
    if "enum" in form:
        return form["enum"][0]
    kind = form.get("type")
    if kind == "integer":
        return max(form.get("minimum", 0), min(30, form.get("maximum", 30)))
    if kind == "string":
        pattern = form.get("pattern", "")
        return next((text for part, text in _TEXTS.items() if part in pattern), "...").format(currency=currency)
    if kind == "object":
        known: Mapping[str, Any] = form.get("properties") or {"name": form.get("additionalProperties", {})}
        wanted: Sequence[str] = form.get("required", () if "properties" in form else ("name",))
        return {name: _example(_plain(known[name]), currency) for name in wanted}
    if kind == "array":
        return [_example(_plain(form["items"]), currency)]
    others: dict[str, object] = {"boolean": True}
    return others.get(str(kind), 1)


def in_toml(value: object) -> str:
    """A value as TOML has it."""
    table, array = as_table(value), as_array(value)
    if table is not None:
        items = ", ".join(f"{_key(name)} = {in_toml(item)}" for name, item in table.items())
        return f"{{ {items} }}" if items else "{}"
    if array is not None:
        return f"[{', '.join(in_toml(item) for item in array)}]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else json.dumps(name, ensure_ascii=False)
