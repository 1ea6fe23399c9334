"""Channels that a test opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.adapters.email.channels import OPEN
from tests.ready import database_url, postgres_url, postgres_with_tables, sqlite_template, sqlite_url

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["database_url", "postgres_url", "postgres_with_tables", "sqlite_template", "sqlite_url"]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Every channel of a test is closed after it."""
    yield
    while OPEN:
        OPEN.pop().close()
