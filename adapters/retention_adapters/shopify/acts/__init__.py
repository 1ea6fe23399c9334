"""What the adapter can do in a shop: one file an act."""

from retention_adapters.shopify.acts.job import Shop
from retention_adapters.shopify.acts.performing import CAPABILITIES, SUBSCRIPTIONS, capabilities, perform

__all__ = ["CAPABILITIES", "SUBSCRIPTIONS", "Shop", "capabilities", "perform"]
