"""What happened in a shop: order by order for a short time, by a bulk operation for a long one."""

from retention_adapters.shopify.history.history import History
from retention_adapters.shopify.history.orders import WholeOrders

__all__ = ["History", "WholeOrders"]
