"""A Shopify to test against: the schema with strict scalars, a shop's state, and its vices."""

from tests.adapters.shopify.fake.served import served
from tests.adapters.shopify.fake.shop import FakeShopify

__all__ = ["FakeShopify", "served"]
