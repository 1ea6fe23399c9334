"""The store: one schema on SQLite and Postgres, one transaction a batch."""

from retention_sdk.store.base import Store, open_store
from retention_sdk.store.cold import failed_events
from retention_sdk.store.recounting import recount
from retention_sdk.store.rows import Batch, Late, Loaded, Past, Request, Row, Stale, Writes
from retention_sdk.store.versions import settings_of, settings_version

__all__ = [
    "Batch",
    "Late",
    "Loaded",
    "Past",
    "Request",
    "Row",
    "Stale",
    "Store",
    "Writes",
    "failed_events",
    "open_store",
    "recount",
    "settings_of",
    "settings_version",
]
