"""The part of JSON Schema that our schemas use, so that the tests need no library for it."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
}
KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "default", "anyOf", "type", "enum", "pattern", "minLength"),
    *("minimum", "maximum", "items", "properties", "required", "additionalProperties"),
}


def accepts(schema: dict[str, Any], value: Any, root: dict[str, Any] | None = None) -> bool:
    """Whether a value is valid.

    Args:
        schema: the schema; a keyword that is not known here fails the test.
        value: what `tomllib` or a JSON parser gives.
        root: the schema that has the `$defs`.
    """
    root = root or schema
    assert set(schema) <= KNOWN
    if "$ref" in schema:
        return accepts(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, root)
    if "anyOf" in schema:
        return any(accepts(option, value, root) for option in schema["anyOf"])
    return _is_of(schema, value) and _is_within(schema, value) and _has_parts(schema, value, root)


def _is_of(schema: dict[str, Any], value: Any) -> bool:
    names = schema.get("type", list(TYPES))
    allowed = [kind for name in ([names] if isinstance(names, str) else names) for kind in TYPES[name]]
    if "enum" in schema and not any(type(one) is type(value) and one == value for one in schema["enum"]):
        return False
    return type(value) in allowed


def _is_within(schema: dict[str, Any], value: Any) -> bool:
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None and len(value) >= schema.get("minLength", 0)
    if isinstance(value, int):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return True


def _has_parts(schema: dict[str, Any], value: Any, root: dict[str, Any]) -> bool:
    if isinstance(value, list):
        return all(accepts(schema["items"], item, root) for item in value)
    if not isinstance(value, dict):
        return True
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    return set(schema.get("required", ())) <= set(value) and all(
        accepts(known[key], item, root) if key in known else others is not False and accepts(others, item, root)
        for key, item in value.items()
    )
