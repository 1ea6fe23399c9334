"""An auditor that knows nothing of the engine's code: it reads every row of a store and replays what happened."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.store.outbox import COUNTED, STANDING
from retention_sdk.store.rows import MERGED
from retention_sdk.testing.plugins.trial.books import Books, books, decisions, standing
from retention_sdk.times import from_micros

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from retention_sdk import Engine

ACCOUNTS = {"issued", "pending", "available", "redeemed", "expired", "owed", "held", "forfeited"}
ERASED = re.compile("erased-[0-9a-f]{32}")
BOOKED = (
    *("credit", "debit", "schedule", "set_tier", "hold_units", "release_units", "take_back"),
    *("hold_item", "release_item"),
)


def replayed(engine: Engine, read: Books | None = None) -> list[str]:
    """What does not add up in a store's tables; nothing where all is well."""
    found = read or books(engine)
    checks = (_movements, _accounts, _lots, _wallets, _turns, _booked, _actions, _failures)
    return [wrong for check in checks for wrong in check(found)] + [*_budgets(engine, found), *_stock(engine, found)]


def audit(engine: Engine) -> list[str]:
    """The same, with what the ledger check of the engine finds."""
    key = engine.config.store.key
    return [*replayed(engine), *(str(difference) for difference in check_ledger(engine.store, key))]


def _movements(books: Books) -> Iterator[str]:
    """Each movement is between two accounts, within a lot of its unit."""
    units = {(row.customer, row.key): row.unit for row in books["lots"]}
    for row in books["movements"]:
        told = f"movement {row.customer} {row.turn}.{row.place} of {row.amount} {row.unit}"
        if row.amount <= 0 or row.source == row.target or not {row.source, row.target} <= ACCOUNTS:
            yield f"{told} is from {row.source} to {row.target}"
        if units.get((row.customer, row.lot)) != row.unit:
            yield f"{told} is within lot {row.lot} of {units.get((row.customer, row.lot))}"
        if not row.plugin and (row.key or {row.source, row.target} & {"issued", "redeemed"}):
            yield f"{told} is nobody's, from {row.source} to {row.target} with {row.key!r}"


def _commits(books: Books) -> Iterator[tuple[str, list[Any]]]:
    """The movements of each customer, commit by commit: a commit's events are handled at the same instant."""
    handled = {(row.customer, row.turn): row.handled_at for row in books["events"]}

    def commit(row: Any) -> tuple[str, int]:
        return row.customer, handled.get((row.customer, row.turn), row.turn)

    for (customer, _), moved in groupby(books["movements"], key=commit):
        yield customer, list(moved)


def _accounts(books: Books) -> Iterator[str]:
    """After no commit is an account below zero that may not be, nor do lots owe what no other lot has paid.

    Below zero may be what was issued, what a lot owes to another, and what is available of a lot that was taken back.
    """
    held, owed = Counter[tuple[str, str, str]](), Counter[tuple[str, str]]()
    taken_back: set[tuple[str, str]] = set()
    for customer, moved in _commits(books):
        after = f"after turn {moved[-1].turn} of {customer}"
        for row in moved:
            held[customer, row.lot, row.source] -= row.amount
            held[customer, row.lot, row.target] += row.amount
            owed[customer, row.unit] += row.amount * ((row.target == "owed") - (row.source == "owed"))
            if (row.source, row.target) == ("available", "issued"):
                taken_back.add((customer, row.lot))
        touched = {(customer, row.lot, account) for row in moved for account in (row.source, row.target)}
        below = {key for key in touched if held[key] < 0 and key[2] not in ("issued", "owed", "forfeited")}
        for key in below - {(*lot, "available") for lot in taken_back}:
            yield f"{key} is {held[key]} {after}"
        if unpaid := {key: amount for key, amount in owed.items() if amount}:
            yield f"lots owe each other {unpaid} {after}"


def _lots(books: Books) -> Iterator[str]:
    """Each credit opened a lot, and each lot is what its movements make; a debt is what no other lot can pay."""
    held: Counter[tuple[str, str, str]] = Counter()
    opened: set[tuple[str, str]] = set()
    for row in books["movements"]:
        held[row.customer, row.lot, row.source] -= row.amount
        held[row.customer, row.lot, row.target] += row.amount
        if row.source == "issued":
            opened.add((row.customer, row.lot))
            if row.lot != row.key or not row.plugin:
                yield f"lot {row.lot} of {row.customer} is filled by {row.plugin!r} with {row.key!r}"
    owes, holds = set[tuple[str, str]](), set[tuple[str, str]]()
    for lot in books["lots"]:
        key = (lot.customer, lot.key)
        there, elsewhere = ("pending", "available") if lot.pending else ("available", "pending")
        waits = held[*key, "held"]
        there, elsewhere = held[*key, there] + waits * lot.pending, held[*key, elsewhere] + waits * (not lot.pending)
        if (there, elsewhere, -held[*key, "issued"]) != (lot.remaining, 0, lot.amount):
            yield f"lot {key} has {lot.remaining} of {lot.amount}, movements say {held}"
        if lot.amount < 0 or (lot.amount and key not in opened):
            yield f"lot {key} is of {lot.amount}, and nothing was issued into it"
        if not lot.pending:
            owes |= {(lot.customer, lot.unit)} if lot.remaining < 0 else set()
            holds |= {(lot.customer, lot.unit)} if lot.remaining > 0 else set()
    if owes & holds:
        yield f"wallets {owes & holds} hold something, and have lots that owe"


