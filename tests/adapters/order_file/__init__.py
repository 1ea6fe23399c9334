"""Files of orders, read as events."""
