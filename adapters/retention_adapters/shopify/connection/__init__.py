"""Sees to webhooks, and to what is wrong with a shop's connection."""

from retention_adapters.shopify.connection.doctor import examine, unreachable
from retention_adapters.shopify.connection.webhooks import put_in_place

__all__ = ["examine", "put_in_place", "unreachable"]
