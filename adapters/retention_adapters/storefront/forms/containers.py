"""Forms that hold others: lists, what may be null, and plain JSON objects."""

from collections.abc import Mapping
from typing import Any, cast

from attrs import frozen

from retention_adapters.storefront.forms.form import Definitions, Form, Schema, Unfit, items_of, table, told, within


@frozen
class Many:
    """A list of values of one form.

    Args:
        item: the form of each.
    """

    item: Form

    def schema(self, defs: Definitions) -> Schema:
        """An array."""
        return {"type": "array", "items": self.item.schema(defs)}

    def read(self, raw: object, at: str) -> tuple[Any, ...]:
        """Each item."""
        items = items_of(raw)
        if items is None:
            raise Unfit(at, f"is {told(raw)}; send a list")
        return tuple(self.item.read(item, within(at, place)) for place, item in enumerate(items))

    def write(self, value: tuple[Any, ...]) -> list[Any]:
        """Each item."""
        return [self.item.write(item) for item in value]


@frozen
class Nullable:
    """A value, or null where it is not known.

    Args:
        form: the form of the value.
    """

    form: Form

    def schema(self, defs: Definitions) -> Schema:
        """The value's, and null."""
        schema = self.form.schema(defs)
        return {"anyOf": [schema, {"type": "null"}]}

    def read(self, raw: object, at: str) -> Any:
        """The value, or None."""
        return None if raw is None else self.form.read(raw, at)

    def write(self, value: Any) -> Any:
        """The value, or null."""
        return None if value is None else self.form.write(value)


@frozen
class JsonObject:
    """An object of somebody's own; numbers in it are whole."""

    def schema(self, defs: Definitions) -> Schema:
        """Any object."""
        del defs
        return {"type": "object"}

    def read(self, raw: object, at: str) -> Mapping[str, object]:
        """The object; its class sees what is in it."""
        return table(raw, at)

    def write(self, value: Mapping[str, object]) -> Any:
        """The object, of plain dicts and lists."""
        return _plain(value)


@frozen
class Loosely:
    """A value that is told of in a few words only: all of it would be a book, and nobody sends or gets it.

    Args:
        form: the form of the value.
        text: what it is.
    """

    form: Form
    text: str

    def schema(self, defs: Definitions) -> Schema:
        """An object that has a kind."""
        del defs
        kind = {"type": "string", "description": self.text}
        return {"type": "object", "properties": {"kind": kind}, "required": ["kind"]}

    def read(self, raw: object, at: str) -> Any:
        """The value."""
        return self.form.read(raw, at)

    def write(self, value: Any) -> Any:
        """The value."""
        return self.form.write(value)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in cast("Mapping[str, object]", value).items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[object, ...]", value)]
    return value
