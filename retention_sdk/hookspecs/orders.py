"""The hooks about orders."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import Delivered, Purchase


@hookspec
def on_purchase(event: "Purchase", customer: "Customer") -> "Iterable[Action] | None":
    """An order was paid."""


@hookspec
def on_delivered(event: "Delivered", customer: "Customer") -> "Iterable[Action] | None":
    """An order reached the customer."""
