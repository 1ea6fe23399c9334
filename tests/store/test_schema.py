"""The tables: keys that lead with the store, and integers wide enough for what is counted."""

from __future__ import annotations

import pytest

from retention_sdk.store.schema import DELIVERY, metadata
from retention_sdk.store.sql import columns

TABLES = sorted(metadata.tables)


@pytest.mark.parametrize("table", TABLES)
def test_every_key_leads_with_the_store(table: str) -> None:
    """Many stores share a database, and it can be spread by store: every key and index begins with it."""
    wanted = metadata.tables[table]
    assert next(iter(wanted.primary_key)).name == "store"
    for index in wanted.indexes:
        assert next(iter(index.columns)).name == "store", index.name
    written = tuple(column.name for column in wanted.columns if DELIVERY not in column.info)
    assert columns(table) == written[1:]
    assert all(column.nullable or column.server_default for column in wanted.columns if DELIVERY in column.info)


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_told(table: str) -> None:
    """Whoever looks into the database finds what a table is for."""
    assert metadata.tables[table].comment


@pytest.mark.parametrize("table", TABLES)
def test_integers_are_wide(table: str) -> None:
    """Amounts, money and instants have 64 bits; no column holds a float."""
    kinds = {column.name: type(column.type).__name__ for column in metadata.tables[table].columns}
    assert set(kinds.values()) <= {"Text", "BigInteger", "Integer", "Boolean", "LargeBinary"}
    assert {name for name, kind in kinds.items() if kind == "Integer"} <= {"status"}
