"""What a customer does with what they have earned: they have a reward, or hold units for a checkout."""

from typing import ClassVar

from attrs import field, frozen
from attrs.validators import optional

from retention_sdk.checks import named, whole
from retention_sdk.errors import BadValue
from retention_sdk.events.base import Event

MOST_MINUTES = 7 * 24 * 60
"""The longest that units are held: a week."""


@frozen(kw_only=True)
class RewardEvent(Event):
    """Something that a customer does with what they have earned."""


@frozen(kw_only=True)
class Redemption(RewardEvent):
    """A customer asks for a reward of the catalogue.

    Args:
        reward: the reward's name in the file.
    """

    kind: ClassVar[str] = "redemption"

    reward: str = field(validator=named)


@frozen(kw_only=True)
class RedemptionCancelled(RewardEvent):
    """A redemption is taken back: the units return to the lots that they came from, and what they paid for is void.

    Args:
        redemption: the id of the `Redemption`, or of the `HoldPlaced` that was captured.
    """

    kind: ClassVar[str] = "redemption_cancelled"

    redemption: str = field(validator=named)


@frozen(kw_only=True)
class HoldPlaced(RewardEvent):
    """A checkout holds units, or the price of a reward, so that nothing else can spend them.

    Args:
        unit: "points", ...; none where a reward is named.
        amount: how many units; none where a reward is named.
        reward: the reward's name in the file, where its price is to be held.
        minutes: for how long; then they can be spent again.
    """

    kind: ClassVar[str] = "hold_placed"

    unit: str | None = field(default=None, validator=optional(named))
    amount: int | None = field(default=None, validator=optional(whole(1)))
    reward: str | None = field(default=None, validator=optional(named))
    minutes: int = field(default=15, validator=whole(1, MOST_MINUTES))

    def __attrs_post_init__(self) -> None:
        units = self.unit is not None and self.amount is not None
        if units == (self.reward is not None) or (self.unit is None) != (self.amount is None):
            raise BadValue(f"hold {self.id!r} needs a unit and an amount, or a reward; pass one of the two")


@frozen(kw_only=True)
class HoldCaptured(RewardEvent):
    """A checkout is paid: what was held is spent, and the rest of it can be spent again.

    Args:
        hold: the id of the `HoldPlaced`.
        amount: how many units; none is all that is held.
    """

    kind: ClassVar[str] = "hold_captured"

    hold: str = field(validator=named)
    amount: int | None = field(default=None, validator=optional(whole(1)))


@frozen(kw_only=True)
class HoldReleased(RewardEvent):
    """A checkout is called off: what was held can be spent again.

    Args:
        hold: the id of the `HoldPlaced`.
    """

    kind: ClassVar[str] = "hold_released"

    hold: str = field(validator=named)
