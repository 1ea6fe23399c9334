"""What the docstring of a class says of it and of its fields, for schemas and pages that say the same."""

import inspect
import re
from functools import cache

_ARGS = re.compile(r"^Args:\n((?:[ ]{4}.*\n?|\n)+)", re.MULTILINE)
_ARG = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


def summary(cls: type) -> str:
    """The first line of a class's docstring."""
    return inspect.cleandoc(cls.__doc__ or "").partition("\n")[0]


@cache
def fields_told(cls: type) -> dict[str, str]:
    """What docstrings say of a class's fields, those of its bases among them."""
    told: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        found = _ARGS.search(inspect.cleandoc(vars(base).get("__doc__") or ""))
        for name, text in _ARG.findall(found[1] if found else ""):
            told[name] = " ".join(text.split())
    return told
