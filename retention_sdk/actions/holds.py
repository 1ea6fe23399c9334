"""Holds: units that are set aside for a checkout. The engine does these itself; no strategy proposes them."""

from datetime import timedelta
from typing import ClassVar

from attrs import field, frozen

from retention_sdk.actions.base import Action, NoInverse
from retention_sdk.checks import named, span, whole


@frozen
class HoldUnits(Action):
    """Set units aside, the lots that expire first before the others; nothing else can spend them.

    Args:
        unit: "points", "stamps", "miles", ...
        amount: how many, at least 1.
        lasts: how long; then they can be spent again, until the day on which they expire anyway.
    """

    kind: ClassVar[str] = "hold_units"

    unit: str = field(validator=named)
    amount: int = field(validator=whole(1))
    lasts: timedelta = field(validator=span)

    def undo(self, _key: str) -> Action | NoInverse:
        """A hold that nobody captures is over by itself."""
        return NoInverse.BOOKED


@frozen
class ReleaseUnits(Action):
    """Let units that were set aside be spent again.

    Args:
        unit: "points", "stamps", "miles", ...
        hold: the key that they were held with.
    """

    kind: ClassVar[str] = "release_units"

    unit: str = field(validator=named)
    hold: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """What was let go can be held anew."""
        return NoInverse.BOOKED
