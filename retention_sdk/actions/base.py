"""What every action has."""

from enum import Enum
from typing import ClassVar, Literal

from attrs import field, frozen

from retention_sdk.checks import any_text, flag, zero_or_more
from retention_sdk.kinds import enrol
from retention_sdk.money import Money

Whose = Literal["customer", "store", "anybody"]
"""For whom something can be done."""

KINDS: dict[str, type["Action"]] = {}


class NoInverse(Enum):
    """Why no action undoes an action.

    Attributes:
        BOOKED: the engine keeps it itself, and sets it back itself.
        TOLD: the customer was told something. That is not sent twice and not denied; the store's settings say whether
            a person looks at it.
        TASK: nothing that the engine could do undoes it, so a person gets a task.
    """

    BOOKED = "booked"
    TOLD = "told"
    TASK = "task"


@frozen(kw_only=True)
class Action:
    """Something a strategy proposes to do for the customer of the event.

    A class of your own derives from `Action` or `Giving` and has a `kind` that no other class has. Its `whose` says
    whether it can be done for a customer, as it is where nothing is said, for the store itself, or for "anybody".

    Args:
        reason: why, in words that the merchant and the customer may read.
    """

    kind: ClassVar[str]
    whose: ClassVar[Whose] = "customer"

    reason: str = field(default="", validator=any_text)

    def __init_subclass__(cls) -> None:
        enrol(cls, KINDS)

    def undo(self, _key: str, /) -> "Action | NoInverse":
        """What undoes the action where it was carried out already.

        Args:
            _key: the idempotency key that it was carried out with.

        Returns:
            The action to carry out, or why there is none. A kind that does not say leaves it to a person.
        """
        return NoInverse.TASK

    def concerns(self) -> frozenset[str]:
        """The items that it is about: while one of them is held, the action waits in the outbox."""
        return frozenset()


@frozen(kw_only=True)
class Giving(Action):
    """An action that gives something away.

    Args:
        cost: what it costs the store when it is used in full; None where that cannot be said.
        entitlement: whether law or warranty owes it, so that it is no goodwill: it counts for no limit or budget, and
            is refused for none.
    """

    cost: Money | None = field(default=None, validator=zero_or_more)
    entitlement: bool = field(default=False, validator=flag)

    @property
    def charge(self) -> Money | None:
        """What limits and budgets count: the cost, and nothing of what is owed."""
        return None if self.entitlement else self.cost
