"""Items that are held and released, in words."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.base import Deed, deed, worded
from retention_sdk.language import N_


@deed.register
def _(action: a.HoldItem) -> Deed:
    return worded(N_("hold what is offered of {sku}"), N_("holds what is offered of {sku}"), sku=action.sku)


@deed.register
def _(action: a.ReleaseItem) -> Deed:
    return worded(N_("release what is offered of {sku}"), N_("releases what is offered of {sku}"), sku=action.sku)
