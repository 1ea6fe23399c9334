"""Tiers that somebody locks: the engine sets them."""

from retention_sdk.actions import SetTier
from retention_sdk.deciding.own import OwnTurn, own_ask
from retention_sdk.events import Event, TierLocked
from retention_sdk.guards import STAFF


def tier_turn(event: Event) -> OwnTurn | None:
    """What the engine answers where somebody locks a tier; None for any other event, and where a lock ends."""
    if not isinstance(event, TierLocked) or not event.holds:
        return None
    return OwnTurn((own_ask(STAFF, event, (SetTier(event.tier, reason=event.reason),)),))
