"""What a corrected order leaves of a customer's standing: counters, tier, tags and memory set back."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from attrs import evolve

from retention_sdk.actions import SetTier, Tag
from retention_sdk.customer import History, Standing
from retention_sdk.deciding.standing import with_verdict
from retention_sdk.decision import Granted, Reversal
from retention_sdk.events import Purchase
from retention_sdk.turns.replay.again import Memory, Stands


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


def set_back(
    standing: Standing, view: Standing, reversals: Iterable[Reversal], before: Stands, after: Stands
) -> Standing:
    """The standing without what an order no longer gives.

    Args:
        standing: as it stands.
        view: as the order was decided on.
        reversals: what is taken back, and what is given again.
        before: what stood of the order's decision.
        after: what stands of it now.

    Returns:
        The standing; what later events set is left alone.
    """
    again = tuple(Granted(one.plugin, one.key, one.action) for one in reversals if one.stands)
    tier, tags = standing.tier, standing.tags
    for reversal in reversals:
        match reversal.action:
            case SetTier(tier=given) if not reversal.stands and tier == given:
                tier = view.tier
            case Tag(tag=tag) if not reversal.stands and tag not in view.tags:
                tags -= {tag}
            case _:
                pass
    memory = _memory(standing.memory, view.memory, before.memory, after.memory)
    return with_verdict(evolve(standing, tier=tier, tags=tags, memory=memory), again, {})


def _memory(now: Memory, view: Memory, before: Memory, after: Memory) -> Memory:
    """Each strategy's memory, where what the order had laid over it is still there, as the order lays it now."""
    kept: dict[str, Mapping[str, Any]] = dict(now)
    for plugin in before.keys() | after.keys():
        laid, lays = before.get(plugin, {}), after.get(plugin, {})
        mine = dict(kept.get(plugin, {}))
        for key in laid.keys() | lays.keys():
            if mine.get(key) == laid.get(key, view.get(plugin, {}).get(key)):
                mine[key] = lays.get(key, view.get(plugin, {}).get(key))
        kept[plugin] = MappingProxyType({key: value for key, value in mine.items() if value is not None})
        if not kept[plugin]:
            del kept[plugin]
    return MappingProxyType(kept)
