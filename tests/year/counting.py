"""What a year came to, read from the books: who gave what, what was taken back, what came twice, what was exceeded."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from attrs import define, field

from retention_sdk import STORE
from retention_sdk.times import from_micros
from tests.audit import audit, books, cost_of, standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from retention_sdk import Engine
    from tests.audit import Books
    from tests.year.running import Year

TRANSACTIONAL = ("service", "transactional", "legal")


@define
class Tally:
    """What a strategy did.

    Attributes:
        given: how many of each kind of action.
        back: how many of them were taken back.
        customers: whom it gave something.
        cost: minor units of what stands, as far as it is known.
        refused: how many were refused, by code.
    """

    given: Counter[str] = field(factory=Counter[str])
    back: Counter[str] = field(factory=Counter[str])
    customers: set[str] = field(factory=set[str])
    cost: int = 0
    refused: Counter[str] = field(factory=Counter[str])


def tallies(engine: Engine) -> dict[str, Tally]:
    """What each strategy did; the engine's own answers are left out."""
    found = {one.name: Tally() for one in engine.registry.enabled}
    read = books(engine)
    stands = standing(read)
    for row in read["events"]:
        first, last = json.loads(row.decision), json.loads(row.revised or row.decision)
        granted = {
            key: (plugin, action) for told in (first, last) for plugin, key, action, *_ in told.get("granted", [])
        }
        for key, (plugin, action) in granted.items():
            if plugin in found:
                found[plugin].given[action["kind"]] += 1
                # an offer ends when it is answered
                found[plugin].back[action["kind"]] += key not in stands and action["kind"] != "offer"
                found[plugin].customers |= {row.customer} - {STORE}
        for plugin, _, code, *_ in last.get("refusals", []):
            if plugin in found:
                found[plugin].refused[code] += 1
    for _, plugin, action in stands.values():
        if plugin in found:
            found[plugin].cost += cost_of(action)
    return found


def duplicates(whole: Year) -> list[str]:
    """What came twice: at the platform, in the books, or for one occasion."""
    keys = Counter(whole.platform.keys)
    found = [f"{key} was carried out {times} times" for key, times in keys.items() if times > 1]
    read, seen = books(whole.engine), Counter[tuple[str, ...]]()
    stands = standing(read)
    for row in read["events"]:
        if row.kind in ("birthday", "occasion"):
            told = json.loads(row.revised or row.decision)
            year = str(from_micros(row.occurred_at).year)
            what = year if row.kind == "birthday" else json.loads(row.body)["name"]
            seen.update(
                (row.customer, plugin, what, action["kind"], json.dumps(action))
                for plugin, key, action, *_ in told.get("granted", [])
                if key in stands
            )
    return found + [f"{times} × {what}" for what, times in seen.items() if times > 1]


def exceeded(whole: Year) -> list[str]:
    """The limits that were exceeded, counted anew from what stands; and what does not add up in the books."""
    read = books(whole.engine)
    return [*audit(whole.engine), *_per_customer(whole, read), *_cooldowns(whole, read)]


def _granted(read: Books) -> Iterator[tuple[str, datetime, str, dict[str, Any]]]:
    """What stands: of whom, when, by whom, what."""
    who = {row.key: row.customer for row in read["outbox"]}
    for key, (at, plugin, action) in standing(read).items():
        if key in who:
            yield who[key], from_micros(at), plugin, action


def _per_customer(whole: Year, read: Books) -> Iterator[str]:
    limit = whole.engine.config.limits.per_customer
    if limit is None:
        return
    costs: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for customer, at, _, action in _granted(read):
        costs[customer].append((at, cost_of(action)))
    for customer, spent in costs.items():
        for end, _ in spent:
            total = sum(cost for at, cost in spent if end - timedelta(days=limit.days) < at <= end)
            if total > limit.amount.minor:
                yield f"{customer} had {total} within {limit.days} days up to {end:%Y-%m-%d}"


def _cooldowns(whole: Year, read: Books) -> Iterator[str]:
    for one in whole.engine.config.limits.cooldowns:
        times: defaultdict[str, set[datetime]] = defaultdict(set)
        for customer, at, plugin, action in _granted(read):
            if action["kind"] == one.kind and one.strategy in ("", plugin):
                times[customer].add(at)
        for customer, when in times.items():
            ordered = sorted(when)
            for earlier, later in pairwise(ordered):
                if later - earlier < timedelta(days=one.days):
                    yield f"{customer} had {one.kind} at {earlier} and {later}"
