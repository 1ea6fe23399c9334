"""What a law is."""

from collections.abc import Callable
from enum import StrEnum
from typing import Generic, TypeVar

from attrs import frozen

S = TypeVar("S")


class Rung(StrEnum):
    """How far up a law stands.

    Attributes:
        BRONZE: the plugin does no harm.
        SILVER: it can be trusted.
        GOLD: it is well kept.
    """

    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


@frozen
class Law(Generic[S]):
    """Something that holds for every plugin, or every adapter.

    Args:
        name: its name.
        rung: how far up it stands.
        sentence: what holds.
        holds: looks at what is on trial, and answers the evidence; it raises `Broken` where the law does not hold.
        needs: the laws without which it cannot be looked at.
    """

    name: str
    rung: Rung
    sentence: str
    holds: Callable[[S], str]
    needs: tuple[str, ...] = ()
