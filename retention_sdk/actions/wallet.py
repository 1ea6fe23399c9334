"""Wallets: units such as points, stamps and miles, credited and debited."""

from datetime import timedelta
from typing import ClassVar

from attrs import field, frozen

from retention_sdk.actions.base import Action, Giving, NoInverse
from retention_sdk.checks import named, span_or_none, whole


@frozen
class Credit(Giving):
    """Put units into the customer's wallet, as a lot of their own.

    Args:
        unit: "points", "stamps", "miles", ...
        amount: how many, at least 1.
        pending_for: how long after the event they cannot be spent yet; None is not at all.
        valid_for: how long after they can be spent they expire; None is never.
    """

    kind: ClassVar[str] = "credit"

    unit: str = field(validator=named)
    amount: int = field(validator=whole(1))
    pending_for: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    valid_for: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)

    def undo(self, _key: str) -> Action | NoInverse:
        """The ledger takes the units back, out of the lot that they came in with."""
        return NoInverse.BOOKED


@frozen
class Debit(Action):
    """Take units out of the customer's wallet, the lots that expire first before the others.

    A debit pays for the actions that a strategy proposes right after it: where one of them is refused, so is the debit.

    Args:
        unit: "points", "stamps", "miles", ...
        amount: how many, at least 1.
    """

    kind: ClassVar[str] = "debit"

    unit: str = field(validator=named)
    amount: int = field(validator=whole(1))

    def undo(self, _key: str) -> Action | NoInverse:
        """The ledger gives the units back, to the lots that they were taken from."""
        return NoInverse.BOOKED
