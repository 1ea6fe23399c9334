"""Values as text that is the same in every process: equal values are equal texts.

What `repr` answers is not: it names addresses, and has the order in which a dict was filled and a set was hashed.
"""

import re
from reprlib import recursive_repr
from types import MappingProxyType
from typing import Any

import attrs

from retention_sdk.wire import fingerprint

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


@recursive_repr()
def stable_text(value: Any) -> str:
    """A value as text, in which dicts and sets are sorted and nothing has an address.

    Args:
        value: any value; one that writes its own repr is asked for it, so that secrets stay what they show.

    Returns:
        The text.
    """
    cls: type[Any] = value.__class__
    if cls in (dict, MappingProxyType):
        inside = sorted(f"{stable_text(key)}: {stable_text(item)}" for key, item in value.items())
    elif cls in (set, frozenset):
        inside = sorted(map(stable_text, value))
    elif cls in (list, tuple):
        inside = [*map(stable_text, value)]
    elif _written_by_attrs(cls):
        inside = [f"{name}={text}" for name, text in field_texts(value).items()]
    else:
        return repr(value) if isinstance(value, str) else _ADDRESS.sub("", repr(value))
    return f"{cls.__qualname__}({', '.join(inside)})"


def field_texts(value: Any) -> dict[str, str]:
    """The fields of an attrs value as texts; of one that its class does not simply show, only the fingerprint.

    Args:
        value: an instance of an attrs class.

    Returns:
        The texts by the fields' names.
    """
    found: dict[str, str] = {}
    for field in attrs.fields(value.__class__):
        text = stable_text(getattr(value, field.name))
        found[field.name] = text if field.repr is True else fingerprint(text)
    return found


def _written_by_attrs(cls: type[Any]) -> bool:
    code = getattr(cls.__repr__, "__code__", None)
    return attrs.has(cls) and code is not None and code.co_filename.startswith("<attrs generated")
