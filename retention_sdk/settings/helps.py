"""What a class of settings says of them: its docstring, which is for a merchant's editor and the reference too."""

import inspect
import re
from collections.abc import Mapping
from functools import cache

_ARGUMENT = re.compile(r"^    (\w+): (.*(?:\n {5,}.*)*)", re.MULTILINE)


@cache
def helps(cls: type) -> Mapping[str, str]:
    """What each setting does, as the `Args:` of a class's docstring say, and of those that it inherits from.

    Args:
        cls: a class of settings.

    Returns:
        A line for each setting that is spoken of.
    """
    found: dict[str, str] = {}
    for one in reversed(cls.__mro__):
        arguments = _doc(one).partition("\nArgs:\n")[2].partition("\n\n")[0]
        found |= {name: " ".join(text.split()).removesuffix(".") for name, text in _ARGUMENT.findall(arguments)}
    return found


def purpose(cls: type) -> dict[str, str]:
    """What a table is for, as the keyword of JSON Schema: the first line of its class's docstring."""
    first = _doc(cls).partition("\n")[0]
    return {"description": first.removesuffix(".")} if first else {}


def _doc(cls: type) -> str:
    return inspect.cleandoc(vars(cls).get("__doc__") or "")
