"""Buy nine, get the tenth free."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from retention_sdk import (
    Action,
    BadValue,
    Credit,
    Customer,
    Debit,
    Event,
    FreeItem,
    IssueCoupon,
    Line,
    Money,
    Purchase,
    Remember,
    Visit,
    days,
    hookimpl,
    setting,
    strategy,
)


@strategy
class PunchCard:
    """Stamps a card for items, orders or visits, and gives a free item for each full card; the surplus carries over."""

    proposes: ClassVar[tuple[type[Action], ...]] = (Credit, Debit, IssueCoupon, Remember)

    stamps: int = setting(default=10, ge=2, help="stamps that fill a card")
    count: Literal["items", "orders", "visits"] = setting(default="items", help="what is stamped")
    sku: str | None = setting(default=None, help="the item that is stamped; any where not given")
    category: str | None = setting(default=None, help="the category that is stamped; any where not given")
    free_sku: str | None = setting(default=None, help="the item that is given free; the stamped one where not given")
    unit: str = setting(default="stamps", ge=1, help="the wallet's unit; each of two cards side by side needs its own")
    per_day: int | None = setting(default=None, ge=1, help="stamps in one day of the customer's, at most")
    valid_days: int = setting(default=90, ge=1, le=36_500, help="days that the free item can be taken")
    at_once: int = setting(default=100, ge=1, le=400, help="free items for one event; more stay on the card")
    cost: Money | None = setting(default=None, help="what the free item costs the store, for budgets")

    def __attrs_post_init__(self) -> None:
        if not self._gift:
            raise BadValue("free_sku is missing; name the item that a full card gives free, or the sku that is stamped")
        if self.cost is not None and self.cost.minor < 0:
            raise BadValue(f"cost is {self.cost}; write what the free item costs, 0 or more")

    def in_words(self) -> Iterator[str]:
        """What it does, for the merchant."""
        what = {"items": "paid unit", "orders": "order with one", "visits": "visit"}[self.count]
        of = "" if self.count == "visits" else f" of {self.sku or self.category or 'any item'}"
        cap = f", at most {self.per_day} a day" if self.per_day else ""
        yield f"Each {what}{of} is a stamp{cap}; {self.stamps} {self.unit} bring a free {self._gift}."

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Stamps what was paid for, so a free item leaves no stamp."""
        items = sum(line.paid_units for line in event.lines if self._counts(line))
        if items and self.count == "items":
            what = f"{items} × {self.sku or self.category or 'any item'} bought"
            yield from self._stamp(items, what, event, customer)
        elif items and self.count == "orders":
            yield from self._stamp(1, "an order", event, customer)

    @hookimpl
    def on_visit(self, event: Visit, customer: Customer) -> Iterator[Action]:
        """Stamps that somebody dropped in."""
        if self.count == "visits":
            yield from self._stamp(1, f"a visit to {event.place}" if event.place else "a visit", event, customer)

    def _counts(self, line: Line) -> bool:
        return (not self.sku or line.sku == self.sku) and (not self.category or self.category in line.categories)

    def _stamp(self, new: int, reason: str, event: Event, customer: Customer) -> Iterator[Action]:
        if self.per_day is not None:
            day = event.occurred_at.astimezone(customer.zone).date().isoformat()
            before: Any = customer.state.get(day, 0)
            new = min(new, self.per_day - before)
            if new <= 0:
                return
            yield Remember({**dict.fromkeys(customer.state), day: before + new}, when="always")
        yield Credit(self.unit, new, reason=reason)
        full = f"a card of {self.stamps} {self.unit} is full"
        for _ in range(min((customer.wallet(self.unit).available + new) // self.stamps, self.at_once)):
            yield Debit(self.unit, self.stamps, reason=full)
            yield IssueCoupon(FreeItem(self._gift), valid_for=days(self.valid_days), cost=self.cost, reason=full)

    @property
    def _gift(self) -> str:
        return self.free_sku or self.sku or ""
