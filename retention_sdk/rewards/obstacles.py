"""Why a customer cannot have a reward now, whatever their wallet holds."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import field, frozen

from retention_sdk.explain.words import maybe
from retention_sdk.language import N_, NN_, Said, joined, said
from retention_sdk.rewards.catalogue import CatalogueReward
from retention_sdk.rewards.kept import Hold, Redeemed, times_had

Obstacle = tuple[str, str]
"""A stable code, and a sentence for a person."""


@frozen
class Catalogue:
    """The rewards of a store.

    Args:
        rewards: the rewards by name.
        zone: the store's time zone, in which a day begins and ends.
    """

    rewards: Mapping[str, CatalogueReward] = field(factory=dict[str, CatalogueReward])
    zone: ZoneInfo = field(default=ZoneInfo("UTC"))


@frozen
class Asking:
    """A customer who asks for a reward.

    Args:
        at: when.
        tier: the tier they are in.
        redeemed: what they have had.
        holds: what is held for them.
    """

    at: datetime
    tier: str | None
    redeemed: Sequence[Redeemed] = ()
    holds: Sequence[Hold] = ()


def unknown(name: str, known: Collection[str]) -> Obstacle:
    """There is no such reward."""
    there = ", ".join(sorted(known)) or said("none")
    return "unknown_reward", said("There is no reward {name}; there are: {known}.", name=repr(name), known=there)


def obstacle(catalogue: Catalogue, name: str, who: Asking) -> Obstacle | None:
    """Why a customer cannot have a reward of the catalogue now, apart from what they have of its unit.

    Args:
        catalogue: the store's.
        name: a reward's name in it.
        who: the customer, and when they ask.

    Returns:
        The code and the sentence; None where nothing is in the way.
    """
    reward = catalogue.rewards[name]
    today = who.at.astimezone(catalogue.zone).date()
    if reward.available_from and today < reward.available_from:
        return "not_yet_available", said(
            "{title} can be had from {day} on.", title=reward.title, day=reward.available_from
        )
    if reward.available_until and today > reward.available_until:
        values = {"title": reward.title, "day": reward.available_until}
        return "no_longer_available", said("{title} could be had until {day}.", **values)
    if reward.tiers and who.tier not in reward.tiers:
        return "not_in_tier", said("{title} is for the tiers {tiers}.", title=reward.title, tiers=joined(reward.tiers))
    return _used_up(name, reward, who)


def _used_up(name: str, reward: CatalogueReward, who: Asking) -> Obstacle | None:
    if reward.per_customer is None:
        return None
    days = reward.per_customer_days
    within = None if days is None else timedelta(days=days)
    if times_had(who.redeemed, who.holds, name, who.at, within) < reward.per_customer:
        return None
    span = maybe(N_(" in {span}"), span=within)
    if reward.per_customer == 1:
        return "reward_used_up", said(
            "{title} can be had once by one customer{within}.", title=reward.title, within=span
        )
    once, more = NN_(
        "{title} can be had {n} time by one customer{within}.", "{title} can be had {n} times by one customer{within}."
    )
    return "reward_used_up", Said(once, more, {"title": reward.title, "n": reward.per_customer, "within": span})
