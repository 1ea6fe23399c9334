"""An event on its way in: checked, and in its stored form."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeVar

from attrs import evolve, frozen

from retention_sdk.deciding.asking import amounts
from retention_sdk.decision import Note
from retention_sdk.errors import BadValue, CurrencyMismatch
from retention_sdk.events import (
    CancelRequest,
    Complaint,
    Event,
    GoodwillProposed,
    OrderEdited,
    Purchase,
    Refund,
    RemedyApplied,
)
from retention_sdk.events.store import see_whose
from retention_sdk.language import said
from retention_sdk.money import Money
from retention_sdk.store import Row
from retention_sdk.times import from_micros, to_micros
from retention_sdk.wire import fingerprint, loads, to_json

E = TypeVar("E", bound=Event)

Position = tuple[int, str, str]
"""Where a fact stands among a customer's: when it happened, in microseconds, then its source and id."""


def position(event: Event) -> Position:
    """Where a fact stands among a customer's."""
    return to_micros(event.occurred_at), event.source, event.id


def of_customer(event: E, customer: str) -> E:
    """A stored event as one of the customer whose it is now: it may have come in for one who was merged into them."""
    return event if event.customer == customer else evolve(event, customer=customer)


@frozen
class Timer:
    """What brought an event where time did.

    Args:
        key: the key that it is scheduled with; empty where the clock itself has found it.
        text: the event, as it is scheduled.
    """

    key: str = ""
    text: str = ""


@frozen
class Incoming:
    """An event with its stored form and what tells that from another.

    Args:
        event: the event.
        body: its stored form.
        fingerprint: what tells the body that came in from another.
        notes: what a person should know of how it came in.
        timer: what brought it, where time did; None where somebody handed it in.
        quiet: it is about an order, and changes nothing of it.
    """

    event: Event
    body: str
    fingerprint: str
    notes: tuple[Note, ...] = ()
    timer: Timer | None = None
    quiet: bool = False


def _amounts(event: Event) -> Iterator[Money | None]:
    match event:
        case Purchase():
            yield event.lines[0].total
        case Complaint():
            yield event.value
        case CancelRequest():
            yield event.price
        case OrderEdited():
            yield event.lines[0].total
        case RemedyApplied():
            yield event.amount
        case GoodwillProposed():
            yield from amounts(event.action)
        case Refund():
            yield event.amount
            yield from (line.total for line in event.lines)
        case _:
            return


def prepare(event: Event, currency: str) -> Incoming:
    """Check an event and put it into its stored form.

    Args:
        event: any event.
        currency: the store's.

    Returns:
        The event, ready to be handled.

    Raises:
        BadValue: it is no event, or it would make a customer of the store.
        CurrencyMismatch: it is about money in another currency than the store's.
    """
    if not isinstance(event, Event):
        raise BadValue(f"{type(event).__name__} is no event; pass a Purchase, a Complaint or another event")
    see_whose(event)
    for amount in _amounts(event):
        if amount is not None and amount.currency != currency:
            raise CurrencyMismatch(
                f"event {event.id!r} is in {amount.currency} and the store's currency is {currency}; convert it first"
            )
    return stored_form(event)


def stored_form(event: Event) -> Incoming:
    """An event with its stored form."""
    body = to_json(event)
    return Incoming(event, body, fingerprint(body))


def within(incoming: Incoming, latest: Position, horizon: timedelta) -> Incoming:
    """An event that counts from no earlier than the horizon.

    Args:
        incoming: the event.
        latest: where the customer's latest fact stands.
        horizon: how long before that the event may count from.

    Returns:
        The event; where it happened before that, as of then, and with a note. Its fingerprint is the one of what came
        in, so that a redelivery is known.
    """
    edge = from_micros(latest[0]) - horizon
    if incoming.event.occurred_at >= edge:
        return incoming
    event = evolve(incoming.event, occurred_at=edge)
    sentence = said(
        "It happened on {day} and was told more than {span} late; it counts from {from_day} on.",
        day=incoming.event.occurred_at.date(),
        span=horizon,
        from_day=event.occurred_at.date(),
    )
    body = to_json(evolve(event, customer=loads(incoming.body)["customer"]))  # as it was told
    return evolve(incoming, event=event, body=body, notes=(Note("beyond_horizon", sentence),))


def behind(incoming: Incoming, latest: Position) -> Incoming:
    """An event that is not before another.

    Args:
        incoming: the event.
        latest: where the other stands.

    Returns:
        The event, a microsecond after the other where it was before it.
    """
    if position(incoming.event) > latest:
        return incoming
    return stored_form(evolve(incoming.event, occurred_at=from_micros(latest[0] + 1)))


def same_fact(row: Row, event: Event) -> bool:
    """Whether a known event is another, whoever of those who are one customer now each was told of.

    Args:
        row: of the known event, whose customer is somebody now.
        event: an event of that customer, or of somebody else.
    """
    body, customer = loads(row[5]), row[2]
    if {**body, "customer": customer} == loads(to_json(event)):
        return True
    # one that counts from the horizon is stored with another time than it came with
    as_told = evolve(event, customer=body["customer"])
    return bool(customer == event.customer and row[4] == stored_form(as_told).fingerprint)
