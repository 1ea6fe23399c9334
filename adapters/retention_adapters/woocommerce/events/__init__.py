"""What a WooCommerce shop tells, as events: webhooks, and the orders and customers that are read from it."""

from retention_adapters.woocommerce.events.customers import facts_of_customer
from retention_adapters.woocommerce.events.orders import facts_of_order
from retention_adapters.woocommerce.events.webhooks import order_named, receive, verify

__all__ = ["facts_of_customer", "facts_of_order", "order_named", "receive", "verify"]
