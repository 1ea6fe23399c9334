"""A coupon for those who buy often."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import ClassVar

from retention_sdk import (
    Action,
    Customer,
    IssueCoupon,
    PercentOff,
    Purchase,
    Remember,
    days,
    hookimpl,
    setting,
    strategy,
)


@strategy
class FrequentBuyer:
    """Gives a coupon for so many orders within so many days, once in that many days; no order counts for two."""

    proposes: ClassVar[tuple[type[Action], ...]] = (IssueCoupon, Remember)

    orders: int = setting(default=5, ge=2, help="orders that earn the coupon")
    within_days: int = setting(default=90, ge=1, help="the days they must fall in, and that no second coupon is given")
    percent: int = setting(default=10, ge=1, le=100, help="percent off the next order")
    valid_days: int = setting(default=30, ge=1, help="days that the coupon can be used")

    @hookimpl
    def looks_back(self) -> timedelta:
        """The orders of one window."""
        return days(self.within_days)

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Gives the coupon for the order that makes the number full."""
        start = event.occurred_at - days(self.within_days)
        last = customer.state.get("given_at")
        if last and datetime.fromisoformat(str(last)) > start:
            return
        if 1 + sum(order.occurred_at > start for order in customer.orders) >= self.orders:
            reason = f"{self.orders} orders within {self.within_days} days"
            yield IssueCoupon(PercentOff(self.percent), valid_for=days(self.valid_days), reason=reason)
            yield Remember({"given_at": event.occurred_at.isoformat()})
