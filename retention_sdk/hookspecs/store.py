"""The hooks about the store itself."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from retention_sdk.hookspecs.markers import hookspec

if TYPE_CHECKING:
    from retention_sdk.actions import Action
    from retention_sdk.customer import Customer
    from retention_sdk.events import ItemChecked, StoreDay


@hookspec
def on_store_day(event: "StoreDay", customer: "Customer") -> "Iterable[Action] | None":
    """A day of the store began; `customer` is the store's own record, which is nobody."""


@hookspec
def on_item_checked(event: "ItemChecked", customer: "Customer") -> "Iterable[Action] | None":
    """Somebody has looked at an item; `customer` is the store's own record."""
