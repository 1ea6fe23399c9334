"""A strategy that gives seats to whoever answers, and what a test says of them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from retention_sdk import Customer, InvitationAnswered, PlaceFreed, Remember, SendMessage, TakePlace, hookimpl
from tests.build import START, opened, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action, Engine

TEA = "tea"


class Seats:
    """Takes as many places as are asked for, and says so."""

    def __init__(self, most: int, of: str = TEA) -> None:
        self.places, self.of = {of: most}, of

    @hookimpl
    def on_invitation_answered(self, event: InvitationAnswered) -> Iterator[Action]:
        """A seat, or a kind no."""
        if event.coming and event.invitation == self.of:
            yield TakePlace(self.of, event.places, instead=[SendMessage("full")])
            yield SendMessage("seat")
            yield Remember({"seats": event.places})

    @hookimpl
    def on_place_freed(self, event: PlaceFreed, customer: Customer) -> Iterator[Action]:
        """Whoever waited."""
        if customer.wallet(f"waiting:{event.of}").available:
            yield TakePlace(event.of)


def hall(url: str, most: int, **tables: Any) -> Engine:
    """An engine with so many seats."""
    return opened(url, {"seats": Seats(most)}, **tables)


def answered(id: str, customer: str, places: int = 1, at: datetime = START, **more: Any) -> InvitationAnswered:
    """An answer; no places are a no."""
    more.setdefault("invitation", TEA)
    return InvitationAnswered(id=id, customer=customer, occurred_at=at, coming=bool(places), places=places or 1, **more)


def taken(engine: Engine, of: str = TEA) -> int:
    """How many places are taken, as the counter says."""
    return sum(row.amount for row in rows(engine, "counters") if row.name == f"place:{of}")


def seats(engine: Engine, *customers: str) -> list[int]:
    """How many places customers have."""
    return [engine.customer(customer).places(TEA) for customer in customers]
