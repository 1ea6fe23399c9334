"""Scalars that take what Shopify takes: the schema alone would take anything."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graphql import GraphQLScalarType, GraphQLSchema, Undefined, value_from_ast_untyped

if TYPE_CHECKING:
    from collections.abc import Callable

_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_WHOLE = re.compile(r"\d{1,20}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"{value!r} is not {what}")
        return value

    return read


def _decimal(value: Any) -> str:
    if isinstance(value, bool) or not _DECIMAL.fullmatch(str(value)):
        raise ValueError(f"{value!r} is not a decimal")
    return str(value)


def _instant(value: Any) -> str:
    datetime.fromisoformat(_matching(_INSTANT, "a DateTime in ISO 8601 with its zone")(value))
    return str(value)


def _date(value: Any) -> str:
    return date.fromisoformat(value).isoformat()


def _url(value: Any) -> str:
    if not urlsplit(str(value)).scheme:
        raise ValueError(f"{value!r} is not a URL")
    return str(value)


_READS: dict[str, Callable[[Any], Any]] = {
    "Date": _date,
    "DateTime": _instant,
    "Decimal": _decimal,
    "Money": _decimal,
    "URL": _url,
    "UnsignedInt64": _matching(_WHOLE, "an UnsignedInt64, which is a text of digits"),
}


def make_strict(schema: GraphQLSchema) -> None:
    """Let the scalars of a schema take what Shopify takes and nothing else (graphql-core 3.2 and 3.3 name it apart)."""
    for name, read in _READS.items():
        scalar = schema.type_map.get(name)
        assert isinstance(scalar, GraphQLScalarType), name
        scalar.parse_value = read  # type: ignore[method-assign]
        scalar.coerce_input_value = read  # type: ignore[method-assign]
        scalar.parse_literal = _literal(read)  # type: ignore[method-assign]
        scalar.coerce_input_literal = _literal(read)  # type: ignore[method-assign]
        scalar.serialize = scalar.coerce_output_value = _shown  # type: ignore[method-assign]


def _literal(read: Callable[[Any], Any]) -> Callable[..., Any]:
    def literal(node: Any, _variables: Any = None) -> Any:
        value = value_from_ast_untyped(node)
        return Undefined if value is Undefined else read(value)

    return literal


def _shown(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime | date) else str(value)
