"""What is never shown: secrets, and what `{ env = "NAME" }` stands for."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

HIDDEN = "***"


class Secret:
    """Text that is shown as `***` wherever it is printed; a setting of this type is never shown.

    Args:
        text: the secret.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one call that needs it."""
        return self._text

    def __repr__(self) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


def env_name(value: object) -> str | None:
    """The name in `{ env = "NAME" }`; None for any other value."""
    match value:
        case {"env": str(name), **others} if name and not others:
            return name
        case _:
            return None


def env_names(value: object) -> Iterator[str]:
    """The names of all the environment's variables in a value, however deep."""
    if name := env_name(value):
        yield name
    elif isinstance(value, Mapping):
        for item in cast("Mapping[Any, object]", value).values():
            yield from env_names(item)
    elif isinstance(value, list | tuple):
        for item in cast("list[object]", value):
            yield from env_names(item)
