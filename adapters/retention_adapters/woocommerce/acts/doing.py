"""What every act needs to know."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256

from attrs import field, frozen

from retention_adapters.woocommerce.shop import Shop
from retention_sdk.platforms import Attempt, code_of
from retention_sdk.settings import Secret

KEY = "retention_key"
"""The meta key under which what we make has the idempotency key that it was made with."""

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}")
GUEST = "guest:"


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@frozen(kw_only=True, eq=False)
class Doing:
    """An act: where, with which key, for whom.

    Args:
        shop: where.
        key: the idempotency key.
        attempt: whom it is for, and what was tried before.
        secret: what codes are made of.
        prefix: what codes begin with.
        by_email: whether a coupon is for the customer's address alone.
        through_gateway: whether a refund pays the money back, or only notes it.
        now: the clock.
    """

    shop: Shop
    key: str
    attempt: Attempt
    secret: Secret
    prefix: str = ""
    by_email: bool = True
    through_gateway: bool = True
    now: Callable[[], datetime] = field(default=utc_now)

    @property
    def began(self) -> datetime:
        """When the event happened, as far as that is known: what spans count from."""
        return self.attempt.at or self.attempt.first_at or self.now()

    @property
    def email(self) -> str | None:
        """The customer's address, where there is one that WooCommerce takes."""
        whom = self.attempt.whom
        found = whom.profile.email or whom.id.removeprefix(GUEST) if whom else ""
        return found.lower() if found and _EMAIL.fullmatch(found) else None

    def code(self, key: str) -> str:
        """The code of what was made with a key."""
        return self.prefix.lower() + code_of(self.secret.reveal(), key)


def mark_of(key: str) -> str:
    """A short mark of a key, for texts that people read."""
    return sha256(key.encode()).hexdigest()[:12]
