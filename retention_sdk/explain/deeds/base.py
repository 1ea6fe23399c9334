"""What an action does, in words: the one place that asks for the words of its kind."""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from attrs import frozen

from retention_sdk.actions import Action
from retention_sdk.explain.words import does
from retention_sdk.language import Said


@frozen
class Deed:
    """What an action does, twice: after "wants to", and after the name of its strategy.

    Args:
        do: "give {what}".
        does: "gives {what}".
        values: what stands in the braces.
    """

    do: str
    does: str
    values: Mapping[str, Any]


def describe(action: Action) -> Said:
    """An action in words that go after the name of its strategy.

    They are in the present: what is committed may still wait in the outbox, and be done later.

    Args:
        action: any action; one of a kind that is not known here is named by its kind.

    Returns:
        A phrase such as "gives 39 points".
    """
    done = deed(action)
    return Said(done.does, "", done.values)


def wish(action: Action) -> Said:
    """An action in words that go after "wants to".

    Args:
        action: any action; one of a kind that is not known here is named by its kind.

    Returns:
        A phrase such as "give 39 points".
    """
    wanted = deed(action)
    return Said(wanted.do, "", wanted.values)


def worded(do: str, done: str, /, **values: Any) -> Deed:
    """A deed in two sentences and what stands in their braces."""
    return Deed(do, done, values)


@singledispatch
def deed(action: Action) -> Deed:
    """What an action does, in the words of its kind."""
    verb, space, rest = action.kind.replace("_", " ").partition(" ")
    return worded("{verb}{rest}", "{does}{rest}", verb=verb, does=does(verb), rest=space + rest)
