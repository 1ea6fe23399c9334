"""Places: of some things there are only so many, such as seats."""

from collections.abc import Iterable
from typing import ClassVar

from attrs import field, frozen

from retention_sdk.actions.base import Action, Giving, NoInverse
from retention_sdk.actions.standing import Remember
from retention_sdk.checks import each, many, named, whole
from retention_sdk.errors import BadValue

MOST_AT_ONCE = 1_000
"""The most places that are taken at once."""


def _actions(actions: Iterable[Action]) -> tuple[Action, ...]:
    return many(actions)


@frozen
class TakePlace(Giving):
    """Take places of which there are only so many: all that are asked for, or none, and never more than there are.

    What is proposed right after it, up to the next `TakePlace` or `Credit`, is done only where it is granted.
    How many there are is said by the strategy's `places`.

    Args:
        of: what they are places of.
        places: how many, at least 1.
        instead: what is done where too few are left.
    """

    kind: ClassVar[str] = "take_place"

    of: str = field(validator=named)
    places: int = field(default=1, validator=whole(1, MOST_AT_ONCE))
    instead: tuple[Action, ...] = field(default=(), converter=_actions, validator=each(Action), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if any(isinstance(action, Remember | TakePlace) for action in self.instead):
            raise BadValue("TakePlace.instead holds a Remember or a TakePlace; answer those beside it")

    def undo(self, _key: str) -> Action | NoInverse:
        """The places are free again."""
        return NoInverse.BOOKED
