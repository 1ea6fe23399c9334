"""What is wrong with a configuration: all of it at once, each with its place and the nearest thing that works."""

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property

from attrs import define, field, frozen

from retention_sdk.errors import BadValue
from retention_sdk.money import digits
from retention_sdk.settings.document import Document, as_table, dotted
from retention_sdk.settings.lines import Keys
from retention_sdk.settings.secret import env_name


def nearest(given: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant."""
    by_lower = {name.lower(): name for name in known}
    near = get_close_matches(given.lower(), by_lower, n=1)
    return by_lower[near[0]] if near else None


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the nearest known name, or all of them.

    Args:
        given: what was written.
        known: what could have been.

    Returns:
        "; did you mean 'rate'?", "; known are 'a', 'b'", or nothing where nothing is known.
    """
    known = tuple(known)
    if near := nearest(given, known):
        return f"; did you mean {near!r}?"
    return f"; known are {', '.join(map(repr, known))}" if known else ""


@define(eq=False)
class Problems:
    """The problems of a document, in the order of its lines.

    Args:
        document: what they are problems of.
    """

    document: Document
    _found: list[tuple[int, str]] = field(factory=list[tuple[int, str]], init=False)

    @cached_property
    def currency(self) -> str | None:
        """The store's currency, which all money must have; None while the document has no valid one."""
        given = (as_table(self.document.data.get("store")) or {}).get("currency")
        try:
            currency = os.environ.get(env_name(given) or "", given)
            return currency if isinstance(currency, str) and digits(currency) >= 0 else None
        except BadValue:
            return None

    def add(self, path: Keys, what: str) -> None:
        """Note a problem.

        Args:
            path: the key it is with.
            what: what is wrong there, and what to write.
        """
        places = dict.fromkeys(filter(None, (self.document.where(path), dotted(path))))
        self._found.append((self.document.line(path), ": ".join((*places, what))))

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(sentence for _, sentence in sorted(self._found, key=lambda found: found[0])))


@frozen
class Place:
    """A place in a document that is being read.

    Args:
        problems: where its problems go.
        path: its keys, from the top.
    """

    problems: Problems
    path: Keys

    def __truediv__(self, key: str | int) -> "Place":
        return Place(self.problems, (*self.path, key))

    def refuse(self, what: str) -> None:
        """Note a problem here."""
        self.problems.add(self.path, what)

    def refuse_unknown(self, given: Iterable[str], known: Iterable[str], what: str) -> set[str]:
        """Note each key that is not known.

        Args:
            given: the keys that are there.
            known: the keys that can be.
            what: what a key is: "setting", "table".

        Returns:
            The known keys that were probably meant.
        """
        known = tuple(known)
        unknown = [str(key) for key in given if key not in known]
        for key in unknown:
            (self / key).refuse(f"unknown {what}{did_you_mean(key, known)}")
        return {near for key in unknown if (near := nearest(key, known))}
