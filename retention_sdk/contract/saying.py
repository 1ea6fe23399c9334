"""Contract 2: what a strategy says of itself can be read, or it is refused.

The first contract passed over what could not be read, so that a list where a tuple is read was a draw that never was.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import cast

from attrs import frozen

from retention_sdk.actions import Action
from retention_sdk.draws import Draw

READ_SINCE = 2
"""The contract since which a strategy is refused for it."""

_MISSING = object()


@frozen
class Word:
    """Something that a strategy may say of itself, by an attribute of this name.

    Args:
        form: what it says it with, for the sentence that refuses something else.
        is_read: whether a value is of that form.
    """

    form: str
    is_read: Callable[[object], bool]


def _kinds(value: object) -> bool:
    return isinstance(value, (tuple, list, set, frozenset)) and all(
        isinstance(one, type) and issubclass(one, Action) for one in cast("tuple[object, ...]", value)
    )


def _draws(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, Draw) for one in cast("tuple[object, ...]", value))


WORDS: Mapping[str, Word] = {
    "draws": Word("a tuple of Draw", _draws),
    "gives_once": Word("True or False", lambda value: isinstance(value, bool)),
    "in_words": Word("a method that answers sentences", callable),
    "places": Word("a mapping of names to whole numbers", lambda value: isinstance(value, Mapping)),
    "proposes": Word("a tuple of kinds of actions, such as (Credit,)", _kinds),
}


def unreadable(strategy: object) -> Iterator[str]:
    """What of all that a strategy says of itself cannot be read.

    Args:
        strategy: the strategy, with its settings.

    Yields:
        A sentence for each word.
    """
    for name, word in WORDS.items():
        said = getattr(strategy, name, _MISSING)
        if said is not _MISSING and not isinstance(said, property) and not word.is_read(said):
            yield f"{name} is a {type(said).__name__} that cannot be read; say it with {word.form}"
