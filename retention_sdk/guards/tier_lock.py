"""A tier that somebody has locked is changed by nobody else."""

from retention_sdk.actions import Action, SetTier
from retention_sdk.events import TierLocked
from retention_sdk.guards.authority import STAFF
from retention_sdk.guards.tally import Reason, Tally
from retention_sdk.language import said


def tier_lock(action: Action, tally: Tally) -> Reason | None:
    """Refuse another tier while one is locked."""
    event = tally.event
    if not isinstance(action, SetTier) or tally.plugin == STAFF:
        return None
    lock = event if isinstance(event, TierLocked) else tally.customer.standing.tier_lock
    if lock is None or action.tier == lock.tier or (lock.until is not None and lock.until <= event.occurred_at):
        return None
    return "tier_locked", said("Somebody has locked the tier of this customer.")
