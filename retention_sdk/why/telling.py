"""What is known of an order, in sentences."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from retention_sdk.actions import Credit, Debit
from retention_sdk.explain.stories import failed_said, granted_said, headline, noted_said, refused_said, reversed_said
from retention_sdk.explain.words import count

if TYPE_CHECKING:
    from retention_sdk.events import Purchase
    from retention_sdk.why.values import Effect, LotLeft, OrderStep, Return, Why  # which explains itself


def tell(why: "Why") -> str:
    """The whole answer, one thing a line; what belongs to a line is below it, behind a dash."""
    lines = [_left(why)]
    for step in why.steps:
        lines += [headline(step.event), *(f"- {line}" for line in _step(step, why.at))]
    for one in why.returns:
        lines += [_returned(one), *(f"- {line}" for line in _taken(one))]
    return "\n".join(lines)


def _left(why: "Why") -> str:
    order, left = why.order, why.left
    if left is None:
        return f"Nothing is left of order {order.id}."
    if left == order:
        return f"Order {order.id} stands as it was paid: {_items(order)}; {order.total}."
    return f"This is left of order {order.id}: {_items(left)}; {left.total} of {order.total}."


def _items(order: "Purchase") -> str:
    return ", ".join(f"{line.quantity} × {line.sku}" for line in order.lines)


def _step(step: "OrderStep", at: datetime) -> Iterator[str]:
    yield from (reversed_said(one) for one in step.reversals)
    for effect in step.effects:
        said = granted_said(effect.plugin, effect.action, effect.not_before)
        yield " ".join([said, *_become(effect, at)])
    yield from (refused_said(one) for one in step.refusals)
    yield from (failed_said(one) for one in step.failures)
    yield from (noted_said(one) for one in step.notes)


def _become(effect: "Effect", at: datetime) -> Iterator[str]:
    """What has become of it."""
    action = effect.action
    if isinstance(action, Credit):
        yield from _credited(effect, action)
    elif isinstance(action, Debit):
        if back := action.amount - effect.units:
            yield f"Given back: {count(back, action.unit)}."
    elif not effect.stands:
        yield "It is withdrawn."
    elif effect.expires_at is not None:
        yield f"It {'expired on' if effect.expires_at <= at else 'can be used until'} {_day(effect.expires_at)}."


def _credited(effect: "Effect", action: Credit) -> Iterator[str]:
    unit, back = action.unit, action.amount - effect.units
    if back > 0:
        yield f"Taken back: {count(back, unit)}."
    if back < 0:
        yield f"Given more: {count(-back, unit)}."
    if effect.spent > 0:
        yield f"Spent: {count(effect.spent, unit)}."
    if effect.expired > 0:
        yield f"Expired: {count(effect.expired, unit)}."
    yield from (_lot(lot, unit) for lot in effect.lots)


def _lot(lot: "LotLeft", unit: str) -> str:
    if lot.units < 0:
        return f"Owed: {count(-lot.units, unit)}."
    until = f", until {_day(lot.expires_at)}" if lot.expires_at else ""
    if lot.pending:
        return f"Left: {count(lot.units, unit)}, from {_day(lot.available_from)}{until}."
    return f"Left: {count(lot.units, unit)}{until}."


def _returned(one: "Return") -> str:
    if one.sku is None:
        return f"If the whole order came back ({one.paid}):"
    return f"If {one.quantity} × {one.sku} came back ({one.paid}):"


def _taken(one: "Return") -> Iterator[str]:
    if not one.reversals:
        yield "Nothing is taken back."
    yield from (reversed_said(reversal) for reversal in one.reversals)
    yield from (noted_said(note) for note in one.notes)


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
