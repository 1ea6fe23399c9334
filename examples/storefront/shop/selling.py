"""Selling: a basket with a coupon becomes a paid order, and an order comes back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shop.database import new_id, now
from shop.events import cents, euros, happened

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

PRODUCTS: dict[str, tuple[str, str, int]] = {
    "espresso": ("Hill espresso", "Dark, round, a little cocoa. 250 g.", 899),
    "filter": ("Morning filter", "Light and clear, with red berries. 250 g.", 1049),
    "cup": ("The blue cup", "Fired by hand; it keeps warm for a whole chapter.", 1800),
}
"""Name, what it is, and price in cents."""


class Sorry(Exception):
    """Something that a customer wants cannot be done; the sentence says why."""


def buy(change: sqlite3.Connection, customer: str, basket: Mapping[str, int], code: str) -> str:
    """Sell a basket, which is paid at once.

    Args:
        change: the transaction.
        customer: who buys.
        basket: units by item.
        code: a coupon's, or nothing.

    Returns:
        The order's id.

    Raises:
        Sorry: nothing is in the basket, or the coupon cannot be used.
    """
    lines = {sku: Line(sku, quantity) for sku, quantity in basket.items() if quantity > 0 and sku in PRODUCTS}
    if code:
        _use(change, customer, code, lines)
    if not lines:
        raise Sorry("There is nothing in the basket yet.")
    id = new_id("order")
    change.execute(
        "INSERT INTO orders (id, customer, placed_at, coupon) VALUES (?, ?, ?, ?)", (id, customer, now(), code)
    )
    for line in lines.values():
        values = (id, line.sku, line.quantity, line.total, line.discount, line.free)
        change.execute("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?)", values)
    told = [line.told() for line in lines.values()]
    happened(change, "purchase", id, customer, lines=told, coupons=[code] if code else [])
    return id


class Line:
    """Units of one item in a basket.

    Args:
        sku: the item.
        quantity: how many.
    """

    def __init__(self, sku: str, quantity: int) -> None:
        self.sku, self.quantity, self.discount, self.free = sku, quantity, 0, 0

    @property
    def total(self) -> int:
        """What is paid for them."""
        return PRODUCTS[self.sku][2] * self.quantity - self.discount

    def told(self) -> dict[str, Any]:
        """The line as the engine is told of it."""
        line = {"sku": self.sku, "quantity": self.quantity, "total": euros(self.total), "free_units": self.free}
        return {**line, "discount": euros(self.discount)}


def _use(change: sqlite3.Connection, customer: str, code: str, lines: dict[str, Line]) -> None:
    """Take a coupon off a basket; it can be used once, by whom it was issued for, while it holds."""
    query = "UPDATE coupons SET state = 'used' WHERE code = ? AND customer = ? AND state = 'open' AND expires_at > ?"
    if not change.execute(query, (code, customer, now())).rowcount:
        raise Sorry("This coupon cannot be used: it is used up, void, over, or somebody else's.")
    (text,) = change.execute("SELECT benefit FROM coupons WHERE code = ?", (code,)).fetchone()
    benefit = json.loads(text)
    match benefit["kind"]:
        case "free_item":
            line = lines.setdefault(benefit["sku"], Line(benefit["sku"], 0))
            line.quantity = max(line.quantity, benefit["quantity"])
            line.free = benefit["quantity"]
            line.discount = PRODUCTS[line.sku][2] * line.free
        case "percent_off":
            for line in lines.values():
                line.discount = line.total * benefit["percent"] // 100
        case "amount_off":
            left = cents(benefit["amount"])
            for line in lines.values():
                line.discount = min(left, line.total)
                left -= line.discount


def send_back(change: sqlite3.Connection, customer: str, order: str) -> None:
    """Take an order back, and pay back what of it was not paid back yet.

    Raises:
        Sorry: it is not the customer's, or came back before.
    """
    query = "UPDATE orders SET returned_at = ? WHERE id = ? AND customer = ? AND returned_at IS NULL"
    if not change.execute(query, (now(), order, customer)).rowcount:
        raise Sorry("There is no such order that could come back.")
    happened(change, "refund", new_id("refund"), customer, order=order)


def pay_back(change: sqlite3.Connection, customer: str, order: str, amount: int) -> str:
    """Pay a part of an order back.

    Returns:
        The refund's id.

    Raises:
        Sorry: there is no such order, or less of it is left.
    """
    query = "SELECT sum(total) FROM lines WHERE order_id = (SELECT id FROM orders WHERE id = ? AND returned_at IS NULL)"
    (total,) = change.execute(query, (order,)).fetchone()
    room = "UPDATE orders SET refunded = refunded + ? WHERE id = ? AND refunded + ? <= ?"
    if total is None or not change.execute(room, (amount, order, amount, total)).rowcount:
        raise Sorry("so much of that order is not left to pay back")
    id = new_id("refund")
    happened(change, "refund", id, customer, order=order, amount=euros(amount))
    return id
