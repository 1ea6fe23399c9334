"""Shopify's GraphQL Admin API: one shop, a token a call, three layers of errors, and what a query costs."""

from retention_adapters.shopify.graphql.client import GraphQL, Runs, Timer
from retention_adapters.shopify.graphql.errors import UserErrors
from retention_adapters.shopify.graphql.versions import LATEST, SUPPORTED, has

__all__ = ["LATEST", "SUPPORTED", "GraphQL", "Runs", "Timer", "UserErrors", "has"]
