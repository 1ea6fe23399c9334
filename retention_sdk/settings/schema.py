"""The JSON Schema of a section, so that an editor can complete it and a form can draw itself."""

import inspect
from typing import Any

from retention_sdk.settings.annotations import kind_of

_ENV = {
    "type": "object",
    "description": "the text that this variable of the environment holds",
    "properties": {"env": {"type": "string", "minLength": 1}},
    "required": ["env"],
    "additionalProperties": False,
}
_SECTION = {
    "use": {"type": "string", "description": "which installed one it is; the section's own name where not given"},
    "enabled": {"type": "boolean", "default": True, "description": "false keeps the section, and does not use it"},
}


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
