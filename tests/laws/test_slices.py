"""Law 5: slices of a refund that add up to a full one leave what a single full refund leaves, which is nothing."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Line, OrderCancelled, Purchase, Refund, RefundLine
from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.store.outbox import STANDING
from tests.build import START, eur, rows
from tests.laws.arrival import PLUGINS, shop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine, Event

ORDERS = int(os.environ.get("RETENTION_SLICED_ORDERS", "400"))
"""How many orders are bought and given back; the figure of docs/guides/refunds.md is of 10,000."""

SKUS = ("beans", "mug", "tea")
HOUR = timedelta(hours=1)
CARD: dict[str, Any] = {"punch_card": {"count": "orders", "stamps": 3, "free_sku": "mug"}}


def plugins(spent: str) -> dict[str, Any]:
    """Every strategy that ships; under `only_pending` without stamps, which are never pending and so stay."""
    points = {**PLUGINS["points"], "pending_days": 90}
    card = {} if spent == "only_pending" else CARD
    gone = {"punch_card", "miles", "tiers"} if spent == "only_pending" else {"punch_card"}
    others = {name: settings for name, settings in PLUGINS.items() if name not in gone}
    return {**others, **({"points": points} if spent == "only_pending" else {}), **card}


def bought(dice: random.Random, number: int) -> Purchase:
    """An order of a few lines, of which no two are of one item."""
    lines = [
        Line(
            sku=sku,
            quantity=dice.randint(1, 6),
            total=eur(0) if dice.random() < 0.1 else eur(f"{dice.randint(1, 9_999)}.{dice.randint(0, 99):02}"),
            categories=["hot"] if dice.random() < 0.4 else [],
            tax=None,
        )
        for sku in dice.sample(SKUS, dice.randint(1, 3))
    ]
    shipping = eur("4.99") if dice.random() < 0.3 else None
    return Purchase(
        id=f"o-{number:05}",
        customer=f"c-{number % max(ORDERS // 8, 1)}",
        occurred_at=START + number * HOUR,
        lines=lines,
        shipping=shipping,
    )


def given_back(dice: random.Random, order: Purchase) -> Iterator[Refund | OrderCancelled]:
    """Refunds that take all of an order back: in one piece, in units, or in amounts, at any times after it."""

    def refund(place: int, **what: Any) -> Refund:
        at = order.occurred_at + dice.randint(1, 400) * HOUR
        return Refund(id=f"r-{order.id}-{place}", customer=order.customer, order=order.id, occurred_at=at, **what)

    how = dice.choice(["whole", "cancelled", "units", "amounts"]) if order.total.minor else "whole"
    if how == "whole":
        yield refund(0)
    elif how == "cancelled":
        at = order.occurred_at + HOUR
        yield OrderCancelled(id=f"r-{order.id}", customer=order.customer, order=order.id, occurred_at=at)
    elif how == "units":
        units = [line.sku for line in order.lines for _ in range(line.quantity)]
        dice.shuffle(units)
        for place, now in enumerate(cut(dice, units)):
            yield refund(place, lines=[RefundLine(sku=sku, quantity=now.count(sku)) for sku in sorted(set(now))])
    else:
        parts = order.total.split(dice.randint(1, 5))
        for place, part in enumerate(part for part in parts if part.minor):
            yield refund(place, amount=part)


def cut(dice: random.Random, units: list[str]) -> Iterator[list[str]]:
    """Units in slices of one to four."""
    while units:
        size = dice.randint(1, 4)
        yield units[:size]
        units = units[size:]


def left_of(engine: Engine) -> dict[str, list[Any]]:
    """What a store still holds of anything that was given."""
    return {
        "wallets": [row for row in rows(engine, "wallets") if row.available or row.pending or row.lifetime],
        "lots": [row for row in rows(engine, "lots") if row.amount or row.remaining],
        "outbox": [(row.kind, row.body) for row in rows(engine, "outbox") if row.status in STANDING],
        "history": [row.standing for row in rows(engine, "customers") if '"history"' in row.standing],
        "budgets": [row for row in rows(engine, "counters") if row.amount],
    }


@pytest.mark.parametrize("arrival", ["in turn", "shuffled"])
@pytest.mark.parametrize("spent", ["only_pending", "within_balance", "into_debt"])
def test_slices_leave_nothing(database_url: str, arrival: str, spent: str) -> None:
    """Orders are bought and given back in random slices, by units, amounts and whole, interleaved, in any order.

    In the end every wallet, lot, card, coupon, counter and budget is as if no order had ever been, whatever policy
    said in between what becomes of stamps that paid for another order's coupon.
    """
    dice = random.Random(5)
    events: list[Event] = []
    # what is taken back is the same arithmetic on both databases, and Postgres is further away
    for number in range(ORDERS if database_url.startswith("sqlite") else ORDERS // 4):
        order = bought(dice, number)
        events += [order, *given_back(dice, order)]
    events.sort(key=lambda event: (event.occurred_at, event.id))
    if arrival == "shuffled":
        dice.shuffle(events)
    tables: dict[str, Any] = {"refunds": {"spent": spent}, "limits": {"monthly_budget": "100000000 EUR"}}
    with shop(database_url, **tables, plugins=plugins(spent)) as engine:
        engine.handle_many(events)
        assert check_ledger(engine.store, engine.config.store.key) == []
        assert left_of(engine) == {"wallets": [], "lots": [], "outbox": [], "history": [], "budgets": []}


@pytest.mark.parametrize("spent", ["only_pending", "within_balance", "into_debt"])
def test_one_order_after_another(sqlite_url: str, spent: str) -> None:
    """An order that is given back in slices before the next one leaves nothing under any policy."""
    dice = random.Random(7)
    with shop(sqlite_url, refunds={"spent": spent}, plugins=plugins(spent)) as engine:
        for number in range(40):
            order = bought(dice, number)
            engine.handle_many([order, *given_back(dice, order)])
        found = left_of(engine)
    assert [row.unit for row in found["wallets"]] == []
    assert found["outbox"] == []
