"""Shopify: webhooks and history in, actions out, for one shop.

[adapters.shopify]
shop = "bean-leaf.myshopify.com"
token = { env = "SHOPIFY_TOKEN" }
client_secrets = [{ env = "SHOPIFY_CLIENT_SECRET" }]
"""

from retention_adapters.shopify.adapter import Shopify
from retention_adapters.shopify.tokens import ExpiringTokens, FileStore, FixedToken, TokenProvider, Tokens, TokenStore

__all__ = ["ExpiringTokens", "FileStore", "FixedToken", "Shopify", "TokenProvider", "TokenStore", "Tokens"]
