"""Units of a wallet in words: given, taken, held."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.base import Deed, deed, worded
from retention_sdk.explain.words import maybe
from retention_sdk.language import N_, Amount, Said, said


@deed.register
def _(action: a.Credit) -> Deed:
    pending = _pending(action)
    expiry = maybe(N_(", valid for {span}"), span=action.valid_for)
    what = Amount(action.amount, action.unit)
    return worded(
        N_("give {what}{pending}{valid}"), N_("gives {what}{pending}{valid}"), what=what, pending=pending, valid=expiry
    )


def _pending(action: a.Credit) -> Said | str:
    order, span = action.until_delivered, action.pending_for
    if order is None:
        return maybe(N_(", pending for {span}"), span=span)
    if span is None:
        return said(", pending until order {order} is delivered", order=order)
    return said(", pending for {span} after order {order} is delivered", span=span, order=order)


@deed.register
def _(action: a.Debit) -> Deed:
    what = Amount(action.amount, action.unit)
    if action.hold:
        return worded(N_("take {what} that were held"), N_("takes {what} that were held"), what=what)
    return worded(N_("take {what}"), N_("takes {what}"), what=what)


@deed.register
def _(action: a.HoldUnits) -> Deed:
    what, span = Amount(action.amount, action.unit), action.lasts
    return worded(N_("hold {what} for {span}"), N_("holds {what} for {span}"), what=what, span=span)


@deed.register
def _(action: a.ReleaseUnits) -> Deed:
    return worded(N_("let go of what was held of {unit}"), N_("lets go of what was held of {unit}"), unit=action.unit)
