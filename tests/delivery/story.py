"""Orders that give something of each class of repeats, some of which are cancelled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from retention_sdk import (
    AmountOff,
    Engine,
    Event,
    IssueCoupon,
    IssueGiftCard,
    OrderCancelled,
    Purchase,
    RefundMoney,
    SendMessage,
    Tag,
)
from tests.build import Does, config, eur, order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action
    from retention_sdk.platforms import Adapter

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
CUSTOMERS, ORDERS = 40, 2
DELIVERY = {"lease_seconds": 5, "first_wait_seconds": 1, "batch": 8, "longest_wait_minutes": 1}


def gifts(event: Event, _: Any) -> list[Action]:
    """Something of each class for an order."""
    if not isinstance(event, Purchase):
        return []
    return [
        SendMessage("thanks"),
        IssueCoupon(AmountOff(eur(1))),
        IssueGiftCard(eur(2)),
        RefundMoney(event.id, eur(3)),
        Tag(event.id),
    ]


def shop_of(url: str, adapter: Adapter) -> Engine:
    """The store with its platform."""
    return Engine.from_config(config(url, delivery=DELIVERY), {"gift": Does(gifts)}, {adapter.name: adapter})


def orders() -> Iterator[Event]:
    """All orders, customer by customer, an hour apart."""
    for customer in range(CUSTOMERS):
        for number in range(ORDERS):
            yield order(f"o-{customer}-{number}", f"c-{customer}", at=BEGIN + timedelta(hours=number))


def cancelled(third: int) -> Iterator[Event]:
    """All orders of every third customer are cancelled."""
    for customer in range(third, CUSTOMERS, 3):
        for number in range(ORDERS):
            id, at = f"o-{customer}-{number}", BEGIN + timedelta(days=2)
            yield OrderCancelled(id=f"x-{id}", customer=f"c-{customer}", occurred_at=at, order=id)
