"""What of a customer's orders and points counts towards a level, and how so much is said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from attrs import frozen

from retention_plugins.parts.levels import Counts, Rolling, Years
from retention_sdk import Customer, Money, MonthDay, Purchase, days


@frozen(kw_only=True)
class Counting:
    """What counts, and when.

    Args:
        count: money spent in minor units, points that were given, or orders.
        window: within so many days, or in a year that begins in January or on joining.
        within_days: the days of a rolling window.
        at_once: whether a year counts before it is over.
        skus: items that do not count.
        categories: categories that do not count.
    """

    count: Literal["spend", "points", "orders"]
    window: Literal["rolling", "calendar", "anniversary"]
    within_days: int
    at_once: bool
    skus: Sequence[str]
    categories: Sequence[str]

    def counts(self, customer: Customer, orders: Sequence[Purchase], joined: datetime) -> Counts:
        """What counts of a customer's orders, or of the credits that are seen of theirs.

        Args:
            customer: the customer.
            orders: their orders.
            joined: when they joined.

        Returns:
            What counts, at any time.
        """
        amounts = [(order.occurred_at, self._amount(order)) for order in orders]
        if self.count == "points":
            amounts = [(credit.at, credit.amount) for credit in customer.credits]
        if self.window == "rolling":
            return Rolling(amounts, days(self.within_days))
        day = joined.astimezone(customer.store.zone)
        begins = MonthDay(1, 1) if self.window == "calendar" else MonthDay(day.month, day.day)
        return Years(amounts, begins, customer.store.zone, self.at_once)

    def currency(self, customer: Customer) -> str | None:
        """The currency of the money that counts; None where something else does."""
        return customer.store.currency if self.count == "spend" else None

    def unit(self, customer: Customer) -> int:
        """How much one of what a level takes is: a euro is a hundred cents."""
        return Money.of(1, customer.store.currency).minor if self.count == "spend" else 1

    def said(self, counted: int, customer: Customer) -> str:
        """How much counts, in words."""
        what = str(Money(counted, customer.store.currency)) if self.count == "spend" else f"{counted} {self.count}"
        return f"{what} within {self.within_days} days" if self.window == "rolling" else f"{what} in a year"

    def _amount(self, order: Purchase) -> int:
        lines = [line for line in order.lines if line.sku not in self.skus]
        lines = [line for line in lines if set(self.categories).isdisjoint(line.categories)]
        spent = max(order.basis(lines=lines, points_paid=False).minor, 0)
        return spent if self.count == "spend" else int(spent > 0)
