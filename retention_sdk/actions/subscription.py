"""Subscriptions: pause, skip, discount, change, extend, cancel; and what undoes that."""

from datetime import timedelta
from typing import ClassVar

from attrs import field, frozen
from attrs.validators import optional

from retention_sdk.actions.base import Action, Giving, NoInverse
from retention_sdk.checks import flag, named, span, whole


@frozen
class PauseSubscription(Action):
    """Pause a subscription for a while."""

    kind: ClassVar[str] = "pause_subscription"

    subscription: str = field(validator=named)
    duration: timedelta = field(validator=span)

    def undo(self, _key: str) -> Action | NoInverse:
        """The subscription goes on."""
        return ResumeSubscription(self.subscription, reason=self.reason)


@frozen
class SkipDelivery(Action):
    """Leave out the next deliveries of a subscription."""

    kind: ClassVar[str] = "skip_delivery"

    subscription: str = field(validator=named)
    deliveries: int = field(default=1, validator=whole(1))

    def undo(self, _key: str) -> Action | NoInverse:
        """The deliveries are made after all."""
        return UnskipDelivery(self.subscription, self.deliveries, reason=self.reason)


@frozen
class DiscountSubscription(Giving):
    """Take percent off a subscription for a number of cycles."""

    kind: ClassVar[str] = "discount_subscription"

    subscription: str = field(validator=named)
    percent: int = field(validator=whole(1, 100))
    cycles: int = field(default=1, validator=whole(1))

    def undo(self, key: str) -> Action | NoInverse:
        """The cycles that are still to come cost the full price."""
        return EndDiscount(self.subscription, key, reason=self.reason)


@frozen
class ChangePlan(Action):
    """Move a subscription to another plan.

    Args:
        subscription: its id.
        plan: the plan that it has from now on.
        before: the plan that it had, where that is known: it is moved back to it where the change is taken back.
    """

    kind: ClassVar[str] = "change_plan"

    subscription: str = field(validator=named)
    plan: str = field(validator=named)
    before: str | None = field(default=None, validator=optional(named), kw_only=True)

    def undo(self, _key: str) -> Action | NoInverse:
        """The subscription has its old plan again, where somebody knows which that was."""
        if self.before is None:
            return NoInverse.TASK
        return ChangePlan(self.subscription, self.before, before=self.plan, reason=self.reason)


@frozen
class ExtendService(Giving):
    """Let a subscription run on for nothing."""

    kind: ClassVar[str] = "extend_service"

    subscription: str = field(validator=named)
    duration: timedelta = field(validator=span)

    def undo(self, _key: str) -> Action | NoInverse:
        """What was added is taken off again."""
        return ShortenService(self.subscription, self.duration, reason=self.reason)


@frozen
class CancelSubscription(Action):
    """End a subscription."""

    kind: ClassVar[str] = "cancel_subscription"

    subscription: str = field(validator=named)
    at_period_end: bool = field(default=True, validator=flag)

    def undo(self, _key: str) -> Action | NoInverse:
        """Whoever has left has to want to come back."""
        return NoInverse.TASK


@frozen
class ResumeSubscription(Action):
    """Let a subscription that was paused go on at once."""

    kind: ClassVar[str] = "resume_subscription"

    subscription: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """How long the pause would still have been is not known."""
        return NoInverse.TASK


@frozen
class UnskipDelivery(Action):
    """Make deliveries of a subscription that were left out, where their day has not come yet."""

    kind: ClassVar[str] = "unskip_delivery"

    subscription: str = field(validator=named)
    deliveries: int = field(default=1, validator=whole(1))

    def undo(self, _key: str) -> Action | NoInverse:
        """They are left out after all."""
        return SkipDelivery(self.subscription, self.deliveries, reason=self.reason)


@frozen
class EndDiscount(Action):
    """End a discount on a subscription: the cycles that are still to come cost the full price.

    Args:
        subscription: its id.
        key: the idempotency key of the `DiscountSubscription`.
    """

    kind: ClassVar[str] = "end_discount"

    subscription: str = field(validator=named)
    key: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """How many cycles of it were left is not known."""
        return NoInverse.TASK


@frozen
class ShortenService(Action):
    """Take a time off that a subscription was to run on for nothing, as far as it has not passed."""

    kind: ClassVar[str] = "shorten_service"

    subscription: str = field(validator=named)
    duration: timedelta = field(validator=span)

    def undo(self, _key: str) -> Action | NoInverse:
        """How much of it had passed is not known."""
        return NoInverse.TASK
