"""The hook about tiers."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import TierLocked


@hookspec
def on_tier_locked(event: "TierLocked", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody locked the tier that a customer is in, or took the lock off."""