def _wallets(books: Books) -> Iterator[str]:
    """Each wallet is the sum of its lots, and changes when the first of them does."""
    sums: Counter[tuple[str, str, str]] = Counter()
    due: dict[tuple[str, str], list[int]] = defaultdict(list)
    lost: dict[tuple[str, str], list[int]] = defaultdict(list)
    for lot in books["lots"]:
        sums[lot.customer, lot.unit, "pending" if lot.pending else "available"] += lot.remaining
        sums[lot.customer, lot.unit, "lifetime"] += lot.amount
        changes_at = lot.available_from if lot.pending else lot.expires_at
        if lot.remaining > 0 and changes_at is not None:
            due[lot.customer, lot.unit].append(changes_at)
        if lot.remaining > 0 and lot.expires_at is not None:
            lost[lot.customer, lot.unit].append(max(lot.expires_at, lot.available_from if lot.pending else 0))
    wallets = {(row.customer, row.unit): row for row in books["wallets"]}
    for key in wallets.keys() | {key[:2] for key in sums}:
        row, total = wallets.get(key), tuple(sums[*key, name] for name in ("available", "pending", "lifetime"))
        stored = row and (row.available, row.pending, row.lifetime)
        if stored != total:
            yield f"wallet {key} has {stored}, its lots {total}"
        if row and row.changes_at != min(due[key], default=None):
            yield f"wallet {key} changes at {row.changes_at}, its lots at {due[key]}"
        if row and row.expires_at != min(lost[key], default=None):
            yield f"wallet {key} expires at {row.expires_at}, its lots at {lost[key]}"


def _turns(books: Books) -> Iterator[str]:
    """Each turn of a customer is that of one event, or of a retry of an earlier one."""
    turns: dict[str, list[int]] = defaultdict(list)
    for row in books["events"]:
        turns[row.customer].append(row.turn)
    merged = {row.customer: json.loads(row.latest) for row in books["customers"] if row.turn == MERGED}
    for row in books["customers"]:
        seen = turns.pop(row.customer, [])
        if row.customer in merged:
            if seen or row.standing or merged[row.customer] in merged:
                yield f"customer {row.customer} leads to {merged[row.customer]} and has events of turns {sorted(seen)}"
            continue
        if len(set(seen)) != len(seen) or not seen or max(seen) > row.turn or min(seen) != 1:
            yield f"customer {row.customer} is at turn {row.turn} with events of turns {sorted(seen)}"
    if turns:
        yield f"events of customers without a row: {dict(turns)}"


def _booked(books: Books) -> Iterator[str]:
    """What each action has moved is its amount, less what later decisions took back of it."""
    booked = Counter[tuple[str, str, str, str]]()
    for row in books["movements"]:
        if ERASED.fullmatch(row.customer):
            continue  # what was decided is forgotten
        by = (row.key, row.plugin, row.unit)
        booked[*by, "credit"] += row.amount * ((row.source == "issued") - (row.target == "issued"))
        booked[*by, "debit"] += row.amount * ((row.target == "redeemed") - (row.source == "redeemed"))
    for _, decision in decisions(books):
        for plugin, key, action, *_ in decision.get("granted", []):
            if action["kind"] in ("credit", "debit"):
                booked[key, plugin, action["unit"], action["kind"]] -= action["amount"]
        for plugin, key, action, units, *_ in decision.get("reversals", []):
            if action["kind"] in ("credit", "debit"):
                booked[key, plugin, action["unit"], action["kind"]] += units if action["kind"] == "credit" else -units
    if wrong := {key: count for key, count in booked.items() if count}:
        yield f"movements and decisions do not agree: {wrong}"


