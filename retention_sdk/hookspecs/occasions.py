"""The hooks about occasions: what time brings a customer by a strategy of its own."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import Occasion


@hookspec
def occasions(customer: "Customer", after: datetime) -> "Iterable[tuple[datetime, str]] | None":
    """When time brings a customer something by this strategy: the next times after a time, each with a name."""


@hookspec
def on_occasion(event: "Occasion", customer: "Customer") -> "Iterable[Action] | None":
    """A time has come that this strategy has named; no other is asked."""
