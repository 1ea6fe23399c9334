"""The hook about what customers bring from another loyalty app."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import OpeningBalance


@hookspec
def on_opening_balance(event: "OpeningBalance", customer: "Customer") -> "Iterable[Action] | None":
    """A customer's wallet begins with what they had in another loyalty app."""
