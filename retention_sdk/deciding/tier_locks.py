"""Tiers that somebody locks: the engine sets them."""

from collections.abc import Sequence

from attrs import evolve, frozen

from retention_sdk.actions import SetTier
from retention_sdk.customer import Standing, TierLock
from retention_sdk.deciding.own import OwnTurn, own_ask
from retention_sdk.decision import Granted
from retention_sdk.events import Event, TierLocked
from retention_sdk.guards import STAFF


@frozen
class LockTurn(OwnTurn):
    """What locking a tier means.

    Args:
        lock: the lock that is put on; None takes off the one before.
    """

    lock: TierLock | None = None

    def after(self, standing: Standing, _event: Event, _granted: Sequence[Granted]) -> Standing:
        """The customer's standing with the lock."""
        return evolve(standing, tier_lock=self.lock)


def tier_turn(event: Event) -> LockTurn | None:
    """What the engine answers where somebody locks a tier, or ends a lock; None for any other event."""
    if not isinstance(event, TierLocked):
        return None
    if not event.holds:
        return LockTurn()
    lock = TierLock(event.tier, event.until, event.by, event.reason)
    return LockTurn((own_ask(STAFF, event, (SetTier(event.tier, reason=event.reason),)),), lock=lock)
