"""WooCommerce: a shop's orders and customers in, coupons, refunds and the rest out."""

from retention_adapters.woocommerce.adapter import WooCommerce

__all__ = ["WooCommerce"]
