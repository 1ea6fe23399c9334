"""Tiers: somebody says which one a customer is in, and for how long."""

from datetime import datetime
from typing import ClassVar

from attrs import field, frozen
from attrs.converters import optional as maybe
from attrs.validators import optional

from retention_sdk.checks import any_text, named
from retention_sdk.events.base import Event
from retention_sdk.times import utc


@frozen(kw_only=True)
class TierLocked(Event):
    """Somebody puts a customer into a tier, and for a while no strategy changes it. Of several locks the latest holds.

    Args:
        tier: the tier; None is none.
        until: until when; None is until the next such event, and a time that is over ends the lock before.
        by: who says so.
        reason: why, in words that the merchant and the customer may read.
    """

    kind: ClassVar[str] = "tier_locked"

    tier: str | None = field(default=None, validator=optional(named))
    until: datetime | None = field(default=None, converter=maybe(utc))
    by: str = field(default="", validator=any_text)
    reason: str = field(default="", validator=any_text)

    @property
    def holds(self) -> bool:
        """Whether there is a lock from then on; else the one before is taken off."""
        return self.until is None or self.until > self.occurred_at
