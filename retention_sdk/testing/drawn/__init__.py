"""Drawn values for property tests with hypothesis: events, customers, histories."""

from retention_sdk.testing.drawn.customers import customers
from retention_sdk.testing.drawn.events import events
from retention_sdk.testing.drawn.facts import histories

__all__ = ["customers", "events", "histories"]
