"""What somebody answers first, in words: offers, requests for approval, and places."""

from retention_sdk import actions as a
from retention_sdk.explain.deeds.base import Deed, deed, wish, worded
from retention_sdk.explain.words import maybe
from retention_sdk.language import N_, both, counted


@deed.register
def _(action: a.Offer) -> Deed:
    until = maybe(N_(", open for {span}"), span=action.valid_for)
    return worded(N_("offer {title}{until}"), N_("offers {title}{until}"), title=action.title, until=until)


@deed.register
def _(action: a.RequestApproval) -> Deed:
    return worded(
        N_("ask the {role}{due} to approve: {do}"),
        N_("asks the {role}{due} to approve: {do}"),
        role=action.role,
        due=maybe(N_(" within {span}"), span=action.due),
        do=both(wish(one) for one in action.actions if not isinstance(one, a.Remember)),
    )


@deed.register
def _(action: a.TakePlace) -> Deed:
    places = counted("{n} place", "{n} places", action.places)
    return worded(N_("take {places} of {what}"), N_("takes {places} of {what}"), places=places, what=action.of)
