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
    """Gives a coupon for so many orders within so many days, once in that many days.

    No order counts for two coupons, and one that was paid with such a coupon counts for none.
    """

    proposes: ClassVar[tuple[type[Action], ...]] = (IssueCoupon, Remember)

    orders: int = setting(default=5, ge=2, help="orders that earn the coupon")
    within_days: int = setting(
        default=90, ge=1, le=36_500, help="the days they must fall in, and that no second coupon is given"
    )
    percent: int = setting(default=10, ge=1, le=100, help="percent off the next order")
    valid_days: int = setting(default=30, ge=1, le=36_500, help="days that the coupon can be used")

    def in_words(self) -> Iterator[str]:
        """What it does, for the merchant."""
        yield f"{self.orders} orders within {self.within_days} days bring {self.percent} % off the next, once in them."

    @hookimpl
    def looks_back(self) -> timedelta:
        """The orders of one window, and the coupons that may have been used for them."""
        return days(self.within_days + self.valid_days)

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Gives the coupon for the order that makes the number full."""
        start = event.occurred_at - days(self.within_days)
        last = customer.state.get("given_at")
        if last and datetime.fromisoformat(str(last)) > start:
            return
        orders = (event, *(order for order in customer.orders if order.occurred_at > start))
        if self._counts(event, customer) and sum(self._counts(one, customer) for one in orders) >= self.orders:
            yield self._coupon
            yield Remember({"given_at": event.occurred_at.isoformat()})

    def _counts(self, order: Purchase, customer: Customer) -> bool:
        return all(one.action != self._coupon for one in customer.used(order))

    @property
    def _coupon(self) -> IssueCoupon:
        reason = f"{self.orders} orders within {self.within_days} days"
        return IssueCoupon(PercentOff(self.percent), valid_for=days(self.valid_days), reason=reason)
