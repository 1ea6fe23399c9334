"""A shop with a catalogue, and customers who earn points in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from retention_sdk import Credit, Purchase, Refund, SetTier
from retention_sdk.store.outbox import STANDING
from tests.build import after, opened, order, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from retention_sdk import Action, Customer, Decision, Engine

CATALOGUE: dict[str, Any] = {
    "ten_off": {"title": "10 EUR off", "cost": 100, "gives": {"amount_off": "10 EUR", "valid_days": 30}},
    "beans": {"title": "A bag of beans", "cost": 60, "gives": {"free_item": "beans-250"}, "per_customer": 1},
    "gold_card": {"title": "A gift card", "cost": 50, "gives": {"gift_card": "5 EUR"}, "tiers": ["gold"]},
}


def earn(event: Purchase, _customer: Customer) -> Iterator[Action]:
    """A point for each euro, and gold for those who spend 500 at once."""
    if isinstance(event, Purchase):
        yield Credit("points", event.total.minor // 100, valid_for=timedelta(days=60), reason="an order")
        if event.total.minor >= 500_00:
            yield SetTier("gold")


def shop(url: str, rewards: dict[str, Any] | None = None, **tables: Any) -> Engine:
    """An engine whose orders earn a point for each euro, good for 60 days."""
    return opened(url, {"earn": earn}, rewards=CATALOGUE if rewards is None else rewards, **tables)


def bought(id: str, euros: int, at: datetime | None = None, customer: str = "c") -> Purchase:
    """An order that earns as many points as it comes to."""
    return order(id, customer, euros, after() if at is None else at)


def refunded(id: str, order: str, at: datetime, customer: str = "c") -> Refund:
    """An order that comes back whole."""
    return Refund(id=id, customer=customer, occurred_at=at, order=order)


def points(engine: Engine, customer: str = "c") -> int:
    """What the store has as available."""
    return sum(row.available for row in rows(engine, "wallets") if row.customer == customer)


def gifts(engine: Engine) -> list[str]:
    """The kinds of what is in the outbox and stands."""
    return sorted(row.kind for row in rows(engine, "outbox") if row.status in STANDING)


def codes(decision: Decision) -> list[str]:
    """The codes of a decision's refusals and notes."""
    return [one.code for one in (*decision.refusals, *decision.notes)]
