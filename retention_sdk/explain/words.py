"""English verbs, for kinds of actions that nobody has phrased; and parts that sentences have in common."""

import re
from datetime import timedelta
from typing import Any

from retention_sdk.language import Said, said


def does(verb: str) -> str:
    """A verb after a name: "gives", "pays", "watches", "replies"."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if re.search("[^aeiou]y$", verb) else f"{verb}s"


def maybe(message: str, **values: Any) -> Said | str:
    """A part of a sentence, and nothing where one of its values is not known: ", valid for 90 days".

    Args:
        message: the part, marked with `N_`.
        values: what stands in it.

    Returns:
        The part.
    """
    return "" if None in values.values() or "" in values.values() else Said(message, "", values)


def valid(span: timedelta | None) -> Said:
    """How long a gift can be used."""
    return said(", valid for ever") if span is None else said(", valid for {span}", span=span)
