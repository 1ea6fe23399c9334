"""Facts about a customer's orders in any order of arrival, and the books that they must end in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.store.schema import metadata
from retention_sdk.testing.plugins.trial.books import TABLES, ended
from tests.build import opened

if TYPE_CHECKING:
    from retention_sdk import Engine

PLUGINS: dict[str, Any] = {
    "welcome": {},
    "points": {"expires_days": 40, "pending_days": 2, "categories": {"hot": "2"}, "tiers": {"gold": "3"}},
    "miles": {
        "use": "points",
        "unit": "miles",
        "pending_until": "delivered",
        "pending_days": 1,
        "pending_at_most_days": 20,
        "expires_days": 30,
        "most_per_day": 40,
        "most_per_month": 90,
    },
    "tiers": {
        "levels": {"silver": {"at": 30, "percent": 5}, "gold": {"at": 80, "percent": 9, "points": 5}},
        "within_days": 30,
    },
    "punch_card": {"sku": "beans", "free_sku": "beans", "stamps": 4},
    "frequent_buyer": {"orders": 3, "within_days": 30},
    "complaint_recovery": {},
    "save_offer": {},
    "birthday_gift": {},
    "anniversary": {},
    "winback": {"least_days": 1},
}
"""Every strategy that ships, with settings under which they do much."""


def shop(url: str, currency: str = "EUR", **tables: Any) -> Engine:
    """An empty store with every strategy that ships; it has the same key each time, and so have its actions."""
    engine = opened(url, store={"currency": currency}, **{"plugins": PLUGINS} | tables)
    with engine.store.cold_write() as connection:
        for table in TABLES:
            connection.execute(delete(metadata.tables[table]))
    return engine


def checked(engine: Engine) -> dict[str, Any]:
    """What a store holds, after its ledger was checked."""
    assert check_ledger(engine.store, engine.config.store.key) == []
    return ended(engine)
