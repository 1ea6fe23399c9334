"""The hooks about the catalogue and the checkout."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import HoldCaptured, HoldPlaced, HoldReleased, Redemption, RedemptionCancelled


@hookspec
def on_redemption(event: "Redemption", customer: "Customer") -> "Iterable[Action] | None":
    """A customer has a reward of the catalogue."""


@hookspec
def on_redemption_cancelled(event: "RedemptionCancelled", customer: "Customer") -> "Iterable[Action] | None":
    """A redemption is taken back."""


@hookspec
def on_hold_placed(event: "HoldPlaced", customer: "Customer") -> "Iterable[Action] | None":
    """A checkout holds units."""


@hookspec
def on_hold_captured(event: "HoldCaptured", customer: "Customer") -> "Iterable[Action] | None":
    """What a checkout held is spent."""


@hookspec
def on_hold_released(event: "HoldReleased", customer: "Customer") -> "Iterable[Action] | None":
    """What a checkout held can be spent again."""
