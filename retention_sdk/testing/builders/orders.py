"""Orders, and what becomes of them, in short."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Unpack

from retention_sdk.events import (
    Delivered,
    Dispute,
    DisputeState,
    Line,
    OrderCancelled,
    OrderEdited,
    Purchase,
    Refund,
    RefundLine,
)
from retention_sdk.money import Money
from retention_sdk.testing.builders.amounts import eur
from retention_sdk.testing.builders.fields import EditFields, EventFields, LineFields, OrderFields
from retention_sdk.testing.builders.times import START, after

Amount = Money | Decimal | int | str
"""Money, or so many euros."""

NEXT_DAY = after(1)
"""When what follows from an order happens, where no time is given: of two events at one instant the id decides."""


def line(sku: str = "beans", quantity: int = 1, total: Amount = 10, **more: Unpack[LineFields]) -> Line:
    """A line of an order.

    Args:
        sku: the item.
        quantity: units.
        total: what was paid for them all.
        more: other fields of `Line`.
    """
    return Line(sku=sku, quantity=quantity, total=_money(total), **more)


def order(  # noqa: PLR0913 - what a test may want to say of an order
    id: str = "o-1",
    customer: str = "c",
    total: Amount = 10,
    at: datetime = START,
    *,
    sku: str = "beans",
    quantity: int = 1,
    lines: Iterable[Line] | None = None,
    **more: Unpack[OrderFields],
) -> Purchase:
    """An order of one line.

    Args:
        id: the order's.
        customer: the customer's.
        total: what was paid for its line.
        at: when it was paid.
        sku: the item.
        quantity: units of it.
        lines: its lines, instead of the one that total, sku and quantity make.
        more: other fields of `Purchase`.
    """
    bought = lines or [line(sku, quantity, total)]
    return Purchase(id=id, customer=customer, occurred_at=at, lines=bought, **more)


def refund(  # noqa: PLR0913 - what a test may want to say of a refund
    id: str = "r-1",
    customer: str = "c",
    at: datetime = NEXT_DAY,
    *,
    order: str | None = "o-1",
    amount: Amount | None = None,
    lines: Iterable[RefundLine] = (),
    **more: Unpack[EventFields],
) -> Refund:
    """A refund of a whole order, where no amount or lines are given.

    Args:
        id: the refund's.
        customer: the customer's.
        at: when the money went back.
        order: the order's id.
        amount: what was paid back.
        lines: what came back.
        more: other fields of `Refund`.
    """
    paid = None if amount is None else _money(amount)
    return Refund(id=id, customer=customer, occurred_at=at, order=order, amount=paid, lines=lines, **more)


def order_cancelled(
    id: str = "off-1", customer: str = "c", at: datetime = NEXT_DAY, order: str = "o-1", **more: Unpack[EventFields]
) -> OrderCancelled:
    """An order is called off."""
    return OrderCancelled(id=id, customer=customer, occurred_at=at, order=order, **more)


def order_edited(
    lines: Iterable[Line],
    id: str = "e-1",
    customer: str = "c",
    at: datetime = NEXT_DAY,
    order: str = "o-1",
    **more: Unpack[EditFields],
) -> OrderEdited:
    """An order has other lines from now on."""
    return OrderEdited(id=id, customer=customer, occurred_at=at, order=order, lines=lines, **more)


def delivered(
    id: str = "d-1", customer: str = "c", at: datetime = NEXT_DAY, order: str = "o-1", **more: Unpack[EventFields]
) -> Delivered:
    """An order reaches the customer."""
    return Delivered(id=id, customer=customer, occurred_at=at, order=order, **more)


def dispute(
    id: str = "q-1",
    customer: str = "c",
    at: datetime = NEXT_DAY,
    *,
    order: str = "o-1",
    state: DisputeState = "opened",
    **more: Unpack[EventFields],
) -> Dispute:
    """A bank asks for an order's money back, or says how that ended."""
    return Dispute(id=id, customer=customer, occurred_at=at, order=order, state=state, **more)


def _money(amount: Amount) -> Money:
    return amount if isinstance(amount, Money) else eur(amount)
