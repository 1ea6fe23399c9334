"""Takes out of Shopify's whole schemas what our documents need, and what differs between versions.

`npm pack @shopify/dev-mcp` brings the schemas (ISC, © Shopify Inc.); unpack it, then
`python -m tests.adapters.shopify.schema.prune package/dist/data` writes `additions.graphql` and `versions.json`.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_client_schema,
    build_schema,
    get_named_type,
    visit,
)

from tests.adapters.shopify.schema.documents import HERE, PRUNED, documents, latest

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSIONS = ("2025-10", "2026-01", "2026-04", "2026-07", "2026-10")
LATEST = VERSIONS[-1]
ORIGIN = "Shopify Admin GraphQL {}, npm @shopify/dev-mcp 1.16.0, ISC licence, (c) Shopify Inc."


def whole(folder: Path, version: str) -> GraphQLSchema:
    """A whole schema out of the package."""
    with gzip.open(folder / f"admin_{version}.json.gz") as file:
        return build_client_schema(json.load(file)["data"], assume_valid=True)  # graphql-core 3.3 finds 6 errors in it


class _Used(Visitor):
    """Gathers the fields and types that documents touch."""

    def __init__(self, info: TypeInfo) -> None:
        super().__init__()
        self.info = info
        self.fields: set[tuple[str, str]] = set()
        self.types: set[str] = set()

    def enter_field(self, node: Any, *_: Any) -> None:
        """A field: its type, and those of its arguments."""
        parent, definition = self.info.get_parent_type(), self.info.get_field_def()
        if parent and definition and not node.name.value.startswith("__"):
            self.fields.add((parent.name, node.name.value))
            self.types.add(get_named_type(definition.type).name)

    def enter_named_type(self, node: Any, *_: Any) -> None:
        """A fragment's type, or a variable's."""
        self.types.add(node.name.value)


def used(schema: GraphQLSchema) -> _Used:
    """What our documents touch."""
    info = TypeInfo(schema)
    found = _Used(info)
    for document in documents().values():
        visit(document, TypeInfoVisitor(info, found))
    return found


def _known(schema: GraphQLSchema, name: str) -> set[str]:
    known = schema.type_map.get(name)
    return set(getattr(known, "fields", None) or getattr(known, "values", None) or ())


def additions(schema: GraphQLSchema, pruned: GraphQLSchema) -> str:
    """What our documents need and the pruned schema has not: new types, and fields for those that it has."""
    found = used(schema)
    wanted: dict[str, set[str]] = {}
    for parent, name in found.fields:
        wanted.setdefault(parent, set()).add(name)
    todo, lines, seen = sorted(found.types | set(wanted)), [], set[str]()
    while todo:
        name = todo.pop(0)
        if name not in seen and not name.startswith("__"):
            seen.add(name)
            line, more = _added(schema, pruned, name, wanted.get(name, set()), found.types)
            lines.append(line)
            todo += more
    return "\n".join(line for line in lines if line) + "\n"


def _added(
    schema: GraphQLSchema, pruned: GraphQLSchema, name: str, wanted: set[str], types: set[str]
) -> tuple[str, list[str]]:
    """What is written for a type, and the types that it needs in turn."""
    kind, new = schema.type_map[name], name not in pruned.type_map
    if isinstance(kind, GraphQLUnionType):
        members = [one.name for one in kind.types if one.name in types]
        return _union(name, members, pruned), members
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        missing = [one for one in kind.fields if one in wanted and one not in _known(pruned, name)]
        asked = [x.type for one in missing for x in (kind.fields[one], *kind.fields[one].args.values())]
        if not missing and not new:
            return "", []
        return _fields("type" if new else "extend type", name, kind, missing), [get_named_type(x).name for x in asked]
    if new and isinstance(kind, GraphQLInputObjectType):
        asked = [one.type for one in kind.fields.values()]
        return _fields("input", name, kind, kind.fields), [get_named_type(x).name for x in asked]
    return (f"enum {name} {{ {' '.join(kind.values)} }}" if new and isinstance(kind, GraphQLEnumType) else ""), []


def _union(name: str, members: Iterable[str], pruned: GraphQLSchema) -> str:
    known = pruned.type_map.get(name)
    has = {one.name for one in known.types} if isinstance(known, GraphQLUnionType) else set()
    more = [one for one in members if one not in has]
    return f"{'extend ' if known else ''}union {name} = {' | '.join(more)}" if more else ""


def _fields(word: str, name: str, kind: Any, fields: Iterable[str]) -> str:
    def text(one: str) -> str:
        field = kind.fields[one]
        args = getattr(field, "args", {})
        told = f"({', '.join(f'{key}: {arg.type}' for key, arg in args.items())})" if args else ""
        return f"  {one}{told}: {field.type}"

    return f"{word} {name} {{\n" + "\n".join(text(one) for one in fields) + "\n}"


def differences(newest: GraphQLSchema, older: GraphQLSchema) -> dict[str, list[str]]:
    """What an older version has not, and what it needs that the latest does not, of what a schema holds."""
    missing, required = [], []
    for name, kind in newest.type_map.items():
        for one in _known(newest, name) if not name.startswith("__") else ():
            if name not in older.type_map or one not in _known(older, name):
                missing.append(f"{name}.{one}")
            elif isinstance(kind, GraphQLInputObjectType):
                then = older.type_map[name].fields[one]  # type: ignore[attr-defined]
                if str(then.type) != str(kind.fields[one].type):
                    required.append(f"{name}.{one}: {then.type}")
            for arg in getattr(getattr(kind, "fields", {}).get(one), "args", {}):
                then = getattr(older.type_map.get(name), "fields", {}).get(one)
                if then is not None and arg not in then.args:
                    missing.append(f"{name}.{one}({arg}:)")
    missing += [
        f"@{one.name}"
        for one in newest.directives
        if one.name == "idempotent" and not any(had.name == one.name for had in older.directives)
    ]
    return {"missing": sorted(missing), "changed": sorted(required)}


def main(folder: Path) -> None:
    """Writes both files."""
    schema, pruned = whole(folder, LATEST), build_schema(PRUNED.read_text("utf-8"), assume_valid=True)
    head = f"# {ORIGIN.format(LATEST)}\n# What our documents need besides the pruned schema. Written by prune.py.\n"
    (HERE / "additions.graphql").write_text(head + additions(schema, pruned), "utf-8")
    kept = latest()
    table = {version: differences(kept, whole(folder, version)) for version in VERSIONS}
    (HERE / "versions.json").write_text(json.dumps(table, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
