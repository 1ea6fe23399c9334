"""What the store gives away in a period: to anybody, by one strategy, by a role's authority."""

from retention_sdk.actions import Action, Giving, TakePlace
from retention_sdk.explain.words import maybe
from retention_sdk.guards.counters import BUDGET, Kept, gift_of
from retention_sdk.guards.places import place_name
from retention_sdk.guards.tally import Limit, Reason, Tally
from retention_sdk.language import N_, said
from retention_sdk.money import Money

NONE_LEFT = "none_left"
"""The code of what is refused because as many as there are were given."""


def _refused(action: Action, tally: Tally) -> Reason | None:
    if not isinstance(action, Giving):
        return None
    gift = gift_of(action, tally.plugin, tally.under)
    if isinstance(action, TakePlace) and all(one.counter.name != place_name(action.of) for one in tally.counters):
        return "no_places", said("Nobody has said how many places of {what} there are.", what=action.of)
    for one in tally.counters:
        amount = one.counter.counts(gift)
        if amount and amount > (left := _left_of(one, tally)):
            return _refusal(one, amount, max(left, 0), tally.currency)
    return None


def _left_of(one: Kept, tally: Tally) -> int:
    return one.left - tally.counted.get(one.slot, 0)


def _left(action: Action, tally: Tally) -> int:
    """The least that is left of the counters that an action counts in."""
    if not isinstance(action, Giving):
        return 0
    gift = gift_of(action, tally.plugin, tally.under)
    money = (one for one in tally.counters if not one.counter.pieces and one.counter.counts(gift))
    return min((_left_of(one, tally) for one in money), default=0)


def _refusal(one: Kept, amount: int, left: int, currency: str) -> Reason:
    name = "" if one.counter.name == BUDGET else one.counter.name.partition(":")[2]
    period, whose = maybe(N_(" for {period}"), period=one.slot.period), maybe(N_(" of {plugin}"), plugin=name)
    if one.counter.pieces:
        gifts = one.counter.gifts
        values = {"left": left // gifts, "most": one.counter.most // gifts, "whose": whose, "period": period}
        return "none_left", said("{left} of {most}{whose} are left{period}.", **values)
    cost, rest, most = (Money(minor, currency) for minor in (amount, left, one.counter.most))
    values = {"cost": cost, "rest": rest, "most": most, "whose": whose, "period": period}
    return "over_budget", said("{cost} is more than the {rest} left of {most}{whose}{period}.", **values)


budget = Limit(_refused, _left)
"""Refuses what would go over the limit of a counter.

An action whose cost is not known counts as nothing, and so does one that is owed.
"""
