"""Points for what a customer spends."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from retention_sdk import Action, BadValue, Credit, Customer, Line, Money, Purchase, days, hookimpl, setting, strategy

ONE = Decimal(1)


@strategy
class Points:
    """Gives points for what a customer spends, more in some categories and tiers, rounded down once an order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit,)

    rate: Decimal = setting(default=ONE, help="points for each unit of the currency, such as 1 EUR")
    unit: str = setting(default="points", help="the wallet's unit: points, miles, ...")
    categories: dict[str, Decimal] = setting(
        default={}, help="how many times the points, by category; of several the best, and 0 earns none"
    )
    tiers: dict[str, Decimal] = setting(default={}, help="how many times the points, by the customer's tier")
    earn_on_tax: bool = setting(default=True, help="points for the tax in the prices too")
    earn_on_discount: bool = setting(default=False, help="points for what discounts took off too")
    earn_on_shipping: bool = setting(default=False, help="points for shipping too")
    earn_on_points: bool = setting(default=False, help="points for the share that was paid with points too")
    pending_days: int = setting(default=0, ge=0, help="days before the points can be spent")
    expires_days: int | None = setting(default=None, ge=1, help="days they can then be spent; for ever where not given")

    def __attrs_post_init__(self) -> None:
        times = {"rate": self.rate} | {f"categories.{name}": value for name, value in self.categories.items()}
        for name, value in (times | {f"tiers.{name}": value for name, value in self.tiers.items()}).items():
            if not isinstance(value, Decimal | int) or not Decimal(value).is_finite() or value < 0:
                raise BadValue(f"{name} is {value!r}; write a whole number or a decimal in quotes, 0 or more")

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Gives the points of an order."""
        parts, tier = self._parts(event), customer.tier or ""
        points = Money(self._worth(parts, tier), event.currency).major
        if points >= 1:
            yield Credit(
                self.unit,
                points,
                pending_for=days(self.pending_days) if self.pending_days else None,
                valid_for=days(self.expires_days) if self.expires_days else None,
                reason=self._reason(Money.sum((basis for basis, times in parts if times), event.currency), tier),
            )

    def _parts(self, event: Purchase) -> list[tuple[Money, Decimal]]:
        """What the order earns on, and how many times the points each part of it earns."""
        if not self.categories:
            return [(self._basis(event, event.lines, shipping=self.earn_on_shipping), ONE)]
        lines = [(self._basis(event, (line,)), self._times(line)) for line in event.lines]
        return [*lines, (self._basis(event, (), shipping=self.earn_on_shipping), ONE)]

    def _basis(self, event: Purchase, lines: tuple[Line, ...], *, shipping: bool = False) -> Money:
        return event.basis(
            lines=lines,
            shipping=shipping,
            tax=self.earn_on_tax,
            discount=not self.earn_on_discount,
            points_paid=self.earn_on_points,
        )

    def _worth(self, parts: list[tuple[Money, Decimal]], tier: str) -> int:
        """The points of an order in hundredths, or whatever the currency's minor unit is; exact, then rounded down."""
        top, bottom = 0, 1
        for basis, times in parts:
            numerator, denominator = times.as_integer_ratio()
            top, bottom = top * denominator + basis.minor * numerator * bottom, bottom * denominator
        for times in (self.rate, self.tiers.get(tier, ONE)):
            numerator, denominator = times.as_integer_ratio()
            top, bottom = top * numerator, bottom * denominator
        return top // bottom

    def _times(self, line: Line) -> Decimal:
        return max((self.categories[name] for name in line.categories if name in self.categories), default=ONE)

    def _reason(self, earning: Money, tier: str) -> str:
        unit = self.unit.removesuffix("s") if self.rate == 1 else self.unit
        more = ", weighted by category" if self.categories else ""
        more += f", × {self.tiers[tier]} for tier {tier}" if tier in self.tiers else ""
        if self.rate == 1 and not more:
            return f"1 {unit} for each whole {earning.currency} of {earning}"
        return f"{self.rate} {unit} for each {earning.currency} of {earning}{more}, rounded down"
