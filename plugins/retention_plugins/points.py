"""Points for what a customer spends."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import ClassVar, Literal

from retention_plugins.parts.campaigns import Campaign
from retention_plugins.parts.caps import Caps
from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    Line,
    Money,
    Purchase,
    Remember,
    days,
    hookimpl,
    setting,
    strategy,
)

ONE, NONE = Decimal(1), Decimal(0)


@strategy
class Points:
    """Gives points for what a customer spends, more in some categories, tiers and campaigns; rounded once an order."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit, Remember)

    rate: Decimal = setting(default=ONE, help="points for each unit of the currency, such as 1 EUR")
    unit: str = setting(default="points", ge=1, help="the wallet's unit: points, miles, ...")
    categories: dict[str, Decimal] = setting(
        default={}, help="how many times the points, by category; of several the best, and 0 earns none"
    )
    tiers: dict[str, Decimal] = setting(default={}, help="how many times the points, by the customer's tier")
    campaigns: dict[str, Campaign] = setting(default={}, help="times in which more is earned; of several the best")
    exclude_skus: tuple[str, ...] = setting(default=(), help="items that earn nothing")
    exclude_categories: tuple[str, ...] = setting(default=(), help="categories that earn nothing")
    earn_on_tax: bool = setting(default=True, help="points for the tax in the prices too")
    earn_on_discount: bool = setting(default=False, help="points for what discounts took off too")
    earn_on_shipping: bool = setting(default=False, help="points for shipping too")
    earn_on_points: bool = setting(default=False, help="points for the share that was paid with points too")
    most_per_order: int | None = setting(default=None, ge=1, help="the most points of one order")
    most_per_day: int | None = setting(default=None, ge=1, help="the most points of one day of the store")
    most_per_month: int | None = setting(default=None, ge=1, help="the most points of one month of the store")
    most_per_year: int | None = setting(default=None, ge=1, help="the most points of one year of the store")
    pending_until: Literal["paid", "delivered"] = setting(default="paid", help="what the points wait for")
    pending_days: int = setting(default=0, ge=0, le=36_500, help="days after that before they can be spent")
    pending_at_most_days: int = setting(
        default=60, ge=1, le=36_500, help="days after which they wait for a delivery no longer"
    )
    expires_days: int | None = setting(
        default=None, ge=1, le=36_500, help="days they can then be spent; for ever where not given"
    )

    def __attrs_post_init__(self) -> None:
        times = {"rate": self.rate} | {f"categories.{name}": value for name, value in self.categories.items()}
        times |= {f"tiers.{name}": value for name, value in self.tiers.items()}
        times |= {f"campaigns.{name}.times": one.times for name, one in self.campaigns.items()}
        for name, value in times.items():
            if not isinstance(value, Decimal | int) or not Decimal(value).is_finite() or value < 0:
                raise BadValue(f"{name} is {value!r}; write a whole number or a decimal in quotes, 0 or more")

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        more = [name for name, said in (("categories", self.categories), ("tiers", self.tiers)) if said]
        weighted = f", weighted by {' and '.join(more)}" if more else ""
        yield f"Each order earns {self.rate} {self.unit} for each unit of the currency{weighted}."
        for name, one in self.campaigns.items():
            yield f"In {name} it is {one.times} times as many."

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Gives the points of an order, as far as there is room for them."""
        at, tier = event.occurred_at.astimezone(customer.store.zone), customer.tier or ""
        running = {name: one for name, one in self.campaigns.items() if one.runs(at, tier)}
        parts = self._parts(event, list(running.values()))
        earned = Money(self._worth(parts, tier), event.currency).major
        caps = Caps(self.most_per_day, self.most_per_month, self.most_per_year)
        points = caps.room(min(earned, self.most_per_order or earned), at, customer.state)
        if points < 1:
            return
        reason = self._reason(Money.sum((basis for basis, times in parts if times), event.currency), tier, running)
        yield Credit(
            self.unit,
            points,
            pending_for=days(self.pending_days) if self.pending_days else None,
            until_delivered=event.id if self.pending_until == "delivered" else None,
            at_most=days(self.pending_at_most_days),
            valid_for=days(self.expires_days) if self.expires_days else None,
            reason=reason if points == earned else f"{reason}, and no more than is given at a time",
        )
        if kept := caps.remembered(points, at, f"{event.source} {event.id}", customer.state):
            yield Remember(kept)

    def _parts(self, event: Purchase, running: list[Campaign]) -> list[tuple[Money, Decimal]]:
        """What the order earns on, and how many times the points each part of it earns."""
        if not (self.categories or self.exclude_skus or self.exclude_categories or running):
            return [(self._basis(event, event.lines, shipping=self.earn_on_shipping), ONE)]
        lines = [(self._basis(event, (line,)), self._times(line, running)) for line in event.lines]
        return [*lines, (self._basis(event, (), shipping=self.earn_on_shipping), _best(running, None))]

    def _basis(self, event: Purchase, lines: tuple[Line, ...], *, shipping: bool = False) -> Money:
        return event.basis(
            lines=lines,
            shipping=shipping,
            tax=self.earn_on_tax,
            discount=not self.earn_on_discount,
            points_paid=self.earn_on_points,
        )

    def _times(self, line: Line, running: list[Campaign]) -> Decimal:
        if line.sku in self.exclude_skus or not set(self.exclude_categories).isdisjoint(line.categories):
            return NONE
        own = (self.categories[name] for name in line.categories if name in self.categories)
        return max(own, default=ONE) * _best(running, line)

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

    def _reason(self, earning: Money, tier: str, running: Mapping[str, Campaign]) -> str:
        unit = self.unit.removesuffix("s") if self.rate == 1 else self.unit
        more = ", weighted by category" if self.categories else ""
        more += f", × {self.tiers[tier]} for tier {tier}" if tier in self.tiers else ""
        more += f", more for {' and '.join(running)}" if running else ""
        if self.rate == 1 and not more:
            return f"1 {unit} for each whole {earning.currency} of {earning}"
        return f"{self.rate} {unit} for each {earning.currency} of {earning}{more}, rounded down"


def _best(running: list[Campaign], line: Line | None) -> Decimal:
    return max((one.times for one in running if one.covers(line)), default=ONE)
