"""Our documents and the schema that they are held against."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from graphql import DocumentNode, GraphQLSchema, build_ast_schema, parse

HERE = Path(__file__).parent
PRUNED = HERE / "admin-2026-10.pruned.graphql"


@cache
def documents() -> dict[str, DocumentNode]:
    """Every document that the adapter ships, by the name of its file."""
    folder = files("retention_adapters.shopify") / "documents"
    found = [one for one in folder.iterdir() if one.name.endswith(".graphql")]
    return {one.name.removesuffix(".graphql"): parse(one.read_text("utf-8")) for one in sorted(found, key=str)}


WARNING = """
type DraftOrderDiscountNotAppliedWarning implements DraftOrderWarning { field: String! message: String! }
"""
"""One of the kinds of an interface that no document names."""


@cache
def _written() -> DocumentNode:
    return parse("\n".join([PRUNED.read_text("utf-8"), (HERE / "additions.graphql").read_text("utf-8"), WARNING]))


def latest() -> GraphQLSchema:
    """The latest schema, as far as we use it: a new one each time, for a fake to hang its answers on."""
    return build_ast_schema(_written(), assume_valid=True)
