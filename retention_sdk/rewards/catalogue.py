"""The catalogue: what customers can have for their units, as the merchant wrote it."""

from collections.abc import Iterator
from datetime import date, timedelta

from attrs import field, frozen
from attrs.validators import optional

from retention_sdk.actions import (
    Action,
    AmountOff,
    Benefit,
    Debit,
    FreeItem,
    FreeShipping,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    PercentOff,
)
from retention_sdk.checks import above_zero, each_named, flag, named, whole, worded, zero_or_more
from retention_sdk.errors import BadValue
from retention_sdk.money import Money
from retention_sdk.rewards.kept import MOST_OF_ONE

LONGEST = 36_525
"""The most days that anything is good for: a century."""


@frozen(kw_only=True)
class Gives:
    """The `gives` of a reward: each of its gifts that is written is given.

    Args:
        amount_off: a coupon for an amount off an order.
        percent_off: a coupon for so many percent off.
        free_item: a coupon for an item of this sku.
        free_shipping: whether a coupon for shipping is given.
        store_credit: money on the customer's account.
        gift_card: a gift card of an amount.
        quantity: how many of the free item.
        valid_days: how many days all of it can be used; without it, for ever.
        minimum: the least an order must come to for a coupon.
        value: what a percent, an item or shipping costs the store, so that budgets can count it.
    """

    amount_off: Money | None = field(default=None, validator=optional(above_zero))
    percent_off: int | None = field(default=None, validator=optional(whole(1, 100)))
    free_item: str | None = field(default=None, validator=optional(named))
    free_shipping: bool = field(default=False, validator=flag)
    store_credit: Money | None = field(default=None, validator=optional(above_zero))
    gift_card: Money | None = field(default=None, validator=optional(above_zero))
    quantity: int = field(default=1, validator=whole(1))
    valid_days: int | None = field(default=None, validator=optional(whole(1, LONGEST)))
    minimum: Money | None = field(default=None, validator=zero_or_more)
    value: Money | None = field(default=None, validator=zero_or_more)

    def __attrs_post_init__(self) -> None:
        if not any(True for _ in self.actions("")):
            gifts = "amount_off, percent_off, free_item, free_shipping, store_credit or gift_card"
            raise BadValue(f"nothing is given; write {gifts}")

    def actions(self, reason: str) -> Iterator[Action]:
        """What is done for a customer who has the reward.

        Args:
            reason: why, for the merchant and the customer.

        Yields:
            The gifts.
        """
        valid = None if self.valid_days is None else timedelta(days=self.valid_days)
        if self.amount_off is not None:
            good = AmountOff(self.amount_off)
            yield IssueCoupon(good, valid_for=valid, minimum=self.minimum, reason=reason)
        for benefit in self._benefits():
            yield IssueCoupon(benefit, valid_for=valid, minimum=self.minimum, cost=self.value, reason=reason)
        if self.store_credit is not None:
            yield IssueStoreCredit(self.store_credit, valid_for=valid, reason=reason)
        if self.gift_card is not None:
            yield IssueGiftCard(self.gift_card, valid_for=valid, reason=reason)

    def _benefits(self) -> Iterator[Benefit]:
        """What a coupon is for whose cost the amount does not say."""
        if self.percent_off is not None:
            yield PercentOff(self.percent_off)
        if self.free_item is not None:
            yield FreeItem(self.free_item, self.quantity)
        if self.free_shipping:
            yield FreeShipping()


def stock_name(reward: str) -> str:
    """The name of the counter of a reward's stock."""
    return f"reward:{reward}"


@frozen(kw_only=True)
class CatalogueReward:
    """Something that customers can have for their units: a `[rewards.NAME]` table.

    What a customer was given is a `Reward`; this is what they could have.

    Args:
        title: what it is, in a line that customers read.
        cost: how many units it takes.
        unit: the unit that it is paid with.
        gives: what it gives.
        tiers: the tiers that can have it; none is everybody.
        stock: how many there are in all, 0 for none any more; what is cancelled can be had again.
        per_customer: how often one customer can have it; without it, as often as they like.
        per_customer_days: within how many days `per_customer` counts; without it, ever.
        available_from: the first day, of the store's zone, on which it can be had.
        available_until: the last day, of the store's zone, on which it can be had.
    """

    title: str = field(validator=worded)
    cost: int = field(validator=whole(1))
    gives: Gives
    unit: str = field(default="points", validator=named)
    tiers: tuple[str, ...] = field(default=(), validator=each_named)
    stock: int | None = field(default=None, validator=optional(whole(0)))
    per_customer: int | None = field(default=None, validator=optional(whole(1, MOST_OF_ONE)))
    per_customer_days: int | None = field(default=None, validator=optional(whole(1, LONGEST)))
    available_from: date | None = None
    available_until: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.per_customer_days is not None and self.per_customer is None:
            raise BadValue("per_customer_days is given without per_customer; write how often within those days")
        if self.available_from and self.available_until and self.available_until < self.available_from:
            raise BadValue(f"available_until is {self.available_until}, before the first day {self.available_from}")

    @property
    def price(self) -> Debit:
        """What it takes."""
        return Debit(self.unit, self.cost, reason=self.title)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What it gives."""
        return tuple(self.gives.actions(self.title))
