"""A WooCommerce shop over its REST interface: what it answers is read once, here."""

from retention_adapters.woocommerce.shop.answers import ShopSaid
from retention_adapters.woocommerce.shop.client import BATCH, SAME, Shop
from retention_adapters.woocommerce.shop.things import Thing, amount_of, meta_of, number_of, text_of, things_of

__all__ = ["BATCH", "SAME", "Shop", "ShopSaid", "Thing", "amount_of", "meta_of", "number_of", "text_of", "things_of"]
