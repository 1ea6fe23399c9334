"""The store: one schema on SQLite and Postgres, one transaction a batch."""

from retention_sdk.store.base import Store, open_store
from retention_sdk.store.rows import Batch, Loaded, Request, Row, Stale, Writes

__all__ = ["Batch", "Loaded", "Request", "Row", "Stale", "Store", "Writes", "open_store"]
