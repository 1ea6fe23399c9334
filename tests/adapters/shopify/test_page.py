"""docs/shopify-actions.md says what there is."""

from __future__ import annotations

import re

import pytest

from retention_adapters.shopify.acts import capabilities
from retention_adapters.shopify.connection.wanted import OF_OUR_CONTRACTS, SCOPES
from tests.adapters.shopify.schema.documents import latest
from tests.docs.pages import page, table

ROWS = table(page("shopify-actions"), "action")


def test_every_action() -> None:
    """The table has every kind of action that is carried out, with what a repeat of it does."""
    assert {row[0]: row[2] for row in ROWS} == {
        kind: repeat.value for kind, repeat in capabilities(subscriptions=True).items()
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_mutations_and_scopes(row: tuple[str, ...]) -> None:
    """Each mutation is one of the schema; each scope is among those that `retention doctor` looks for."""
    mutations = latest().mutation_type
    assert mutations is not None
    for name in re.findall(r"[a-z]+[A-Z]\w+", row[1]):
        assert name in mutations.fields
    for scope in row[3].split(", "):
        assert scope in {**SCOPES, **OF_OUR_CONTRACTS}
