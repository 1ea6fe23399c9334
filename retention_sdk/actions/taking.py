"""Taking: what undoes a gift that the customer has already, or a strategy's own gifts for an earlier event."""

from typing import ClassVar

from attrs import field, frozen

from retention_sdk.actions.base import Action, NoInverse
from retention_sdk.checks import above_zero, named
from retention_sdk.money import Money


@frozen
class TakeBack(Action):
    """Take back what this strategy gave for an earlier event of the customer, as far as it stands.

    Units go back out of the lots that they came in with, and what left the house is undone. A strategy can answer it
    to a correction of an order, such as a refund, and to an occasion.

    Args:
        event: the id of the event that it was given for.
        source: where that event is from.
    """

    kind: ClassVar[str] = "take_back"

    event: str = field(validator=named)
    source: str = field(default="sdk", validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """The engine makes the difference itself."""
        return NoInverse.BOOKED


@frozen
class VoidCoupon(Action):
    """Make a coupon void that was issued before, where it was not used.

    Args:
        key: the idempotency key of the `IssueCoupon`.
    """

    kind: ClassVar[str] = "void_coupon"

    key: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """A void coupon stays void; whether there is another is for a person."""
        return NoInverse.TASK


@frozen
class VoidGiftCard(Action):
    """Make a gift card void that was issued before.

    Args:
        key: the idempotency key of the `IssueGiftCard`.
        amount: what it was issued with; less may be left of it.
    """

    kind: ClassVar[str] = "void_gift_card"

    key: str = field(validator=named)
    amount: Money = field(validator=above_zero)

    def undo(self, _key: str) -> Action | NoInverse:
        """A void card stays void; whether there is another is for a person."""
        return NoInverse.TASK


@frozen
class TakeStoreCredit(Action):
    """Take money out of the customer's store credit that was put in before.

    Args:
        key: the idempotency key of the `IssueStoreCredit`.
        amount: how much; less may be left.
    """

    kind: ClassVar[str] = "take_store_credit"

    key: str = field(validator=named)
    amount: Money = field(validator=above_zero)

    def undo(self, _key: str) -> Action | NoInverse:
        """How much could be taken is known on the platform alone."""
        return NoInverse.TASK
