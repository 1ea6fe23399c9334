"""All that is known of a person, as plain data."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from retention_sdk.delivery import WORDS
from retention_sdk.store import Store
from retention_sdk.store.personal import rows_of_person
from retention_sdk.times import from_micros
from retention_sdk.wire import loads

VERSION = 1
"""The version of the shape; a table or a field may be added to it."""

SECTIONS = {
    "events": "events",
    "wallets": "wallets",
    "lots": "lots",
    "movements": "movements",
    "outbox": "given",
    "schedule": "scheduled",
    "failures": "failures",
}
"""What the tables are called in an export."""

_TIMES = frozenset(
    {
        *("at", "available_from", "changes_at", "due_at", "expires_at", "failed_at", "first_at", "handled_at"),
        *("leased_until", "next_at", "occurred_at"),
    }
)
_TEXTS = frozenset({"body", "decision", "event", "kept", "receipt", "revised", "standing", "view"})


def exported(store: Store, key: str, customer: str) -> dict[str, Any]:
    """All that is known of a person.

    Args:
        store: the database.
        key: the store's key.
        customer: an id of theirs.

    Returns:
        Plain data that has a JSON form.
    """
    id, tables = rows_of_person(store, key, customer)
    standing: dict[str, Any] = {}
    for row in tables.pop("customers"):
        standing = _value("standing", row["standing"]) or {}
    return {
        "version": VERSION,
        "store": key,
        "customer": id,
        "exported_at": datetime.now(UTC).isoformat(),
        "merged": standing.get("merged", []),
        "profile": standing.get("profile", {}),
        "standing": standing,
        **{SECTIONS.get(table, table): _all_plain(rows) for table, rows in tables.items()},
    }


def _all_plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [_plain(row) for row in rows]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in row.items() if name not in ("store", "customer")}


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _TIMES:
        return from_micros(value).isoformat()
    if name in _TEXTS:
        return _without_marks(loads(value)) if value else None
    return WORDS.get(value, value) if name == "status" else value


def _without_marks(told: dict[str, Any]) -> dict[str, Any]:
    """What somebody else is known by, as a fact may say it, is theirs."""
    return {**told, "marks": []} if "marks" in told else told
