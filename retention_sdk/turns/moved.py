"""Ids that lead to another customer: whoever was merged into somebody is that one for ever."""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from retention_sdk.events import CustomersMerged
from retention_sdk.store.rows import MERGED, Row
from retention_sdk.turns.incoming import Incoming
from retention_sdk.wire import loads


class Moved(Exception):
    """What was read names customers who were merged into others: read again, of those.

    Args:
        names: the id that each of them leads to.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__(names)
        self.names = names

    def name(self, customer: str) -> str:
        """The id that an id leads to."""
        return self.names.get(customer, customer)

    def incoming(self, one: Incoming) -> Incoming:
        """An event as one of whoever its customer leads to; its body stays as it came."""
        event = one.event
        changes: dict[str, Any] = {"customer": self.name(event.customer)}
        if isinstance(event, CustomersMerged):
            changes["other"] = self.name(event.other)
        if all(getattr(event, name) == id for name, id in changes.items()):
            return one
        return evolve(one, event=evolve(event, **changes))


def moved(customers: Iterable[Row]) -> Mapping[str, str]:
    """Those among the rows of customers who were merged, each with the id that they lead to."""
    return {row[0]: str(loads(row[3])) for row in customers if row[1] == MERGED}
