"""An answer to complaints: an apology, something that makes up for it, a call."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Literal

from retention_plugins.parts.complaints import disputed, loyal, made_up, noted_at, paid_for
from retention_sdk import (
    Action,
    AmountOff,
    Complaint,
    CreateTask,
    Customer,
    FreeItem,
    Giving,
    IssueCoupon,
    IssueStoreCredit,
    Money,
    PercentOff,
    RefundMoney,
    Remember,
    SendMessage,
    SendReplacement,
    Severity,
    days,
    hookimpl,
    setting,
    strategy,
)


@strategy
class ComplaintRecovery:
    """Apologises at once, makes up for the harm by its severity and by what was paid, and has somebody call later.

    What law or warranty owes is given in full, and is no goodwill. No goodwill is worth more than what was paid; where
    that is not known, the item is given again or a person decides. An order is made up for once, and not while the
    customer's bank asks for its money: a complaint about it then brings an apology and a supervisor's call.
    """

    low_percent: int = setting(default=10, ge=0, le=100, help="low: percent off the next order; 0 gives none")
    medium_percent: int = setting(default=50, ge=0, le=100, help="medium, no item named: coupon of this % of the price")
    high_percent: int = setting(default=50, ge=0, le=100, help="high: this % of the price is paid back")
    severe_percent: int = setting(default=100, ge=0, le=100, help="severe: this % of the price is paid back")
    loyal_days: int = setting(
        default=365, ge=0, le=36_500, help="days since the first order that make a customer loyal"
    )
    loyal_percent: int = setting(default=0, ge=0, le=100, help="so many percent more for the loyal, up to the price")
    pay_as: Literal["refund", "store_credit"] = setting(default="refund", help="how it is paid back")
    max_amount: Money | None = setting(default=None, help="the most goodwill that one complaint brings")
    owed: tuple[str, ...] = setting(default=(), help="categories in which law or warranty owes the price or the item")
    owed_as: Literal["refund", "replacement"] = setting(default="refund", help="what is given where it is owed")
    no_gift: tuple[str, ...] = setting(default=("survey",), help="categories that bring an apology and a call alone")
    coupon_days: int = setting(default=90, ge=1, le=36_500, help="days that a coupon can be used")
    window_days: int = setting(default=90, ge=1, le=36_500, help="days that an order is known, and made up for once")
    urgent_hours: int = setting(default=4, ge=1, le=8_760, help="severe: hours until a supervisor has called")
    follow_up_days: int = setting(default=3, ge=1, le=36_500, help="days until somebody has asked whether all is well")
    role: str = setting(default="agent", ge=1, help="who asks")
    supervisor: str = setting(
        default="supervisor", ge=1, help="who calls after a severe, repeated or disputed complaint"
    )

    @property
    def proposes(self) -> tuple[type[Action], ...]:
        """The kinds of what it may answer; what cannot be paid back to an order is store credit."""
        owed = self.owed_as if self.owed else ""
        refunds = (RefundMoney,) if "refund" in (self.pay_as, owed) else ()
        goods = (SendReplacement,) if owed == "replacement" else ()
        return (SendMessage, CreateTask, IssueCoupon, IssueStoreCredit, Remember, *refunds, *goods)

    def in_words(self) -> Iterator[str]:
        """What it does, for the merchant."""
        back = "paid back" if self.pay_as == "refund" else "given as store credit"
        yield f"A low one brings {self.low_percent} % off, a medium one the item again or {self.medium_percent} %."
        yield f"Of a high one {self.high_percent} % of the price is {back}, of a severe one {self.severe_percent} %."
        if self.owed:
            yield f"Where it is {' or '.join(self.owed)}, a {self.owed_as} is owed, and counts for no budget."

    @hookimpl
    def looks_back(self) -> timedelta:
        """The orders, and what was given for them."""
        return days(self.window_days)

    @hookimpl
    def on_complaint(self, event: Complaint, customer: Customer) -> Iterator[Action]:
        """Apologises first, has somebody call last."""
        about = f"{event.severity} complaint, {event.category}" + (f", order {event.order}" if event.order else "")
        yield SendMessage("apology", data={"category": event.category, "order": event.order}, reason=about)
        since = event.occurred_at - days(self.window_days)
        stuck = made_up(event, customer, since) or disputed(event, customer)
        remedy = None if stuck or event.category in self.no_gift else self._remedy(event, customer, about)
        if remedy:
            yield remedy
            old = {order: None for order, at in customer.state.items() if noted_at(at) <= since}
            yield Remember(old | {event.order or "": event.occurred_at.isoformat()})
        if event.severity is Severity.SEVERE:
            due, script = timedelta(hours=self.urgent_hours), "Say sorry, listen, agree on what would make it right."
            yield CreateTask("Call the customer now", role=self.supervisor, due=due, script=script, reason=about)
        role, due = self.supervisor if stuck else self.role, days(self.follow_up_days)
        script = "Ask whether the matter is settled, and what else would make it right."
        yield CreateTask("Call the customer: is all well?", role=role, due=due, script=script, reason=about)

    def _remedy(self, event: Complaint, customer: Customer, reason: str) -> Giving | None:
        """What is owed; where nothing is, goodwill."""
        price = paid_for(event, customer.order(event.order))
        if event.category not in self.owed or event.order is None:
            return self._goodwill(event, customer, price, reason)
        if self.owed_as == "replacement":
            return SendReplacement(event.order, event.sku, entitlement=True, reason=reason)
        return RefundMoney(event.order, price, entitlement=True, reason=reason) if price else None

    def _goodwill(self, event: Complaint, customer: Customer, price: Money | None, reason: str) -> Giving | None:
        """A coupon for the lighter cases, money for the worse ones, the item again where its price is not known."""
        coupon = partial(IssueCoupon, valid_for=days(self.coupon_days), reason=reason)
        percent, order = getattr(self, f"{event.severity}_percent"), customer.order(event.order)
        if percent and loyal(event, customer, self.loyal_days):
            percent = min(percent + self.loyal_percent, 100)
        if event.severity is Severity.LOW:
            return coupon(PercentOff(percent)) if percent else None
        units = order.quantity_of(event.sku or "") if order else 1
        if event.sku and units and (price is None or event.severity is Severity.MEDIUM):
            item = price and price.part(1, units)
            if item is None or self._capped(item) == item:
                return coupon(FreeItem(event.sku), cost=item)
        amount = price and self._capped(price.part(percent, 100))
        if amount is None or amount.minor <= 0:
            return None
        if event.severity is Severity.MEDIUM:
            return coupon(AmountOff(amount))
        refund = event.order if self.pay_as == "refund" else None
        return RefundMoney(refund, amount, reason=reason) if refund else IssueStoreCredit(amount, reason=reason)

    def _capped(self, amount: Money) -> Money:
        return amount if self.max_amount is None else min(amount, self.max_amount)
