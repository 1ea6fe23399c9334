"""Orders: bought and delivered."""

from collections.abc import Iterable
from typing import ClassVar

from attrs import field, fields, frozen

from retention_sdk.checks import each_named, many, money, named, refusal, texts, whole
from retention_sdk.errors import BadValue
from retention_sdk.events.base import Event
from retention_sdk.money import LARGEST, Money


def _see_amounts(thing: object, total: Money, *names: str) -> None:
    """See that amounts, where they are known, are money of the total's currency."""
    for name in names:
        amount = getattr(thing, name)
        if amount is not None:
            if not isinstance(amount, Money):
                raise refusal(thing, name, amount, f"Money, such as Money.of('9.99', {total.currency!r}), or None")
            total.same_currency(amount)


@frozen(kw_only=True)
class Line:
    """One line of an order, as it was paid.

    Args:
        sku: the item.
        quantity: units, at least 1.
        total: what was paid for them all, discounts taken off, tax in it.
        categories: the item's categories, where known.
        discount: what was taken off already.
        tax: the tax in `total`.
        points_paid: the share of `total` that was paid with points or store credit.
        free_units: the units among `quantity` that were given free.
    """

    sku: str = field(validator=named)
    quantity: int = field(validator=whole(1))
    total: Money = field(validator=money)
    categories: tuple[str, ...] = field(default=(), converter=texts)
    discount: Money | None = None
    tax: Money | None = None
    points_paid: Money | None = None
    free_units: int = field(default=0, validator=whole(0))

    def __attrs_post_init__(self) -> None:
        if self.free_units > self.quantity:
            raise BadValue(f"line {self.sku!r}: {self.free_units} of {self.quantity} units cannot be free")
        if self.categories != ():
            each_named(self, fields(Line).categories, self.categories)
        if not (self.discount is self.tax is self.points_paid is None):
            _see_amounts(self, self.total, "discount", "tax", "points_paid")

    @property
    def paid_units(self) -> int:
        """The units that somebody paid for: none of a line that cost nothing."""
        return self.quantity - self.free_units if self.total.minor else 0


def _lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    return many(lines)


@frozen(kw_only=True)
class Purchase(Event):
    """An order was paid.

    Args:
        lines: what was bought, at least one line, all in one currency.
        shipping: what was paid for shipping, tax in it.
        shipping_tax: the tax in `shipping`.
        coupons: the codes that were used.
    """

    kind: ClassVar[str] = "purchase"

    lines: tuple[Line, ...] = field(converter=_lines)
    shipping: Money | None = None
    shipping_tax: Money | None = None
    coupons: tuple[str, ...] = field(default=(), converter=texts)

    def __attrs_post_init__(self) -> None:
        if type(self.lines) is not tuple or not self.lines:
            raise refusal(self, "lines", self.lines, "a list of at least one Line(sku=, quantity=, total=)")
        minor, currency = 0, ""
        for line in self.lines:
            if type(line) is not Line:
                raise refusal(self, "lines[…]", line, "a list of Line(sku=, quantity=, total=)")
            total = line.total
            minor += total.minor
            if total.currency != currency:
                currency = self.lines[0].total.same_currency(total).currency
        if self.coupons != ():
            each_named(self, fields(Purchase).coupons, self.coupons)
        if not (self.shipping is self.shipping_tax is None):
            _see_amounts(self, self.lines[0].total, "shipping", "shipping_tax")
            minor += self.shipping.minor if self.shipping is not None else 0
        if abs(minor) > LARGEST:
            raise BadValue(f"purchase {self.id!r} comes to {minor} minor units; an amount has at most {LARGEST}")

    @property
    def currency(self) -> str:
        """The currency that the order was paid in."""
        return self.lines[0].total.currency

    @property
    def total(self) -> Money:
        """What the customer paid: lines and shipping."""
        return self.basis(shipping=True)

    @property
    def quantity(self) -> int:
        """Units on all lines."""
        return sum(line.quantity for line in self.lines)

    def quantity_of(self, sku: str) -> int:
        """Units of an item, free ones among them."""
        return sum(line.quantity for line in self.lines if line.sku == sku)

    def paid_quantity_of(self, sku: str) -> int:
        """Units of an item that were paid for."""
        return sum(line.paid_units for line in self.lines if line.sku == sku)

    def basis(
        self,
        *,
        tax: bool = True,
        discount: bool = True,
        shipping: bool = False,
        points_paid: bool = True,
        lines: Iterable[Line] | None = None,
    ) -> Money:
        """The amount that a benefit is earned on.

        Args:
            tax: with the tax in it.
            discount: with discounts taken off; False adds them back.
            shipping: with shipping.
            points_paid: with the share that was paid with points.
            lines: these lines of the order only (all, where not given).

        Returns:
            The amount, where a part that is not known counts as nothing.
        """
        minor = 0
        for line in self.lines if lines is None else lines:
            minor += line.total.minor
            if line.tax is not None and not tax:
                minor -= line.tax.minor
            if line.discount is not None and not discount:
                minor += line.discount.minor
            if line.points_paid is not None and not points_paid:
                minor -= line.points_paid.minor
        if shipping and self.shipping is not None:
            minor += self.shipping.minor
            if self.shipping_tax is not None and not tax:
                minor -= self.shipping_tax.minor
        return Money(minor, self.lines[0].total.currency)


@frozen(kw_only=True)
class Delivered(Event):
    """An order reached the customer.

    Args:
        order: the purchase's id.
    """

    kind: ClassVar[str] = "delivered"

    order: str = field(validator=named)
