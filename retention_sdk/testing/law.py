"""What a law of adapters is, and what is raised where it cannot be looked at."""

from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import field, frozen

from retention_sdk.testing.laws.base import Rung

S = TypeVar("S")


class Lacking(Exception):
    """A law cannot be looked at yet: its words say what to give."""


@frozen
class Law(Generic[S]):
    """Something that holds for everything of its sort.

    Args:
        name: a short name, which stays.
        rung: how far up it stands.
        sentence: what holds.
        holds: takes what is looked at, and answers the evidence; it raises `Broken` where the law does not hold, and
            `Lacking` where nobody can say.
    """

    name: str
    rung: Rung
    sentence: str
    holds: Callable[[S], str] = field(repr=False)
