"""An auditor that knows nothing of the engine's code: it reads every row of a store and replays what happened."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.times import from_micros
from tests.build import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine

HELD = ("pending", "available")
TABLES = (
    *("events", "customers", "wallets", "movements", "lots", "consumptions"),
    *("outbox", "schedule", "failures", "budgets"),
)
Books = dict[str, list[Any]]
"""The rows of a store by table."""


def books(engine: Engine) -> Books:
    """All rows of a store."""
    with engine.store.engine.connect() as connection:
        return {table: rows(engine, table, connection) for table in TABLES}


def replayed(engine: Engine, read: Books | None = None) -> list[str]:
    """What does not add up in a store's tables; nothing where all is well."""
    found = read or books(engine)
    checks = (_wallets, _lots, _turns, _actions, _failures)
    return [wrong for check in checks for wrong in check(found)] + list(_budgets(engine, found))


def audit(engine: Engine) -> list[str]:
    """The same, with what the ledger check of the engine finds."""
    key = engine.config.store.key
    return [*replayed(engine), *(str(difference) for difference in check_ledger(engine.store, key))]


def decisions(books: Books) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of all events, each with its stored decision."""
    for row in books["events"]:
        yield row, json.loads(row.decision)


def _wallets(books: Books) -> Iterator[str]:
    """No account of a customer is ever below zero, and each ends where the wallet says."""
    held: Counter[tuple[str, str, str]] = Counter()
    lifetime: Counter[tuple[str, str]] = Counter()
    for row in books["movements"]:
        for account, amount in ((row.source, -row.amount), (row.target, row.amount)):
            if account in HELD:
                held[row.customer, row.unit, account] += amount
                if held[row.customer, row.unit, account] < 0:
                    yield f"{account} {row.unit} of {row.customer} are below zero in turn {row.turn}"
        if row.amount <= 0 or row.source == row.target:
            yield f"movement {row.customer} {row.turn}.{row.place} moves {row.amount} from {row.source} to {row.target}"
        lifetime[row.customer, row.unit] += row.amount if row.source == "issued" else 0
    wallets = {(row.customer, row.unit): row for row in books["wallets"]}
    for key in wallets.keys() | lifetime.keys():
        row = wallets.get(key)
        stored = row and (row.available, row.pending, row.lifetime)
        if stored != (held[*key, "available"], held[*key, "pending"], lifetime[key]):
            yield f"wallet {key} has {stored}, movements say {held}, {lifetime[key]}"


def _lots(books: Books) -> Iterator[str]:
    """Each credit opened a lot, each debit and expiry took exactly its amount out of lots, and each rest is right."""
    taken: Counter[tuple[Any, ...]] = Counter()
    out: Counter[tuple[Any, ...]] = Counter()
    for row in books["consumptions"]:
        taken[row.customer, row.lot_turn, row.lot_place] += row.amount
        out[row.customer, row.turn, row.place] += row.amount
    lots = {(row.customer, row.turn, row.place): row for row in books["lots"]}
    due: dict[tuple[str, str], list[int]] = defaultdict(list)
    for key, lot in lots.items():
        if lot.remaining != lot.amount - taken[key] or lot.remaining < 0:
            yield f"lot {key} has {lot.remaining} of {lot.amount}, {taken[key]} were taken"
        changes_at = lot.available_from if lot.pending else lot.expires_at
        if lot.remaining and changes_at is not None:
            due[lot.customer, lot.unit].append(changes_at)
    for row in books["movements"]:
        key = (row.customer, row.turn, row.place)
        if (row.source == "issued") != (key in lots):
            yield f"movement {key} from {row.source} and its lot do not go together"
        if (row.target in ("redeemed", "expired")) != (key in out) or out[key] not in (0, row.amount):
            yield f"movement {key} of {row.amount} took {out[key]} out of lots"
    for row in books["wallets"]:
        if row.changes_at != min(due[row.customer, row.unit], default=None):
            yield f"wallet {row.customer} {row.unit} changes at {row.changes_at}, its lots at {due}"


def _turns(books: Books) -> Iterator[str]:
    """Each turn of a customer is that of one event, or of a retry of an earlier one."""
    turns: dict[str, list[int]] = defaultdict(list)
    for row in books["events"]:
        turns[row.customer].append(row.turn)
    for row in books["customers"]:
        seen = turns.pop(row.customer, [])
        if len(set(seen)) != len(seen) or not seen or max(seen) > row.turn or min(seen) != 1:
            yield f"customer {row.customer} is at turn {row.turn} with events of turns {sorted(seen)}"
    if turns:
        yield f"events of customers without a row: {dict(turns)}"


def _actions(books: Books) -> Iterator[str]:
    """Each granted action is booked, listed or scheduled once, as its kind wants, and nothing else is."""
    booked = Counter((row.key, row.amount, row.plugin) for row in books["movements"] if row.plugin)
    listed = Counter((row.key, row.kind, row.plugin) for row in books["outbox"])
    scheduled = Counter(row.key for row in books["schedule"])
    for row, decision in decisions(books):
        for plugin, key, action in decision.get("granted", []):
            kind = action["kind"]
            if kind in ("credit", "debit"):
                booked[key, action["amount"], plugin] -= 1
            elif kind == "schedule":
                scheduled[key] -= 1
            if kind not in ("credit", "debit", "schedule", "set_tier") or (kind == "credit" and "cost" in action):
                listed[key, kind, plugin] -= 1
        keys = [key for _, key, _ in decision.get("granted", [])]
        if len(set(keys)) != len(keys):
            yield f"event {row.id} has a key twice"
    for name, left in (("movements", booked), ("outbox", listed), ("schedule", scheduled)):
        if wrong := {key: count for key, count in left.items() if count}:
            yield f"{name} and decisions do not agree: {wrong}"


def _failures(books: Books) -> Iterator[str]:
    """The failures that wait are those of the decisions."""
    waiting = Counter((row.source, row.id, row.plugin) for row in books["failures"])
    told = Counter(
        (row.source, row.id, failure[0]) for row, found in decisions(books) for failure in found.get("failures", [])
    )
    if waiting != told:
        yield f"failures that wait {waiting - told} are not told, or told {told - waiting} and do not wait"


def _budgets(engine: Engine, books: Books) -> Iterator[str]:
    """What a month spent is what its granted actions cost, and no more than the limit."""
    limit = engine.config.limits.monthly_budget
    if limit is None:
        return
    zone, cost = ZoneInfo(engine.config.store.timezone), Counter[str]()
    for row, decision in decisions(books):
        period = f"{from_micros(row.occurred_at).astimezone(zone):%Y-%m}"
        cost[period] += sum(cost_of(action) for _, _, action in decision.get("granted", []))
    spent = Counter({row.period: row.spent for row in books["budgets"]})
    if +spent != +cost:
        yield f"budgets say {dict(spent)}, decisions cost {dict(cost)}"
    if any(amount > limit.minor for amount in cost.values()):
        yield f"over the budget of {limit}: {dict(cost)}"


def cost_of(action: dict[str, Any]) -> int:
    """Minor units that an action costs, as its stored form says it, or as the amount that it gives."""
    given = action.get("benefit", {}).get("amount") if action["kind"] == "issue_coupon" else action.get("amount")
    money = action.get("cost", given)
    return int(money["minor"]) if isinstance(money, dict) else 0
