"""A class of settings: made from a raw table, shown without its secrets, described in JSON Schema."""

import inspect
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from retention_sdk.settings.annotations import kind_of
from retention_sdk.settings.lines import Keys
from retention_sdk.settings.problems import Place, Problems
from retention_sdk.settings.secret import HIDDEN

T = TypeVar("T")

_ENV = {
    "type": "object",
    "description": "the text that this variable of the environment holds",
    "properties": {"env": {"type": "string", "minLength": 1}},
    "required": ["env"],
    "additionalProperties": False,
}


def structure(cls: type[T], raw: object, path: Keys, problems: Problems) -> T | None:
    """Make settings from what was written.

    Args:
        cls: an attrs class whose fields are the settings, or another type that a setting can have.
        raw: the table, or value, as the document has it.
        path: where in the document it is.
        problems: gets a sentence for each thing that is wrong, all at once.

    Returns:
        The instance, or None where there was a problem.

    Raises:
        PluginError: a field of the class has a type that a setting cannot have.
    """
    before = len(problems)
    value = kind_of(cls).read(raw, Place(problems, path))
    return cast("T", value) if len(problems) == before else None


def redacted(cls: type | None, raw: Mapping[str, object]) -> dict[str, object]:
    """What a table says, for printing.

    Args:
        cls: the class of its settings; None where that is not known.
        raw: the table as the document has it.

    Returns:
        The table: `{ env = "NAME" }` as it was written, each `Secret` and each unknown key's value as `***`.
    """
    shown = kind_of(cls).redacted(raw) if cls else dict.fromkeys(raw, HIDDEN)
    return cast("dict[str, object]", shown)


def schema(cls: type) -> dict[str, Any]:
    """The JSON Schema of a plugin's or adapter's section, so that an editor can complete it.

    Args:
        cls: the class of its settings.

    Returns:
        A schema of draft 2020-12; `use` and `enabled`, which each section can have, are in it.

    Raises:
        PluginError: a field of the class has a type that a setting cannot have.
    """
    table = kind_of(cls).schema()
    table["properties"] = _SECTION | table["properties"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": cls.__name__,
        "description": inspect.cleandoc(cls.__doc__ or ""),
        **table,
        "$defs": {"env": _ENV},
    }


_SECTION = {
    "use": {"type": "string", "description": "which installed one it is; the section's own name where not given"},
    "enabled": {"type": "boolean", "default": True, "description": "false keeps the section, and does not use it"},
}
