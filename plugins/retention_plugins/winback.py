"""A word, and a growing offer, for customers whose own rhythm says that they are late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median_high

from retention_sdk import (
    Action,
    BadValue,
    Customer,
    IssueCoupon,
    Occasion,
    PercentOff,
    Purchase,
    Remember,
    SendMessage,
    days,
    hookimpl,
    setting,
    strategy,
)

TOUCHES = 2
"""How often a silence is spoken of."""


@strategy
class Winback:
    """Writes to a customer who has been silent for longer than is usual for them, and once more with a better offer.

    How long that is follows from their own orders. Nobody is written to while a severe complaint is open, or while they
    are about to cancel.
    """

    factor: Decimal = setting(default=Decimal(2), ge=1, help="how many times their usual gap they must be silent")
    min_orders: int = setting(default=3, ge=2, help="days with an order before their rhythm is known")
    least_days: int = setting(default=21, ge=1, le=36_500, help="nobody is late before so many days")
    most_days: int = setting(
        default=180, ge=1, le=36_500, help="days after which anybody is late; who usually waits longer never is"
    )
    again_days: int = setting(default=21, ge=1, le=36_500, help="days after the first message until the second")
    percent: int = setting(default=10, ge=0, le=100, help="percent off with the first message; 0 gives no coupon")
    then_percent: int = setting(default=20, ge=0, le=100, help="percent off with the second message; 0 gives no coupon")
    valid_days: int = setting(default=14, ge=1, le=36_500, help="days that a coupon can be used")
    template: str = setting(default="winback", ge=1, help="the message")
    rhythm_days: int = setting(default=365, ge=1, le=3650, help="days up to the last order that make their rhythm")

    def __attrs_post_init__(self) -> None:
        if self.most_days < self.least_days:
            raise BadValue(f"most_days is {self.most_days}; it must be least_days, which is {self.least_days}, or more")

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer."""
        return (SendMessage, Remember, *((IssueCoupon,) if self.percent or self.then_percent else ()))

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        yield (
            f"Who has not bought for {self.factor} times as long as usual for them, at least {self.least_days} days, "
            f"gets a message{_with(self.percent)}, and {self.again_days} days later "
            f"another one{_with(self.then_percent)}."
        )

    @hookimpl
    def looks_back(self) -> timedelta:
        """As far as the orders count, seen from the second message."""
        return days(self.rhythm_days + self.most_days + self.again_days)

    @hookimpl
    def on_purchase(self, event: Purchase, customer: Customer) -> Iterator[Action]:
        """Remembers their rhythm where it has changed: the clock is told of it without the orders."""
        late = self._late(customer, event.occurred_at, event)
        if late != customer.state.get("late"):
            yield Remember({"late": late})

    @hookimpl
    def occasions(self, customer: Customer) -> Iterator[tuple[datetime, str]]:
        """Names when they are late, at the hour of their last order, and when they are written to again."""
        late, last = customer.state.get("late"), customer.history.last_at
        if isinstance(late, int) and last is not None:
            name = f"late, last order {last.date()}"
            yield _silent_since(customer, last, late), name
            yield _silent_since(customer, last, late + self.again_days), f"still {name}"

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> Iterator[Action]:
        """Writes to whoever is late, at most twice in a silence; an order ends it."""
        last = customer.history.last_at
        late = None if last is None else self._late(customer, last)
        if late != customer.state.get("late"):
            yield Remember({"late": late})  # orders are no more: the clock looks again
        if last is None or late is None or customer.unsettled:
            return
        silence, state = last.isoformat(), customer.state
        touch = 1 + int(str(state["touches"])) if state.get("silence") == silence else 1
        # what came to be known since may say that it is too early
        if touch > TOUCHES or event.occurred_at < _silent_since(customer, last, late + (touch - 1) * self.again_days):
            return
        zone = customer.zone
        silent = event.occurred_at.astimezone(zone).date() - last.astimezone(zone).date()
        reason = f"silent for {silent.days} days"
        data = {"touch": touch}
        yield SendMessage(self.template, data=data, purpose="marketing", with_gifts=True, reason=reason)
        if percent := (self.percent, self.then_percent)[touch - 1]:
            yield IssueCoupon(PercentOff(percent), valid_for=days(self.valid_days), reason=reason)
        yield Remember({"silence": silence, "touches": touch}, when="told")

    def _late(self, customer: Customer, last: datetime, *more: Purchase) -> int | None:
        """After how many days of silence a customer is late, by their own gaps; None where no rhythm is known."""
        since = last - days(self.rhythm_days)
        orders = (order.occurred_at for order in (*customer.orders, *more) if order.occurred_at >= since)
        # two orders on one day are one visit to the shop
        dates = sorted({bought.astimezone(customer.zone).date() for bought in orders})
        if len(dates) < self.min_orders:
            return None
        gaps = sorted((later - earlier).days for earlier, later in pairwise(dates))
        usual, long = median_high(gaps), gaps[(len(gaps) * 9 - 1) // 10]
        if usual >= self.most_days:
            return None
        # one gap out of ten may be an odd one; half as long again as the others is no silence of somebody irregular
        silent = max(int(self.factor * usual), long * 3 // 2)
        return min(max(silent, self.least_days), self.most_days)


def _silent_since(customer: Customer, last: datetime, count: int) -> datetime:
    """So many days after the last order, at its hour, where they are."""
    return (last.astimezone(customer.zone) + timedelta(days=count)).astimezone(UTC)


def _with(percent: int) -> str:
    return f" with {percent} % off" if percent else ""
