"""The schema of a version: the latest, without what that version has not yet."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
)

from tests.adapters.shopify.fake.scalars import make_strict
from tests.adapters.shopify.schema.documents import HERE, latest

VERSIONS: dict[str, dict[str, list[str]]] = json.loads((HERE / "versions.json").read_text("utf-8"))


@cache
def schema_of(version: str) -> GraphQLSchema:
    """The schema of a version, with strict scalars."""
    schema = latest()
    make_strict(schema)
    older = VERSIONS[version]
    for place in older["missing"]:
        if place.startswith("@"):
            schema.directives = tuple(one for one in schema.directives if one.name != place[1:])
        else:
            _take_out(schema, place)
    for changed in older["changed"]:
        place, _, kind = changed.partition(": ")
        name, _, field = place.partition(".")
        inside: Any = schema.type_map[name]
        assert kind == f"{inside.fields[field].type}!", changed
        inside.fields[field].type = GraphQLNonNull(inside.fields[field].type)
    return schema


def _take_out(schema: GraphQLSchema, place: str) -> None:
    name, _, field = place.partition(".")
    field, _, arg = field.partition("(")
    inside = schema.type_map[name]
    if arg:
        assert isinstance(inside, GraphQLObjectType)
        del inside.fields[field].args[arg.removesuffix(":)")]
    elif isinstance(inside, GraphQLEnumType):
        del inside.values[field]
    else:
        assert isinstance(inside, GraphQLObjectType | GraphQLInputObjectType)
        del inside.fields[field]
