"""Corrections: what happens to an order after it was paid.

None of them changes the purchase, which stays what it was. Whoever wants to know what is left of it folds the
corrections over it.
"""

from collections.abc import Iterable
from typing import ClassVar, Literal, get_args

from attrs import field, fields, frozen
from attrs.converters import optional as or_none
from attrs.validators import in_, optional

from retention_sdk.checks import each, each_named, flag, many, money, named, refusal, texts, whole, zero_or_more
from retention_sdk.errors import BadValue
from retention_sdk.events.base import Event
from retention_sdk.events.orders import Line
from retention_sdk.money import Money

DisputeState = Literal["opened", "won", "lost"]
"""How far a dispute is, as the store sees it."""


@frozen(kw_only=True)
class RefundLine:
    """Units of one item that came back.

    Args:
        sku: the item.
        quantity: units, at least 1.
        total: what was paid back for them, where known.
    """

    sku: str = field(validator=named)
    quantity: int = field(validator=whole(1))
    total: Money | None = field(default=None, validator=optional(money))


def _refund_lines(lines: Iterable[RefundLine]) -> tuple[RefundLine, ...]:
    return many(lines)


@frozen(kw_only=True)
class Refund(Event):
    """Money went back: for lines, for an amount, or for the whole order where neither is given.

    Args:
        order: the purchase's id, or None where the shop does not say.
        lines: the items that came back.
        amount: what was paid back, where it is not by line.
    """

    kind: ClassVar[str] = "refund"

    order: str | None = field(default=None, validator=optional(named))
    lines: tuple[RefundLine, ...] = field(default=(), converter=_refund_lines, validator=each(RefundLine))
    amount: Money | None = field(default=None, validator=zero_or_more)

    def __attrs_post_init__(self) -> None:
        if self.lines and self.amount is not None:
            raise BadValue(f"refund {self.id!r} has lines and an amount; pass one of them")
        totals = [line.total for line in self.lines if line.total is not None]
        for total in totals[1:]:
            totals[0].same_currency(total)


@frozen(kw_only=True)
class OrderCancelled(Event):
    """An order was called off: nothing of it is left.

    Args:
        order: the purchase's id.
    """

    kind: ClassVar[str] = "order_cancelled"

    order: str = field(validator=named)


@frozen(kw_only=True)
class OrderReopened(Event):
    """An order stands again as it was paid or edited: what was cancelled or refunded before is void.

    Args:
        order: the purchase's id.
    """

    kind: ClassVar[str] = "order_reopened"

    order: str = field(validator=named)


def _lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    return many(lines)


@frozen(kw_only=True)
class OrderEdited(Event):
    """An order has other lines from now on; refunds before it are in them already, unless it is shown (`as_of`).

    Args:
        order: the purchase's id.
        lines: all that the order consists of now, at least one line, in the currency of the purchase.
        shipping: what was paid for shipping, tax in it.
        shipping_tax: the tax in `shipping`; None leaves it where the shipping stays.
        coupons: the codes that it has now; None leaves those of the purchase.
        unchanged: the platform shows the order as it is known; nobody is asked about it.
    """

    kind: ClassVar[str] = "order_edited"

    order: str = field(validator=named)
    lines: tuple[Line, ...] = field(converter=_lines, validator=each(Line))
    shipping: Money | None = field(default=None, validator=zero_or_more)
    shipping_tax: Money | None = field(default=None, validator=zero_or_more)
    coupons: tuple[str, ...] | None = field(default=None, converter=or_none(texts))
    unchanged: bool = field(default=False, validator=flag)

    def __attrs_post_init__(self) -> None:
        if not self.lines:
            raise refusal(
                self, "lines", self.lines, "a list of at least one Line; OrderCancelled where nothing is left"
            )
        for line in self.lines[1:]:
            self.lines[0].total.same_currency(line.total)
        for amount in (self.shipping, self.shipping_tax):
            if amount is not None:
                self.lines[0].total.same_currency(amount)
        if self.coupons is not None:
            each_named(self, fields(OrderEdited).coupons, self.coupons)


@frozen(kw_only=True)
class Dispute(Event):
    """A customer's bank asks for an order's money back.

    Args:
        order: the purchase's id.
        state: "opened"; then "won", where the store keeps the money, or "lost".
    """

    kind: ClassVar[str] = "dispute"

    order: str = field(validator=named)
    state: DisputeState = field(validator=in_(get_args(DisputeState)))


Correction = Refund | OrderCancelled | OrderEdited | OrderReopened | Dispute
"""All that can happen to an order after it was paid."""
