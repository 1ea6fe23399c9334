"""Gifts in words."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.base import Deed, deed, worded
from retention_sdk.explain.words import maybe, valid
from retention_sdk.language import N_, Said, counted, said


@deed.register
def _(action: a.IssueCoupon) -> Deed:
    uses = "" if action.uses == 1 else counted(", {n} time", ", {n} times", action.uses)
    return worded(
        N_("issue a coupon: {benefit}{least}{uses}{valid}"),
        N_("issues a coupon: {benefit}{least}{uses}{valid}"),
        benefit=benefit(action.benefit),
        least=maybe(N_(", on orders of {least} or more"), least=action.minimum),
        uses=uses,
        valid=valid(action.valid_for),
    )


def benefit(good: a.Benefit) -> Said:
    """What a coupon is good for, in words."""
    match good:
        case a.PercentOff(percent):
            return said("{percent} % off", percent=percent)
        case a.AmountOff(amount):
            return said("{amount} off", amount=amount)
        case a.FreeItem(sku, quantity):
            return said("{quantity} × {sku} free", quantity=quantity, sku=sku)
        case a.FreeShipping():
            return said("free shipping")


@deed.register
def _(action: a.IssueGiftCard) -> Deed:
    expiry = maybe(N_(", valid for {span}"), span=action.valid_for)
    do, done = N_("issue a gift card of {amount}{valid}"), N_("issues a gift card of {amount}{valid}")
    return worded(do, done, amount=action.amount, valid=expiry)


@deed.register
def _(action: a.IssueStoreCredit) -> Deed:
    expiry = maybe(N_(", valid for {span}"), span=action.valid_for)
    do, done = N_("give store credit of {amount}{valid}"), N_("gives store credit of {amount}{valid}")
    return worded(do, done, amount=action.amount, valid=expiry)


@deed.register
def _(action: a.RefundMoney) -> Deed:
    do, done = N_("pay back {amount} of order {order}"), N_("pays back {amount} of order {order}")
    return worded(do, done, amount=action.amount, order=action.order)


@deed.register
def _(action: a.SendReplacement) -> Deed:
    if not action.sku:
        return worded(N_("send order {order} again"), N_("sends order {order} again"), order=action.order)
    do, done = (
        N_("send {quantity} × {sku} of order {order} again"),
        N_("sends {quantity} × {sku} of order {order} again"),
    )
    return worded(do, done, quantity=action.quantity, sku=action.sku, order=action.order)
