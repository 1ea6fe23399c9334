"""Access tokens: those that stay, and those that expire after an hour and are renewed."""

from retention_adapters.shopify.tokens.expiring import ExpiringTokens
from retention_adapters.shopify.tokens.provider import FixedToken, TokenProvider
from retention_adapters.shopify.tokens.store import FileStore, Tokens, TokenStore

__all__ = ["ExpiringTokens", "FileStore", "FixedToken", "TokenProvider", "TokenStore", "Tokens"]
