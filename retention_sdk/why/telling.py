"""What is known of an order, in sentences."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from retention_sdk.actions import Credit, Debit
from retention_sdk.explain.stories import failed_said, granted_said, headline, noted_said, refused_said, reversed_said
from retention_sdk.explain.words import maybe
from retention_sdk.language import N_, Amount, Said, joined, said, voice_of

if TYPE_CHECKING:
    from retention_sdk.events import Purchase
    from retention_sdk.why.values import Effect, LotLeft, OrderStep, Return, Why  # which explains itself


def tell(why: "Why", language: str) -> str:
    """The whole answer, one thing a line; what belongs to a line is below it, behind a dash."""
    say = voice_of(language).say
    lines = [say(_left(why))]
    for step in why.steps:
        lines += [say(headline(step.event)), *(f"- {' '.join(map(say, told))}" for told in _step(step, why.at))]
    for one in why.returns:
        lines += [say(_returned(one)), *(f"- {say(line)}" for line in _taken(one))]
    return "\n".join(lines)


def _left(why: "Why") -> Said:
    order, left = why.order, why.left
    if left is None:
        return said("Nothing is left of order {order}.", order=order.id)
    items = _items(left)
    if left == order:
        return said(
            "Order {order} stands as it was paid: {items}; {total}.", order=order.id, items=items, total=order.total
        )
    return said(
        "This is left of order {order}: {items}; {left} of {total}.",
        order=order.id,
        items=items,
        left=left.total,
        total=order.total,
    )


def _items(order: "Purchase") -> Said:
    return joined(f"{line.quantity} × {line.sku}" for line in order.lines)


def _step(step: "OrderStep", at: datetime) -> Iterator[list[Said]]:
    """What an event did, each with what has become of it."""
    yield from ([reversed_said(one)] for one in step.reversals)
    for effect in step.effects:
        yield [granted_said(effect.plugin, effect.action, effect.not_before), *_become(effect, at)]
    yield from ([refused_said(one)] for one in step.refusals)
    yield from ([failed_said(one)] for one in step.failures)
    yield from ([noted_said(one)] for one in step.notes)


def _become(effect: "Effect", at: datetime) -> Iterator[Said]:
    action, until = effect.action, effect.expires_at
    if isinstance(action, Credit):
        yield from _credited(effect, action)
    elif isinstance(action, Debit):
        if back := action.amount - effect.units:
            yield said("Given back: {what}.", what=Amount(back, action.unit))
    elif not effect.stands:
        yield said("It is withdrawn.")
    elif until is not None and until <= at:
        yield said("It expired on {day}.", day=until.date())
    elif until is not None:
        yield said("It can be used until {day}.", day=until.date())


def _credited(effect: "Effect", action: Credit) -> Iterator[Said]:
    unit, back = action.unit, action.amount - effect.units
    if back > 0:
        yield said("Taken back: {what}.", what=Amount(back, unit))
    if back < 0:
        yield said("Given more: {what}.", what=Amount(-back, unit))
    if effect.spent > 0:
        yield said("Spent: {what}.", what=Amount(effect.spent, unit))
    if effect.expired > 0:
        yield said("Expired: {what}.", what=Amount(effect.expired, unit))
    yield from (_lot(lot, unit) for lot in effect.lots)


def _lot(lot: "LotLeft", unit: str) -> Said:
    if lot.units < 0:
        return said("Owed: {what}.", what=Amount(-lot.units, unit))
    begin = maybe(N_(", from {day}"), day=lot.available_from.date() if lot.pending else None)
    end = maybe(N_(", until {day}"), day=lot.expires_at.date() if lot.expires_at else None)
    return said("Left: {what}{begin}{end}.", what=Amount(lot.units, unit), begin=begin, end=end)


def _returned(one: "Return") -> Said:
    if one.sku is None:
        return said("If the whole order came back ({paid}):", paid=one.paid)
    return said("If {quantity} × {sku} came back ({paid}):", quantity=one.quantity, sku=one.sku, paid=one.paid)


def _taken(one: "Return") -> Iterator[Said]:
    if not one.reversals:
        yield said("Nothing is taken back.")
    yield from (reversed_said(reversal) for reversal in one.reversals)
    yield from (noted_said(note) for note in one.notes)
