"""What a value is as JSON: how it is read, written, and told as JSON Schema."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from attrs import field, frozen

Schema = dict[str, Any]

LONGEST = 200
"""The most characters of a place that are shown."""


class Unfit(Exception):
    """Some JSON is not what it should be. What was sent is not in it: it may be somebody's name or address.

    Args:
        at: where it is, such as "lines[0].total"; empty for all of it.
        what: what is wrong, and what to send.
    """

    def __init__(self, at: str, what: str) -> None:
        super().__init__(at, what)
        self.at, self.what = at, what

    def __str__(self) -> str:
        at = self.at if len(self.at) <= LONGEST else f"{self.at[:LONGEST]}…"
        return f"{at or 'the body'} {self.what}"


class NoForm(TypeError):
    """A class that a plugin has brought has no JSON form; the message says why."""


@frozen
class Definitions:
    """The schemas that others refer to by name.

    Args:
        prefix: what a reference begins with.
        known: the schemas so far.
    """

    prefix: str = "#/$defs/"
    known: dict[str, Schema] = field(factory=dict[str, Schema])

    def ref(self, name: str, make: Callable[[], Schema]) -> Schema:
        """A reference to a schema; it is made where it is not known yet."""
        if name not in self.known:
            self.known[name] = {}  # one that holds itself finds its name taken
            self.known[name] = make()
        return {"$ref": f"{self.prefix}{name}"}


class Form(Protocol):
    """The JSON form of values of one type."""

    def schema(self, defs: Definitions) -> Schema:
        """The JSON Schema; what it refers to is added to the definitions."""
        ...

    def read(self, raw: object, at: str) -> Any:
        """The value.

        Args:
            raw: JSON as Python has it.
            at: where it is.

        Raises:
            Unfit: it is none of this form.
        """
        ...

    def write(self, value: Any, /) -> Any:
        """The value as JSON; `read` answers an equal one."""
        ...


def told(raw: object) -> str:
    """Of what sort some JSON is, without showing it."""
    match raw:
        case None | bool():
            return "null" if raw is None else "a true or false"
        case int() | float():
            return "a number" if isinstance(raw, int) else "a number with a decimal point"
        case str():
            return "a text" if raw else "an empty text"
        case _:
            return "a list" if isinstance(raw, list) else "an object"


def fields_of(raw: object) -> Mapping[str, object] | None:
    """The fields of a JSON object; None where it is none."""
    return cast("dict[str, object]", raw) if isinstance(raw, dict) else None


def items_of(raw: object) -> list[object] | None:
    """The items of a JSON list; None where it is none."""
    return cast("list[object]", raw) if isinstance(raw, list) else None


def table(raw: object, at: str, wanted: str = "an object") -> Mapping[str, object]:
    """A JSON object.

    Raises:
        Unfit: it is none.
    """
    fields = fields_of(raw)
    if fields is None:
        raise Unfit(at, f"is {told(raw)}; send {wanted}")
    return fields


def within(at: str, key: str | int) -> str:
    """The place of something inside a place."""
    if isinstance(key, int):
        return f"{at}[{key}]"
    return f"{at}.{key}" if at else key
