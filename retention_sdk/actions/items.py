"""Items: what is offered of one waits while something is wrong with it."""

from typing import ClassVar

from attrs import field, frozen

from retention_sdk.actions.base import Action, NoInverse, Whose
from retention_sdk.checks import named


@frozen
class HoldItem(Action):
    """Let whatever is about an item, and is not carried out yet, wait until the item is released."""

    kind: ClassVar[str] = "hold_item"
    whose: ClassVar[Whose] = "store"

    sku: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """What is held follows from what stands."""
        return NoInverse.BOOKED


@frozen
class ReleaseItem(Action):
    """Let what waits because an item was held be carried out."""

    kind: ClassVar[str] = "release_item"
    whose: ClassVar[Whose] = "store"

    sku: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """What is held follows from what stands."""
        return NoInverse.BOOKED
