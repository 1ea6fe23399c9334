# /// script
# requires-python = ">=3.11"
# dependencies = ["retention-sdk"]
# ///
"""A store's back end with the engine in it: an order, its redelivery, a complaint.

    python examples/store_backend.py

What is around the engine is as small as can be: a shop with a mailbox and coupon codes, and three functions that a web
framework would call. What matters is `carry_out`: an action is done once for its key, however often it is asked for.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retention_sdk import (
    Complaint,
    CreateTask,
    Engine,
    FreeItem,
    Giving,
    IssueCoupon,
    Line,
    Money,
    Purchase,
    SendMessage,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_sdk import Action, Decision

STORE = {"name": "Bean & Leaf", "currency": "EUR", "timezone": "Europe/Prague"}
PLUGINS = {
    "points": {"rate": 1, "expires_days": 365},
    "punch_card": {"sku": "beans-250", "stamps": 3, "cost": "9 EUR"},
    "complaint_recovery": {"max_amount": "20 EUR"},
}


class Shop:
    """What the shop can do for a customer; `done` is a table with the key as its primary key.

    Args:
        folder: where the engine keeps its database.
    """

    def __init__(self, folder: Path) -> None:
        store = STORE | {"database": f"sqlite:///{folder / 'retention.db'}"}
        self.engine = Engine.from_config({"store": store, "plugins": PLUGINS, "limits": {"monthly_budget": "500 EUR"}})
        self.done: dict[str, str] = {}

    def order_paid(self, order: Mapping[str, Any]) -> Decision:
        """An order's webhook. It may come twice, and late; answer it when this has returned.

        Args:
            order: the order as the shop has it.

        Returns:
            What was decided.
        """
        event = Purchase(
            id=order["number"],
            customer=order["customer"],
            occurred_at=datetime.fromisoformat(order["paid_at"]),
            source="shop",
            lines=[
                Line(sku=line["sku"], quantity=line["quantity"], total=Money.of(line["total"], order["currency"]))
                for line in order["lines"]
            ],
        )
        return self.carry_out(self.engine.handle(event))

    def complained(self, ticket: Mapping[str, Any]) -> Decision:
        """A complaint that an agent has put into a form.

        Args:
            ticket: the ticket as the help desk has it.

        Returns:
            What was decided.
        """
        event = Complaint(
            id=ticket["number"],
            customer=ticket["customer"],
            occurred_at=datetime.fromisoformat(ticket["opened_at"]),
            source="help desk",
            text=ticket["text"],
            category=ticket["category"],
            severity=ticket["severity"],
            order=ticket["order"],
        )
        return self.carry_out(self.engine.handle(event))

    def carry_out(self, decision: Decision) -> Decision:
        """Do what was decided, and what was done already not again.

        After a crash in here the webhook comes again, `handle` answers the same keys, and what is left is done.
        """
        for granted in decision.granted:
            todo = self.words(granted.action)
            if todo and granted.key not in self.done:
                self.done[granted.key] = f"{decision.event.customer}: {todo}"
        return decision

    def words(self, action: Action) -> str | None:
        """What there is to do in the shop for an action; wallets are the engine's own."""
        match action:
            case SendMessage(template=template):
                return f"mail {template!r}"
            case IssueCoupon(benefit=FreeItem(sku=sku)):
                return f"coupon code for a free {sku}"
            case IssueCoupon():
                return "coupon code"
            case CreateTask(title=title, role=role):
                return f"task for the {role}: {title}"
            case Giving(cost=Money() as cost):
                return f"{action.kind.replace('_', ' ')}, {cost}"
            case _:
                return None


def main() -> str:
    """Handle an order, the same order again, and a complaint about it.

    Returns:
        What happened, in lines.
    """
    paid_at = datetime(2026, 3, 1, 9, 30, tzinfo=UTC).isoformat()
    beans = {"sku": "beans-250", "quantity": 3, "total": "29.97"}
    order = {"number": "1001", "customer": "c-42", "paid_at": paid_at, "currency": "EUR", "lines": [beans]}
    ticket = {"number": "t-7", "customer": "c-42", "opened_at": "2026-03-04T16:05:00+01:00", "order": "1001"}
    ticket |= {"text": "Two bags were torn open.", "category": "damaged", "severity": "high"}

    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(Path(folder))
        with shop.engine:
            first, again = shop.order_paid(order), shop.order_paid(order)
            answered = shop.complained(ticket)
            points = shop.engine.customer("c-42").wallet("points").available
    told = [first.explain(), f"Delivered again, decided the same: {again == first}.", answered.explain()]
    return "\n".join([*told, f"c-42 has {points} points. Done in the shop:", *shop.done.values()])


if __name__ == "__main__":
    print(main())  # noqa: T201 -- an example shows what it did
