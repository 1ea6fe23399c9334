"""Gifts: coupons, gift cards, store credit, money back, a replacement."""

from datetime import timedelta
from typing import Any, ClassVar, get_args

from attrs import Factory, field, frozen
from attrs.validators import optional

from retention_sdk.actions.base import Action, Giving, NoInverse
from retention_sdk.actions.taking import TakeStoreCredit, VoidCoupon, VoidGiftCard
from retention_sdk.checks import above_zero, each_named, flag, instance, named, span_or_none, texts, whole, zero_or_more
from retention_sdk.money import Money


@frozen
class PercentOff:
    """So many percent off, 1 to 100."""

    percent: int = field(validator=whole(1, 100))


@frozen
class AmountOff:
    """An amount off the order."""

    amount: Money = field(validator=above_zero)


@frozen
class FreeItem:
    """An item for nothing."""

    sku: str = field(validator=named)
    quantity: int = field(default=1, validator=whole(1))


@frozen
class FreeShipping:
    """Shipping for nothing."""


Benefit = PercentOff | AmountOff | FreeItem | FreeShipping


def _face_value(coupon: "IssueCoupon") -> Money | None:
    return coupon.benefit.amount if isinstance(coupon.benefit, AmountOff) else None


@frozen
class IssueCoupon(Giving):
    """Issue a coupon that only this customer can use.

    Args:
        benefit: what it is good for.
        valid_for: how long after the event it can be used; None is for ever.
        minimum: the least an order must come to.
        skus: the items it is good for; none is all.
        categories: the categories it is good for; none is all.
        uses: how many times it can be used.
        combinable: whether it goes with other coupons.
    """

    kind: ClassVar[str] = "issue_coupon"

    benefit: Benefit = field(validator=instance(*get_args(Benefit)))
    valid_for: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    minimum: Money | None = field(default=None, kw_only=True, validator=zero_or_more)
    skus: tuple[str, ...] = field(default=(), converter=texts, validator=each_named, kw_only=True)
    categories: tuple[str, ...] = field(default=(), converter=texts, validator=each_named, kw_only=True)
    uses: int = field(default=1, validator=whole(1), kw_only=True)
    combinable: bool = field(default=False, validator=flag, kw_only=True)
    cost: Money | None = field(
        default=Factory(_face_value, takes_self=True), validator=optional(zero_or_more), kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        known = [amount for amount in (_face_value(self), self.minimum, self.cost) if amount is not None]
        for amount in known[1:]:
            known[0].same_currency(amount)

    def undo(self, key: str) -> Action | NoInverse:
        """The coupon is void."""
        return VoidCoupon(key, reason=self.reason)

    def concerns(self) -> frozenset[str]:
        """The free item, and what it is good for where that is not everything."""
        return frozenset({*self.skus, *((self.benefit.sku,) if isinstance(self.benefit, FreeItem) else ())})


def _amount(gift: "IssueGiftCard | IssueStoreCredit | RefundMoney") -> Money:
    return gift.amount


def _cost(gift: "IssueGiftCard | IssueStoreCredit | RefundMoney", attribute: Any, cost: Money | None) -> None:
    zero_or_more(gift, attribute, cost)
    if cost is not None:
        gift.amount.same_currency(cost)


@frozen
class IssueGiftCard(Giving):
    """Issue a gift card.

    Args:
        amount: its value.
        valid_for: how long after the event it can be used; None is for ever.
        partly: whether less of it may be given, where a budget or a limit leaves less than it costs.
    """

    kind: ClassVar[str] = "issue_gift_card"

    amount: Money = field(validator=above_zero)
    valid_for: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    cost: Money | None = field(default=Factory(_amount, takes_self=True), validator=_cost, kw_only=True)
    partly: bool = field(default=False, validator=flag, kw_only=True)

    def undo(self, key: str) -> Action | NoInverse:
        """The card is void; what is left on it is gone."""
        return VoidGiftCard(key, self.amount, reason=self.reason)


@frozen
class IssueStoreCredit(Giving):
    """Put money into the customer's store credit on the platform.

    Args:
        amount: how much.
        valid_for: how long after the event it can be used; None is for ever.
        partly: whether less of it may be given, where a budget or a limit leaves less than it costs.
    """

    kind: ClassVar[str] = "issue_store_credit"

    amount: Money = field(validator=above_zero)
    valid_for: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    cost: Money | None = field(default=Factory(_amount, takes_self=True), validator=_cost, kw_only=True)
    partly: bool = field(default=False, validator=flag, kw_only=True)

    def undo(self, key: str) -> Action | NoInverse:
        """The amount is taken out again."""
        return TakeStoreCredit(key, self.amount, reason=self.reason)


@frozen
class RefundMoney(Giving):
    """Pay money back to where it came from.

    Args:
        order: the purchase's id.
        amount: how much.
        partly: whether less of it may be given, where a budget or a limit leaves less than it costs.
    """

    kind: ClassVar[str] = "refund_money"

    order: str = field(validator=named)
    amount: Money = field(validator=above_zero)
    cost: Money | None = field(default=Factory(_amount, takes_self=True), validator=_cost, kw_only=True)
    partly: bool = field(default=False, validator=flag, kw_only=True)

    def undo(self, _key: str) -> Action | NoInverse:
        """Money is not taken from a customer's card without asking them."""
        return NoInverse.TASK


@frozen
class SendReplacement(Giving):
    """Send an item again, for nothing.

    Args:
        order: the purchase's id.
        sku: the item; None is the whole order.
        quantity: units.
    """

    kind: ClassVar[str] = "send_replacement"

    order: str = field(validator=named)
    sku: str | None = field(default=None, validator=optional(named))
    quantity: int = field(default=1, validator=whole(1))

    def undo(self, _key: str) -> Action | NoInverse:
        """A parcel that is on its way has to be stopped, or asked for."""
        return NoInverse.TASK

    def concerns(self) -> frozenset[str]:
        """The item; of a whole order nobody says what is in it."""
        return frozenset() if self.sku is None else frozenset({self.sku})
