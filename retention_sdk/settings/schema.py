"""The JSON Schema of a section, so that an editor can complete it and a form can draw itself."""

import inspect
from typing import Any

from retention_sdk.docstrings import fields_told
from retention_sdk.settings.annotations import kind_of
from retention_sdk.settings.authority import authority_schema
from retention_sdk.settings.config import KINDS, Config
from retention_sdk.settings.store import StoreSettings

DRAFT = "https://json-schema.org/draft/2020-12/schema"

ENV = {
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
        "$schema": DRAFT,
        "title": cls.__name__,
        **table,
        "description": inspect.cleandoc(cls.__doc__ or ""),
        "$defs": {"env": ENV},
    }


def table_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas of the tables that are no plugin's or adapter's, by name; they refer to `#/$defs/env`."""
    tables = {name: kind_of(kind).schema() for name, kind in {"store": StoreSettings, **KINDS}.items()}
    told = fields_told(Config)
    return {
        name: {"description": told[name], **one} for name, one in {**tables, "authority": authority_schema()}.items()
    }
