"""A customer who wants to leave: the cancel button, what is offered, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.database import new_id
from shop.events import euros, happened
from shop.selling import Sorry

if TYPE_CHECKING:
    import sqlite3

PRICE = 1490
"""Cents a month."""


def subscribe(change: sqlite3.Connection, customer: str) -> None:
    """A bag every month."""
    values = (new_id("sub"), customer, PRICE)
    change.execute("INSERT INTO subscriptions (id, customer, price, ended) VALUES (?, ?, ?, 0)", values)


def ask(change: sqlite3.Connection, customer: str, subscription: str, reason: str) -> None:
    """The cancel button: the engine opens a session, and may offer something."""
    query = "SELECT 1 FROM subscriptions WHERE id = ? AND customer = ? AND NOT ended"
    if not change.execute(query, (subscription, customer)).fetchone():
        raise Sorry("There is no such subscription.")
    change.execute("UPDATE requests SET ended = 1 WHERE subscription = ?", (subscription,))
    id = new_id("leave")
    change.execute("INSERT INTO requests (id, customer, subscription) VALUES (?, ?, ?)", (id, customer, subscription))
    about = {"subscription": subscription, "reason": reason, "price": euros(PRICE)}
    happened(change, "cancel_request", id, customer, **about)


def answer(change: sqlite3.Connection, customer: str, offer: str, *, taken: bool) -> None:
    """The customer takes an offer, or does not want it."""
    mine = "request IN (SELECT id FROM requests WHERE customer = ?)"
    query = f"UPDATE offers SET answered = 1 WHERE key = ? AND NOT answered AND {mine} RETURNING request"  # noqa: S608
    found = change.execute(query, (offer, customer)).fetchone()
    if not found:
        raise Sorry("This offer is not open any more.")
    kind = "offer_accepted" if taken else "offer_declined"
    happened(change, kind, new_id("answer"), customer, session=found[0], offer=offer)
    if taken:
        change.execute("UPDATE requests SET ended = 1 WHERE id = ?", (found[0],))


def leave(change: sqlite3.Connection, customer: str, request: str) -> None:
    """The customer leaves, whatever is offered."""
    query = "UPDATE requests SET ended = 1 WHERE id = ? AND customer = ? AND NOT ended"
    if not change.execute(query, (request, customer)).rowcount:
        raise Sorry("There is nothing to confirm any more.")
    happened(change, "cancelled_directly", new_id("left"), customer, session=request)
