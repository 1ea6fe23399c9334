"""The floor's purchases as events of ours, and orders enough for large files."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from retention_sdk import Line, Money, Purchase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.benchmarks.floor import Event

START = datetime(2020, 1, 1, tzinfo=UTC)
APART = timedelta(days=30) / 1_000
"""The time from one order to the next: each of the floor's thousand customers buys about once a month."""


def purchase(event: Event) -> Purchase:
    """One of the floor's events as ours, with the same total: its prices are a share of it.

    It happened in the floor's order, `APART` from the one before instead of a second: who looks back 90 days would
    otherwise find the whole history in them.
    """
    id, customer, payload = event
    order = json.loads(payload)
    weights = [line["quantity"] * line["price"] for line in order["lines"]]
    totals = Money(order["total"], order["currency"]).allocate(weights)
    lines = tuple(
        Line(sku=line["sku"], quantity=line["quantity"], total=total)
        for line, total in zip(order["lines"], totals, strict=True)
    )
    at = START + (order["at"] - 1_760_000_000) * APART
    return Purchase(id=id, customer=name(customer), occurred_at=at, source="shop", lines=lines)


def purchases(events: Iterable[Event]) -> list[Purchase]:
    """The floor's events as ours; a redelivery is an equal event, not the same object."""
    return [purchase(event) for event in events]


def name(customer: int) -> str:
    """A customer's id in our store."""
    return f"c-{customer}"


def write_orders(path: Path, count: int, seed: int = 11) -> int:
    """Write a file of orders, one row each, by ten times fewer customers.

    Returns:
        The sum over the orders of their whole euros.
    """
    rng, euros = random.Random(seed), 0
    with path.open("w", encoding="utf-8") as file:
        file.write("order,customer,date,sku,quantity,total,currency\n")
        for n in range(count):
            cents, at = rng.randrange(100, 25_000), START + timedelta(minutes=n)
            euros += cents // 100
            customer, sku = rng.randrange(count // 10 + 1), rng.randrange(9_999)
            total = f"{cents // 100}.{cents % 100:02d}"
            file.write(f"O-{n},C-{customer},{at:%Y-%m-%dT%H:%M:%SZ},S-{sku},{rng.randint(1, 3)},{total},EUR\n")
    return euros
