"""What an act gets to work with."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from typing import Any

from attrs import field, frozen

from retention_adapters.guests import GUEST
from retention_adapters.shopify.acts.ids import gid
from retention_adapters.shopify.events.ours import MARK
from retention_adapters.shopify.graphql import Runs
from retention_sdk import Secret
from retention_sdk.errors import Refused
from retention_sdk.platforms import Attempt, code_of

SKEW = timedelta(minutes=5)
"""How far Shopify's clock may be from ours."""


@frozen(kw_only=True)
class Shop:
    """How a shop is acted on.

    Args:
        secret: what codes are made of, together with an action's key; another one makes other codes.
        subscriptions: whether the app has made the shop's subscription contracts: Shopify lets it touch no others.
        now: the clock.
    """

    secret: Secret
    subscriptions: bool = False
    now: Callable[[], datetime] = field(default=partial(datetime.now, UTC), repr=False)


@frozen
class Job:
    """One action that is to be carried out.

    Args:
        graphql: the shop's client.
        shop: how the shop is acted on.
        key: the action's idempotency key.
        attempt: whom it is for, and what was tried before.
    """

    graphql: Runs
    shop: Shop
    key: str
    attempt: Attempt

    def ask(self, document: str, **variables: object) -> Mapping[str, Any]:
        """Send a query, or a mutation that comes to the same when it is sent twice."""
        return self.graphql.run(document, variables, repeatable=True)

    def once(self, document: str, **variables: object) -> Mapping[str, Any]:
        """Send a mutation that does its work each time that it is sent."""
        return self.graphql.run(document, variables, repeatable=False)

    def code(self, key: str = "", length: int = 12) -> str:
        """The code that belongs to a key: this action's, where none is named."""
        return code_of(self.shop.secret.reveal(), key or self.key, length=length)

    def mark(self, key: str = "") -> str:
        """What we write on what we made, to find it again: it fits into the 40 letters of a tag."""
        return MARK + blake2b((key or self.key).encode(), digest_size=15).hexdigest()

    @property
    def begins(self) -> datetime:
        """From when what is given counts, on each try the same: to the second, as Shopify keeps it."""
        at = self.attempt.at or self.attempt.first_at or self.shop.now()
        return at.replace(microsecond=0)

    def ends(self, lasts: timedelta | None) -> datetime | None:
        """Until when something is good.

        Raises:
            Refused: that has passed already.
        """
        if lasts is None:
            return None
        end = self.begins + lasts
        if end <= self.shop.now():
            raise Refused(f"its time was over on {end:%Y-%m-%d %H:%M} UTC, which has passed; it is not made any more")
        return end

    @property
    def looked_for_since(self) -> datetime | None:
        """From when on an earlier try may have come through; None where there was none."""
        return self.attempt.first_at - SKEW if self.attempt.first_at else None

    def customer(self) -> str | None:
        """The Shopify customer whom it is for, by id or else by e-mail address; None where there is none."""
        whom = self.attempt.whom
        if whom is None:
            return None
        if (known := gid("Customer", whom.id)) is not None:
            return known
        email = whom.profile.email or (whom.id.removeprefix(GUEST) if "@" in whom.id else None)
        if not email:
            return None
        found = self.ask("customer_by_email", email=email)["customerByIdentifier"]
        return None if found is None else str(found["id"])

    def the_customer(self, what: str) -> str:
        """The Shopify customer whom it is for.

        Args:
            what: what they would get or lose, for the reason of a no.

        Raises:
            Refused: they are no customer of the shop.
        """
        found = self.customer()
        if found is None:
            raise Refused(f"{what} needs a customer of the shop, and whom it is for has no account there")
        return found
