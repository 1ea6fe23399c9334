"""Settings that hold others: arrays, and tables whose keys the merchant chooses."""

from collections.abc import Callable
from typing import Any

from attrs import frozen

from retention_sdk.settings.document import as_array, as_table
from retention_sdk.settings.kind import Kind, told
from retention_sdk.settings.problems import Place
from retention_sdk.settings.secret import HIDDEN

_OF_ARRAYS = ("maxItems", "minItems", "uniqueItems")
_OF_TABLES = ("maxProperties", "minProperties")


@frozen
class Many(Kind):
    """An array of values of one kind.

    Args:
        item: what each is.
        make: list or tuple.
    """

    item: Kind
    make: Callable[[list[Any]], Any]

    def read(self, raw: object, place: Place) -> Any:
        """Reads each item."""
        items = as_array(raw)
        if items is None:
            place.refuse(f"given {told(raw)}; write an array: [ ... ]")
        return self.make([self.item.read(item, place / at) for at, item in enumerate(items or ())])

    def write(self, value: Any) -> Any:
        """Writes each item."""
        return [self.item.write(item) for item in value]

    def redacted(self, raw: object) -> object:
        """Redacts each item."""
        items = as_array(raw)
        return HIDDEN if items is None else [self.item.redacted(item) for item in items]

    def schema(self, **more: object) -> dict[str, Any]:
        """An array; a bound is one of each item."""
        own = {word: value for word, value in more.items() if word in _OF_ARRAYS}
        each = {word: value for word, value in more.items() if word not in _OF_ARRAYS}
        return {"type": "array", "items": self.item.schema(**each), **own}


@frozen
class ByName(Kind):
    """A table of values of one kind, under names that the merchant chooses.

    Args:
        item: what each is.
    """

    item: Kind

    def read(self, raw: object, place: Place) -> Any:
        """Reads each value."""
        table = as_table(raw)
        if table is None:
            place.refuse(f"given {told(raw)}; write a table: {{ name = ... }}")
        return {name: self.item.read(item, place / name) for name, item in (table or {}).items()}

    def write(self, value: Any) -> Any:
        """Writes each value."""
        return {name: self.item.write(item) for name, item in value.items()}

    def redacted(self, raw: object) -> object:
        """Redacts each value."""
        table = as_table(raw)
        return HIDDEN if table is None else {name: self.item.redacted(item) for name, item in table.items()}

    def schema(self, **more: object) -> dict[str, Any]:
        """An object with any keys; a bound is one of each value."""
        own = {word: value for word, value in more.items() if word in _OF_TABLES}
        each = {word: value for word, value in more.items() if word not in _OF_TABLES}
        return {"type": "object", "additionalProperties": self.item.schema(**each), **own}
