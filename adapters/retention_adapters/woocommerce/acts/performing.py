"""From an action to what does it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from retention_adapters.woocommerce.acts.coupons import coupon_of, credit_of
from retention_adapters.woocommerce.acts.credit import ONE_ORDER, take
from retention_adapters.woocommerce.acts.discounting import discount, end_discount
from retention_adapters.woocommerce.acts.doing import Doing
from retention_adapters.woocommerce.acts.issuing import issue
from retention_adapters.woocommerce.acts.refunding import refund
from retention_adapters.woocommerce.acts.replacing import replace
from retention_adapters.woocommerce.acts.subscriptions import cancel, move
from retention_adapters.woocommerce.acts.tagging import tag
from retention_adapters.woocommerce.acts.voiding import void
from retention_sdk.actions import (
    Action,
    CancelSubscription,
    DiscountSubscription,
    EndDiscount,
    ExtendService,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    PauseSubscription,
    RefundMoney,
    ResumeSubscription,
    SendReplacement,
    ShortenService,
    SkipDelivery,
    Tag,
    TakeStoreCredit,
    UnskipDelivery,
    Untag,
    VoidCoupon,
    VoidGiftCard,
)
from retention_sdk.platforms import Receipt, Repeat

Act = Callable[[Doing, Any], Receipt]


def _coupon(doing: Doing, action: IssueCoupon) -> Receipt:
    return issue(doing, coupon_of(doing, action))


def _credit(doing: Doing, action: IssueStoreCredit | IssueGiftCard) -> Receipt:
    return issue(doing, credit_of(doing, action), ONE_ORDER)


def _void(doing: Doing, action: VoidCoupon | VoidGiftCard) -> Receipt:
    return void(doing, action.key)


IN_EVERY_SHOP: Final[Mapping[type[Action], tuple[Act, Repeat]]] = MappingProxyType(
    {
        IssueCoupon: (_coupon, Repeat.NATURAL),
        VoidCoupon: (_void, Repeat.SET),
        IssueStoreCredit: (_credit, Repeat.NATURAL),
        TakeStoreCredit: (take, Repeat.UNSAFE),
        IssueGiftCard: (_credit, Repeat.NATURAL),
        VoidGiftCard: (_void, Repeat.SET),
        RefundMoney: (refund, Repeat.UNSAFE),
        SendReplacement: (replace, Repeat.UNSAFE),
        Tag: (tag, Repeat.SET),
        Untag: (tag, Repeat.SET),
    }
)

WITH_SUBSCRIPTIONS: Final[Mapping[type[Action], tuple[Act, Repeat]]] = MappingProxyType(
    {
        PauseSubscription: (move, Repeat.UNSAFE),
        ResumeSubscription: (move, Repeat.UNSAFE),
        SkipDelivery: (move, Repeat.UNSAFE),
        UnskipDelivery: (move, Repeat.UNSAFE),
        ExtendService: (move, Repeat.UNSAFE),
        ShortenService: (move, Repeat.UNSAFE),
        DiscountSubscription: (discount, Repeat.NATURAL),
        EndDiscount: (end_discount, Repeat.SET),
        CancelSubscription: (cancel, Repeat.SET),
    }
)
