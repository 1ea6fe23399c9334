"""A shop that answers over HTTP, without a network."""

from __future__ import annotations

import pytest
from pytest_httpx import HTTPXMock

from tests.adapters.shopify.fake import FakeShopify
from tests.ready import database_url, postgres_url, postgres_with_tables, sqlite_template, sqlite_url

__all__ = ["database_url", "postgres_url", "postgres_with_tables", "sqlite_template", "sqlite_url"]


@pytest.fixture
def fake(httpx_mock: HTTPXMock) -> FakeShopify:
    """A fake shop; whatever an adapter asks reaches it."""
    shop = FakeShopify()
    httpx_mock.add_callback(shop.answer, is_reusable=True, is_optional=True, method="POST")
    return shop
