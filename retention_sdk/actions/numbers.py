"""Numbers of a customer's own: of a card, of a code that friends come with."""

from typing import ClassVar

from attrs import field, frozen

from retention_sdk.actions.base import Action, NoInverse
from retention_sdk.checks import named


@frozen
class IssueNumber(Action):
    """Give the customer a number of their own, by which they are found: see `Engine.number` and `Engine.numbered`.

    The engine makes the number. Where they have one of the name already, that one is void from now on.

    Args:
        name: what the number is of, such as "card".
    """

    kind: ClassVar[str] = "issue_number"

    name: str = field(validator=named)

    def undo(self, _key: str) -> Action | NoInverse:
        """The number is void."""
        return NoInverse.BOOKED
