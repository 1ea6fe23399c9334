"""How often a customer is written to."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta

from retention_sdk.actions import Action
from retention_sdk.guards.contact import advertises
from retention_sdk.guards.tally import Guard, Reason, Tally
from retention_sdk.language import Word, counted, said
from retention_sdk.settings import Frequency

ANY = "any"
"""The cap on all channels together."""


def frequency(caps: Mapping[str, Frequency], transactional: Collection[str]) -> Guard:
    """A guard that refuses a message through a channel that was used often enough.

    A message without a channel may go through any of them: it counts for each cap, and is refused when all are full.

    Args:
        caps: channel to the most in a span of days; 0 is none at all, and a channel that is not there has no cap.
        transactional: the purposes that neither count nor are refused.

    Returns:
        The guard.
    """
    channels = {name: cap for name, cap in caps.items() if name != ANY}

    def sent(channel: str, cap: Frequency, tally: Tally) -> int:
        """How many messages went through a channel, or through any, in the days that a cap is for."""
        return sum(channel in (ANY, one) or one is None for one in _sent(tally, cap.days, transactional))

    def full(channel: str, cap: Frequency, tally: Tally) -> Reason | None:
        """Why no more messages may go through a channel; None where one more may."""
        if cap.most and sent(channel, cap, tally) < cap.most:
            return None
        through = Word("all channels" if channel == ANY else channel)
        if not cap.most:
            return "too_often", said("Nothing but what must be known is sent through {channel}.", channel=through)
        return "too_often", counted(
            "{n} message went through {channel} within {span}, and no more may.",
            "{n} messages went through {channel} within {span}, and no more may.",
            cap.most,
            channel=through,
            span=timedelta(days=cap.days),
        )

    def guard(action: Action, tally: Tally) -> Reason | None:
        """Why a message that advertises is one too many; None where it is not, and for all else."""
        if not advertises(action, transactional):
            return None
        if ANY in caps and (reason := full(ANY, caps[ANY], tally)):
            return reason
        if action.channel is not None:
            cap = channels.get(action.channel)
            return None if cap is None else full(action.channel, cap, tally)
        reasons = [full(channel, cap, tally) for channel, cap in channels.items()]
        return reasons[0] if reasons and all(reasons) else None

    return guard


def _sent(tally: Tally, days: int, transactional: Collection[str]) -> Iterator[str | None]:
    """The channels of what was sent within so many days, and for this event."""
    at, span = tally.event.occurred_at, timedelta(days=days)
    for grant in tally.grants:
        if advertises(grant.action, transactional) and abs(at - grant.at) < span:
            yield grant.action.channel
    for _, action in tally.done:
        if advertises(action, transactional):
            yield action.channel
