"""The hooks about what becomes of orders afterwards."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import Dispute, OrderCancelled, OrderEdited, OrderReopened, Refund


@hookspec
def on_refund(event: "Refund", customer: "Customer") -> "Iterable[Action] | None":
    """Money went back."""


@hookspec
def on_order_cancelled(event: "OrderCancelled", customer: "Customer") -> "Iterable[Action] | None":
    """An order was called off."""


@hookspec
def on_order_edited(event: "OrderEdited", customer: "Customer") -> "Iterable[Action] | None":
    """An order has other lines now."""


@hookspec
def on_order_reopened(event: "OrderReopened", customer: "Customer") -> "Iterable[Action] | None":
    """An order stands again."""


@hookspec
def on_dispute(event: "Dispute", customer: "Customer") -> "Iterable[Action] | None":
    """A customer's bank asks for an order's money back, or said how that ended."""
