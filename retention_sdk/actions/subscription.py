"""Subscriptions: pause, skip, discount, change, extend, cancel."""

from datetime import timedelta
from typing import ClassVar

from attrs import field, frozen

from retention_sdk.actions.base import Action, Giving
from retention_sdk.checks import flag, named, span, whole


@frozen
class PauseSubscription(Action):
    """Pause a subscription for a while."""

    kind: ClassVar[str] = "pause_subscription"

    subscription: str = field(validator=named)
    duration: timedelta = field(validator=span)


@frozen
class SkipDelivery(Action):
    """Leave out the next deliveries of a subscription."""

    kind: ClassVar[str] = "skip_delivery"

    subscription: str = field(validator=named)
    deliveries: int = field(default=1, validator=whole(1))


@frozen
class DiscountSubscription(Giving):
    """Take percent off a subscription for a number of cycles."""

    kind: ClassVar[str] = "discount_subscription"

    subscription: str = field(validator=named)
    percent: int = field(validator=whole(1, 100))
    cycles: int = field(default=1, validator=whole(1))


@frozen
class ChangePlan(Action):
    """Move a subscription to another plan."""

    kind: ClassVar[str] = "change_plan"

    subscription: str = field(validator=named)
    plan: str = field(validator=named)


@frozen
class ExtendService(Giving):
    """Let a subscription run on for nothing."""

    kind: ClassVar[str] = "extend_service"

    subscription: str = field(validator=named)
    duration: timedelta = field(validator=span)


@frozen
class CancelSubscription(Action):
    """End a subscription."""

    kind: ClassVar[str] = "cancel_subscription"

    subscription: str = field(validator=named)
    at_period_end: bool = field(default=True, validator=flag)
