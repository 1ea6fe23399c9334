"""The catalogue of rewards in sentences, for `retention check`."""

from collections.abc import Iterator, Mapping

from retention_sdk.actions import Giving
from retention_sdk.explain import wish
from retention_sdk.language import Amount, joined
from retention_sdk.rewards import CatalogueReward


def catalogue(rewards: Mapping[str, CatalogueReward]) -> Iterator[str]:
    """What customers can have, for what, and who.

    Args:
        rewards: the rewards by name.

    Yields:
        A sentence for each.
    """
    for name, one in rewards.items():
        price, gifts = joined([Amount(one.cost, one.unit)]), " and ".join(wish(action) for action in one.actions)
        yield f"{name}: for {price}, {gifts}{''.join(_bounds(one))}."


def _bounds(one: CatalogueReward) -> Iterator[str]:
    if one.tiers:
        yield f"; only for the tiers {', '.join(one.tiers)}"
    if one.stock is not None:
        yield f"; {one.stock} in all"
    if one.per_customer is not None:
        days = "" if one.per_customer_days is None else f" in {one.per_customer_days} days"
        yield f"; {one.per_customer} for each customer{days}"
    if one.available_from:
        yield f"; from {one.available_from}"
    if one.available_until:
        yield f"; until the end of {one.available_until}"


def uncounted(rewards: Mapping[str, CatalogueReward]) -> list[str]:
    """The rewards with a gift whose cost nobody knows, so that no limit counts it."""
    return [
        name
        for name, one in rewards.items()
        if any(isinstance(action, Giving) and action.cost is None for action in one.actions)
    ]
