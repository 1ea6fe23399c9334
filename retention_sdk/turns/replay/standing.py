"""What a corrected order leaves of a customer's standing: counters, tier, tags and memory set back."""

from collections.abc import Iterable

from attrs import evolve

from retention_sdk.actions import SetTier, Tag, Untag
from retention_sdk.customer import History, Standing
from retention_sdk.deciding.standing import with_verdict
from retention_sdk.decision import Granted, Reversal
from retention_sdk.events import Purchase
from retention_sdk.turns.replay.again import Stands
from retention_sdk.turns.replay.memory import relaid


def history_of(orders: Iterable[Purchase]) -> History:
    """Counts and sums over what is left of a customer's orders."""
    left = list(orders)
    times = [order.occurred_at for order in left]
    return History(
        len(left),
        sum(order.quantity for order in left),
        sum(order.total.minor for order in left),
        min(times, default=None),
        max(times, default=None),
    )


def set_back(standing: Standing, view: Standing, before: Stands, after: Stands) -> Standing:
    """The standing without what the strategies remember of an order that they would not remember any more.

    Args:
        standing: as it stands.
        view: as the order was decided on.
        before: what stood of the order's decision.
        after: what stands of it now.

    Returns:
        The standing; what later events have laid over it is left alone.
    """
    return evolve(standing, memory=relaid(standing.memory, view.memory, before.memory, after.memory))


def ranked(standing: Standing, reversals: Iterable[Reversal], stands: Iterable[Granted]) -> Standing:
    """The standing with the tier and the tags of all that stands, where one of them was taken back or given again.

    Args:
        standing: as it stands.
        reversals: what is taken back, and what is given again.
        stands: all that was granted and stands, in the order of the facts.

    Returns:
        The standing.
    """
    if not any(isinstance(one.action, (SetTier, Tag, Untag)) for one in reversals):
        return standing
    told = with_verdict(Standing(), tuple(stands), {})
    return evolve(standing, tier=told.tier, tags=told.tags)
