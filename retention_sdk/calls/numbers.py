"""What a store's own code calls for the numbers of its customers: what somebody's is, and whose one is."""

from retention_sdk.calls.base import Calls
from retention_sdk.store.numbers import Numbered, current, digits_of, find


class NumberCalls(Calls):
    """The calls of an engine that are about numbers: of a member's card, of a code that friends come with."""

    def number(self, customer: str, name: str) -> str | None:
        """The number of a name that a customer has, such as that of their card.

        Args:
            customer: an id of theirs.
            name: what it is of: "card", "referral".

        Returns:
            Its 18 digits; None where they have none.
        """
        return current(self.store, self.config.store.key, customer, name)

    def numbered(self, number: str) -> Numbered | None:
        """Whom a number is of.

        Args:
            number: as it was typed or read; spaces and dashes in it do not count.

        Returns:
            Whose it is, of what, and whether it counts still; None where nobody has it.

        Raises:
            BadValue: it has not 18 digits, or one of them is mistyped.
        """
        return find(self.store, self.config.store.key, digits_of(number))
