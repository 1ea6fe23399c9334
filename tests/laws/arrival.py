"""Facts about a customer's orders in any order of arrival, and the books that they must end in."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.store.outbox import STANDING
from retention_sdk.store.schema import metadata
from tests.audit import TABLES, books
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


def ended(engine: Engine) -> dict[str, Any]:
    """All that a store holds, apart from the order in which it came to hold it."""
    read = books(engine)
    causes = {(row.customer, row.turn): (row.source, row.id) for row in read["events"]}
    moved: Counter[Any] = Counter()
    for row in read["movements"]:
        low, high = sorted((row.source, row.target))
        sign = 1 if row.source == low else -1
        key = (causes[row.customer, row.cause], row.unit, row.lot, row.plugin, row.key, low, high)
        moved[key] += sign * row.amount
    return {
        "movements": {key: amount for key, amount in moved.items() if amount},
        "wallets": {
            (row.customer, row.unit): (row.available, row.pending, row.lifetime)
            for row in read["wallets"]
            if row.available or row.pending or row.lifetime
        },
        "lots": {
            row.key: (row.unit, row.amount, row.remaining, row.at, row.available_from, row.expires_at)
            for row in read["lots"]
            if row.amount or row.remaining
        },
        "customers": {row.customer: (json.loads(row.standing or "{}"), row.latest) for row in read["customers"]},
        "decisions": {(row.source, row.id): json.loads(row.revised or row.decision) for row in read["events"]},
        "views": {(row.source, row.id): json.loads(row.view or "{}") for row in read["events"]},
        "kept": {row.id: row.kept for row in read["events"] if row.kept is not None},
        "outbox": {
            row.key: (row.plugin, row.kind, row.body, row.cost, row.at)
            for row in read["outbox"]
            if row.status in STANDING
        },
        # whom something was withdrawn of is told with the next tick: how often that was depends on the order
        "schedule": {row.key: row.event for row in read["schedule"] if '"kind":"withdrawn"' not in row.event},
        "budgets": {row.period: row.amount for row in read["counters"] if row.amount},
    }


def checked(engine: Engine) -> dict[str, Any]:
    """What a store holds, after its ledger was checked."""
    assert check_ledger(engine.store, engine.config.store.key) == []
    return ended(engine)
