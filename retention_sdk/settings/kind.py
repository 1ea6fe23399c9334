"""What a setting can be: each kind reads raw values, and says in JSON Schema what it accepts."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, cast

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


def told(raw: object) -> str:
    """What was given, for a person; what is inside of tables and arrays is not shown."""
    match raw:
        case bool():
            return f"{json.dumps(raw)} (a boolean)"
        case int():
            return f"{raw} (a whole number)"
        case float():
            return f"{raw} (a float)"
        case str():
            return f"{json.dumps(raw, ensure_ascii=False)} (a text)"
        case list() | tuple():
            return "an array"
        case Mapping():
            return "a table"
        case _:
            return f"a {type(cast('object', raw)).__name__}"
