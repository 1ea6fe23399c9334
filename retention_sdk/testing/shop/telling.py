"""In which order facts are told, and of whom."""

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from retention_sdk.events import Event


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events in the order in which they happened; the engine breaks ties in the same way.

    Args:
        events: in any order.
    """
    return sorted(events, key=lambda event: (event.occurred_at, event.source, event.id))


def of_customer(events: Iterable[Event], customer: str) -> list[Event]:
    """The same facts of another customer, under ids that nobody else's facts have.

    Args:
        events: facts of one customer.
        customer: the other one's id; what the facts are called, and the orders that they are about, begins with it.
    """
    return [_renamed(event, customer) for event in events]


def _renamed(event: Event, customer: str) -> Event:
    order = getattr(event, "order", None)
    about: dict[str, Any] = {"order": f"{customer}-{order}"} if order else {}
    return evolve(event, id=f"{customer}-{event.id}", customer=customer, **about)
