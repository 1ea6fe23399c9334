"""The whole answer about one order, out of its customer's past."""

from collections.abc import Iterator
from datetime import datetime

from retention_sdk.events import Purchase, Refund, RefundLine
from retention_sdk.turns.hindsight import Hindsight
from retention_sdk.turns.incoming import prepare
from retention_sdk.why.effects import steps
from retention_sdk.why.orders import OneOrder, find_order
from retention_sdk.why.values import Return, Why

ID = "a return, as retention why asks for it"
"""The id of a refund that nobody made; it is of the order's own source, whose order it is about then."""


def why(past: Hindsight, order: str, source: str | None, at: datetime) -> Why:
    """All that is known of an order.

    Args:
        past: its customer's.
        order: the purchase's id.
        source: where it is from, where two sources have an order of this id.
        at: the time; that of the latest fact where it is before it.

    Returns:
        The answer.

    Raises:
        BadValue: the customer has no such order, or has one of two sources.
    """
    facts = past.history.facts
    one, at = find_order(past.customer, facts, order, source), past.not_before(at)
    lots, movements = past.ledger(at)
    told = tuple(steps(one.facts(), one.story.given.keys(), lots, movements))
    return Why(one.paid, one.left, at, told, tuple(_returns(past, one, at)))


def _returns(past: Hindsight, one: OneOrder, at: datetime) -> Iterator[Return]:
    left = one.left
    if left is None:
        return
    units: dict[str, int] = {}
    for line in left.lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    for sku, most in units.items():
        for quantity in sorted({1, most}):
            yield _returned(past, one, left, _refund(one, at, sku, quantity))
    if len(units) > 1:
        yield _returned(past, one, left, _refund(one, at))


def _refund(one: OneOrder, at: datetime, sku: str | None = None, quantity: int = 1) -> Refund:
    lines = [] if sku is None else [RefundLine(sku=sku, quantity=quantity)]
    order = one.paid
    return Refund(id=ID, source=order.source, customer=order.customer, order=order.id, occurred_at=at, lines=lines)


def _returned(past: Hindsight, one: OneOrder, left: Purchase, refund: Refund) -> Return:
    decision, after = past.decide(prepare(refund, one.paid.currency)), one.left_after(refund)
    paid = left.total if after is None else left.total - after.total
    sku = refund.lines[0].sku if refund.lines else None
    quantity = refund.lines[0].quantity if refund.lines else left.quantity
    return Return(sku, quantity, paid, decision.reversals, decision.notes)
