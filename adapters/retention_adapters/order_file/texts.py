"""Fields that are text, or a whole number."""

import re
from functools import lru_cache

from retention_sdk import BadValue

_WHOLE = re.compile(r"([+-]?[0-9]{1,12})(?:[.,]0+)?")


def text_of(field: str) -> str:
    """A field without the blanks around it.

    Raises:
        BadValue: it has bytes that are not of the file's encoding, or that no database keeps.
    """
    if not field:
        return field
    text = field.strip()
    if not text.isprintable() and any(mark == "\0" or "\ud800" <= mark <= "\udfff" for mark in text):
        raise BadValue(f"{text!a} is not text; pass the encoding that the file was saved in, such as 'cp1252'")
    return text


@lru_cache(4096)
def whole_of(field: str) -> int:
    """A field's whole number; "2.0" is one too.

    Raises:
        BadValue: it is not whole, or no number.
    """
    match = _WHOLE.fullmatch(field.strip())
    if not match:
        raise BadValue(f"quantity {field!r} is not a whole number")
    return int(match[1])
