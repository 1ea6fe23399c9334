"""What a setting can be: each kind reads raw values, and says in JSON Schema what it accepts."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from retention_sdk.settings.problems import Place


class Kind(ABC):
    """One kind of setting; a raw value is one as a TOML file or a mapping has it."""

    @abstractmethod
    def read(self, raw: object, place: Place) -> Any:
        """The value of a raw one; where problems were noted, the answer means nothing."""

    @abstractmethod
    def write(self, value: Any) -> Any:
        """The raw value that a file would have for a value."""

    @abstractmethod
    def redacted(self, raw: object) -> object:
        """The raw value without the secrets in it."""

    @abstractmethod
    def schema(self, **more: object) -> dict[str, Any]:
        """The JSON Schema of the raw values, with more keywords."""


_NAMES: Mapping[type, str] = {bool: "a boolean", int: "a whole number", float: "a float", str: "a text"}


def told(raw: object) -> str:
    """What was given, for a person; what is inside of tables and arrays is not shown."""
    if type(raw) in _NAMES:
        return f"{json.dumps(raw, ensure_ascii=False)} ({_NAMES[type(raw)]})"
    if isinstance(raw, Mapping):
        return "a table"
    return "an array" if isinstance(raw, list | tuple) else f"a {type(raw).__name__}"