def _actions(books: Books) -> Iterator[str]:
    """Each action that stands is listed or scheduled once, as its kind wants, and nothing else is.

    What was scheduled and has happened is scheduled no more.
    """
    living = {row.customer for row in books["customers"]}
    happened = {(row.source, row.id) for row in books["events"]}
    there = [row for row in books["outbox"] if not ERASED.fullmatch(row.customer)]
    listed = Counter((row.key, row.kind, row.plugin) for row in there if row.status in STANDING)
    # what delivery tells a session is not granted by anybody: its key is the event's own id; nor is what is told to
    # somebody else, since an event of theirs stands no more
    told = (row for row in books["schedule"] if '"kind":"withdrawn"' not in row.event)
    scheduled = Counter(row.key for row in told if json.loads(row.event)["id"] != row.key)
    for key, (_, plugin, action) in standing(books).items():
        kind = action["kind"]
        if kind == "schedule":
            later = action["event"]
            about = [later.get(name, "") for name in ("customer", "other", "referrer")]
            forgotten = later["customer"] not in living or any(map(ERASED.fullmatch, about))
            if scheduled[key] or ((later.get("source", "sdk"), later["id"]) not in happened and not forgotten):
                scheduled[key] -= 1
        if kind not in BOOKED or (kind == "credit" and "cost" in action):
            listed[key, kind, plugin] -= 1
    for row, decision in decisions(books):
        keys = [key for _, key, *_ in decision.get("granted", [])]
        if len(set(keys)) != len(keys):
            yield f"event {row.id} has a key twice"
    for name, left in (("outbox", listed), ("schedule", scheduled)):
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
    """What a period spent is what the actions that stand cost, and no more than the limit."""
    kept = limits(engine)
    zone, cost = ZoneInfo(engine.config.store.timezone), Counter[tuple[str, str]]()
    under = {row.key: row.under for row in books["outbox"]}
    for key, (at, plugin, action) in standing(books).items():
        for name, form in kept:
            if name in ("budget", f"strategy:{plugin}", under.get(key)):
                cost[name, f"{from_micros(at).astimezone(zone):{form}}"] += cost_of(action)
    cost.update(_forgotten(books, kept, zone))
    counted = (row for row in books["counters"] if not row.name.startswith(("reward:", "place:")))
    spent = Counter({(row.name, row.period): row.amount for row in counted})
    if kept and +spent != +cost:
        yield f"counters say {dict(spent)}, decisions cost {dict(cost)}"
    for (name, form), most in kept.items():
        if any(amount > most for (one, period), amount in cost.items() if one == name and len(period) == SIZES[form]):
            yield f"over the {most} of {name}: {dict(cost)}"


def _stock(engine: Engine, books: Books) -> Iterator[str]:
    """What a stock has lost is what stands of its reward, and no more than there was."""
    given = Counter(row.under for row in books["outbox"] if row.status in COUNTED)
    lost = {row.name: row.amount for row in books["counters"]}
    for reward, one in engine.config.rewards.items():
        name, gifts = f"reward:{reward}", len(one.actions)
        if one.stock is None:
            continue
        if lost.get(name, 0) != given[name] or given[name] > one.stock * gifts:
            yield f"of the {one.stock} of {reward}, {lost.get(name, 0)} are counted, {given[name]} stand"
    taken: Counter[str] = Counter()
    for row in books["outbox"]:
        if row.kind == "take_place" and row.status in COUNTED:
            told = json.loads(row.body)
            taken[f"place:{told['of']}"] += told.get("places", 1)
    counted = {name: amount for name, amount in lost.items() if name.startswith("place:") and amount}
    if counted != {name: amount for name, amount in taken.items() if name in lost}:
        yield f"places count {counted}, and {dict(taken)} stand"
    for one in engine.registry.enabled:
        for of, most in (getattr(one.strategy, "places", None) or {}).items():
            if taken[f"place:{of}"] > most:
                yield f"of the {most} places of {of}, {taken[f'place:{of}']} are taken"


def _forgotten(books: Books, kept: Iterable[tuple[str, str]], zone: ZoneInfo) -> Counter[tuple[str, str]]:
    """What was given to those who are forgotten: it is spent, whatever it was."""
    cost: Counter[tuple[str, str]] = Counter()
    for row in books["outbox"]:
        if ERASED.fullmatch(row.customer) and row.status in COUNTED:
            for name, form in kept:
                if name in ("budget", f"strategy:{row.plugin}", row.under):
                    cost[name, f"{from_micros(row.at).astimezone(zone):{form}}"] += row.cost
    return cost


FORMATS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}
SIZES = {"%Y-%m-%d": 10, "%G-W%V": 8, "%Y-%m": 7, "%Y": 4}
"""How long the periods are that a format writes."""


def limits(engine: Engine) -> dict[tuple[str, str], int]:
    """The most of each counter's periods in minor units, by its name and how its periods are written."""
    month, others = engine.config.limits.monthly_budget, engine.config.limits.budgets
    kept = {} if month is None else {("budget", "%Y-%m"): month.minor}
    return kept | {(one.name, FORMATS[one.period]): one.amount.minor for one in others}


def cost_of(action: dict[str, Any]) -> int:
    """Minor units that an action costs budgets, as its stored form says it, or as the amount that it gives."""
    if action.get("entitlement"):
        return 0
    if action["kind"] == "offer" and "cost" not in action:
        return sum(map(cost_of, action["actions"]))
    given = action.get("benefit", {}).get("amount") if action["kind"] == "issue_coupon" else action.get("amount")
    money = action.get("cost", given)
    return int(money["minor"]) if isinstance(money, dict) else 0
