"""What the store gives away in a period: to anybody, by one strategy, by a role's authority."""

from retention_sdk.actions import Action, Giving
from retention_sdk.guards.counters import BUDGET, Kept, gift_of
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.money import Money


def budget(action: Action, tally: Tally) -> Reason | None:
    """Refuse what would go over a counter's limit.

    An action whose cost is not known counts as nothing, and so does one that is owed.
    """
    if not isinstance(action, Giving):
        return None
    gift = gift_of(action, tally.plugin, tally.under)
    for one in tally.counters:
        amount, left = one.counter.counts(gift), one.left - tally.counted.get(one.slot, 0)
        if amount and amount > left:
            return _refusal(one, amount, max(left, 0), tally.currency)
    return None


def _refusal(one: Kept, amount: int, left: int, currency: str) -> Reason:
    period = f" for {one.slot.period}" if one.slot.period else ""
    whose = "" if one.counter.name == BUDGET else f" of {one.counter.name.partition(':')[2]}"
    if one.counter.pieces:
        return "none_left", f"{left} of {one.counter.most}{whose} are left{period}."
    asked, rest, most = (Money(minor, currency) for minor in (amount, left, one.counter.most))
    return "over_budget", f"{asked} is more than the {rest} left of {most}{whose}{period}."
