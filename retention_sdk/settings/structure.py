"""A class of settings: made from a raw table, and shown without its secrets."""

from collections.abc import Mapping
from typing import TypeVar, cast

from retention_sdk.settings.annotations import kind_of
from retention_sdk.settings.lines import Keys
from retention_sdk.settings.problems import Place, Problems
from retention_sdk.settings.secret import HIDDEN

T = TypeVar("T")


def structure(cls: type[T], raw: object, path: Keys, problems: Problems) -> T | None:
    """Make settings from what was written.

    Args:
        cls: an attrs class whose fields are the settings, or another type that a setting can have.
        raw: the table, or value, as the document has it.
        path: where in the document it is.
        problems: gets a sentence for each thing that is wrong, all at once.

    Returns:
        The instance, or None where there was a problem.

    Raises:
        PluginError: a field of the class has a type that a setting cannot have.
    """
    before = len(problems)
    value = kind_of(cls).read(raw, Place(problems, path))
    return cast("T", value) if len(problems) == before else None


def redacted(cls: type | None, raw: Mapping[str, object]) -> dict[str, object]:
    """What a table says, for printing.

    Args:
        cls: the class of its settings; None where that is not known.
        raw: the table as the document has it.

    Returns:
        The table as JSON can have it: `{ env = "NAME" }` as it was written, each `Secret` and each unknown key's
        value as `***`.
    """
    shown = kind_of(cls).redacted(raw) if cls else dict.fromkeys(raw, HIDDEN)
    return cast("dict[str, object]", shown)
