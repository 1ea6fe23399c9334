"""Databases that have their tables, and a shop with state behind pytest-httpx."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from retention_adapters.http import Http
from retention_adapters.woocommerce import adapter
from tests.adapters.woocommerce.fake import Shop
from tests.ready import database_url, postgres_url, postgres_with_tables, sqlite_template, sqlite_url

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock

__all__ = ["database_url", "postgres_url", "postgres_with_tables", "shop", "sqlite_template", "sqlite_url"]


@pytest.fixture
def shop(httpx_mock: HTTPXMock, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop that answers everything; nobody waits for real."""
    made = Shop()
    made.products = {"beans-250": 10, "mug": 11}
    httpx_mock.add_callback(made, is_optional=True, is_reusable=True)
    monkeypatch.setattr(adapter, "Http", partial(Http, sleep=lambda _seconds: None))
    return made
