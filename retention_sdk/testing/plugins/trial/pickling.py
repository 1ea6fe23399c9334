"""Values of ours as bytes: by them one sees whether a value was changed, and another process is told of it."""

import io
import pickle
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, cast


def view(table: dict[str, object]) -> Mapping[str, object]:
    """A read-only view of a table."""
    return MappingProxyType(table)


class _Pickler(pickle.Pickler):
    """Pickles values of ours; a read-only view of a mapping is made again of a copy of it."""

    def reducer_override(self, value: object) -> Any:
        """How a view is made again."""
        if isinstance(value, MappingProxyType):
            return view, (dict(cast("Mapping[str, object]", value)),)
        return NotImplemented


def frozen_bytes(value: object) -> bytes:
    """A value as bytes, by which it can be told whether it has changed, and made again in another process."""
    out = io.BytesIO()
    _Pickler(out).dump(value)
    return out.getvalue()
