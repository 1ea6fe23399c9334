"""The hooks about requests for approval and gifts of the desk."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import ApprovalDue, ApprovalGiven, ApprovalRefused, GoodwillProposed


@hookspec
def on_approval_given(event: "ApprovalGiven", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody approves what was above the authority of whoever proposed it."""


@hookspec
def on_approval_refused(event: "ApprovalRefused", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody refuses what was above the authority of whoever proposed it."""


@hookspec
def on_approval_due(event: "ApprovalDue", customer: "Customer") -> "Iterable[Action] | None":
    """The time to answer a request for approval is nearly over, or over."""


@hookspec
def on_goodwill_proposed(event: "GoodwillProposed", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody at the desk wants to give the customer something."""
