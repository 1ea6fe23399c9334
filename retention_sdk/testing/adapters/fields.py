"""The fields of a value, and the secrets among them."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

import attrs

from retention_sdk.settings import Secret


def fields_of(value: object) -> Sequence[str]:
    """The names of a value's fields; none where it is no class of attrs."""
    cls = cast("type[Any]", type(value))
    return [one.name for one in attrs.fields(cls)] if attrs.has(cls) else []


def secrets_in(value: object) -> Iterator[str]:
    """The secrets among a value's fields, alone or in a tuple."""
    for name in fields_of(value):
        held = getattr(value, name, None)
        for one in cast("tuple[object, ...]", held) if isinstance(held, tuple) else (held,):
            if isinstance(one, Secret):
                yield one.reveal()
