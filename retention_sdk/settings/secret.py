"""What is never shown: secrets, and what `{ env = "NAME" }` stands for."""

from collections.abc import Iterator

from retention_sdk.settings.document import as_array, as_table

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
    table = as_table(value) or {}
    name = table.get("env")
    return name if isinstance(name, str) and name and len(table) == 1 else None


def env_names(value: object) -> Iterator[str]:
    """The names of all the environment's variables in a value, however deep."""
    if name := env_name(value):
        yield name
    else:
        for item in (as_table(value) or {}).values() or as_array(value) or ():
            yield from env_names(item)
