"""Wallets: units such as points, stamps and miles, credited and debited."""

from datetime import timedelta
from typing import ClassVar

from attrs import field, frozen
from attrs.validators import optional

from retention_sdk.actions.base import Action, Giving, NoInverse
from retention_sdk.checks import any_text, flag, named, span, span_or_none, whole


@frozen
class Credit(Giving):
    """Put units into the customer's wallet, as a lot of their own.

    Args:
        unit: "points", "stamps", "miles", ...
        amount: how many, at least 1.
        pending_for: how long after the event, or after the delivery that they wait for, they cannot be spent yet; None
            is not at all.
        valid_for: how long after they can be spent they expire; None is never.
        partly: whether less of it may be given, where a budget or a limit leaves less than it costs.
        until_delivered: the order whose delivery they wait for; None waits for none.
        at_most: how long after the event they wait for a delivery: nobody is kept waiting because nobody told of it.
    """

    kind: ClassVar[str] = "credit"

    unit: str = field(validator=named)
    amount: int = field(validator=whole(1))
    pending_for: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    valid_for: timedelta | None = field(default=None, validator=span_or_none, kw_only=True)
    partly: bool = field(default=False, validator=flag, kw_only=True)
    until_delivered: str | None = field(default=None, validator=optional(named), kw_only=True)
    at_most: timedelta = field(default=timedelta(60), validator=span, kw_only=True)

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
        hold: the key of the hold whose units are taken; empty takes what is available. Only the engine has one.
    """

    kind: ClassVar[str] = "debit"

    unit: str = field(validator=named)
    amount: int = field(validator=whole(1))
    hold: str = field(default="", validator=any_text, kw_only=True)

    def undo(self, _key: str) -> Action | NoInverse:
        """The ledger gives the units back, to the lots that they were taken from."""
        return NoInverse.BOOKED
