"""Gifts in words that are taken back."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.base import Deed, deed, worded
from retention_sdk.language import N_


@deed.register
def _(action: a.TakeBack) -> Deed:
    return worded(
        N_("take back what was given for {event}"), N_("takes back what was given for {event}"), event=action.event
    )


@deed.register
def _(action: a.VoidCoupon) -> Deed:
    return worded(N_("void the coupon {key}"), N_("voids the coupon {key}"), key=action.key)


@deed.register
def _(action: a.VoidGiftCard) -> Deed:
    do, done = N_("void the gift card {key} of {amount}"), N_("voids the gift card {key} of {amount}")
    return worded(do, done, key=action.key, amount=action.amount)


@deed.register
def _(action: a.TakeStoreCredit) -> Deed:
    do, done = N_("take {amount} out of the store credit"), N_("takes {amount} out of the store credit")
    return worded(do, done, amount=action.amount)
