"""Actions in words: what a strategy wanted to do, and what it does."""

# each of these says the words of its kinds of actions
from retention_sdk.explain.deeds import contact, gifts, items, offers, social, standing, subscription, taking, wallet
from retention_sdk.explain.deeds.base import deed, describe, wish

__all__ = [
    "contact",
    "deed",
    "describe",
    "gifts",
    "items",
    "offers",
    "social",
    "standing",
    "subscription",
    "taking",
    "wallet",
    "wish",
]
