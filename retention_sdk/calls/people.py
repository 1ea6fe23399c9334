"""What a store's own code calls for a person: to say who they are, what is known of them, and to forget them."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from retention_sdk.calls.base import Calls
from retention_sdk.calls.exporting import exported
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.decision import Decision
from retention_sdk.errors import BadValue
from retention_sdk.events import STORE, CustomersMerged
from retention_sdk.store.erasing import Erasure, erase
from retention_sdk.store.marks import Marks
from retention_sdk.times import to_micros, utc
from retention_sdk.wire import fingerprint


class PeopleCalls(Calls):
    """The calls of an engine that are about who somebody is."""

    def merge(self, into: str, other: str, *, at: datetime | None = None) -> Decision:
        """Make two customers one: their histories and wallets, decided again as one person's.

        From now on the other's id leads to the survivor, whoever names it.

        Args:
            into: the id of the survivor.
            other: the id of the one who is no customer of their own any more.
            at: when it was found out, now where not given; it counts as later than all that is known of both.

        Returns:
            The decision, with what is taken back and given since both are one. Merging again changes nothing and
            answers an equal one.

        Raises:
            BadValue: the two ids are the same, or the survivor was merged into the other before.
        """
        when = datetime.now(UTC) if at is None else utc(at)
        # lengths keep ("a", "bc") and ("ab", "c") apart; ids of people have no place in ids of events
        id = f"{CustomersMerged.kind}-{fingerprint(f'{len(into)}:{into}{other}')}"
        return self.handle(CustomersMerged(id=id, customer=into, occurred_at=when, source=SOURCE, other=other))

    def erase(self, customer: str, *, at: datetime | None = None) -> Erasure:
        """Forget a person: nothing in the database says any more who they were, or what they did.

        What was issued, redeemed and expired stays in the ledger, as nobody's; what they had left is forfeited. What
        budgets have spent stays spent.

        Args:
            customer: an id of theirs.
            at: when they asked for it, now where not given.

        Returns:
            What it came to; nothing of somebody who is not known.

        Raises:
            BadValue: it is the store's own id, which is nobody's.
        """
        _see_person(customer)
        when = datetime.now(UTC) if at is None else utc(at)
        key, micros = self.config.store.key, to_micros(when)
        secret = self.config.privacy.secret
        marks = None if secret is None else Marks(secret.reveal(), key)
        return erase(self.store, key, customer, micros, None if marks is None else partial(marks.remember, micros))

    def export(self, customer: str) -> dict[str, Any]:
        """All that is known of a person: who they are, what they did, what was decided, given and planned.

        Args:
            customer: an id of theirs.

        Returns:
            Plain data that has a JSON form; docs/guides/people.md tells its shape. Nothing of anybody else is in it.

        Raises:
            BadValue: it is the store's own id, which is nobody's.
        """
        _see_person(customer)
        return exported(self.store, self.config.store.key, customer)


def _see_person(customer: str) -> None:
    if customer == STORE:
        raise BadValue(
            f"{STORE!r} is the store's own record, in which nothing is known of a person; pass a customer's id"
        )
