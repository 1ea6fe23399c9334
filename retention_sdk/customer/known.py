"""What is known of a customer, part by part."""

from datetime import date, datetime

from attrs import field, frozen

from retention_sdk.actions import TakePlace
from retention_sdk.events import Severity


@frozen
class History:
    """Counts and sums over all of a customer's orders.

    Args:
        orders: how many.
        units: items in them.
        spent: minor units of the store's currency, as paid.
        first_at: when the first was paid.
        last_at: when the last was paid.
    """

    orders: int = 0
    units: int = 0
    spent: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None


@frozen
class OpenComplaint:
    """A complaint that nobody has closed."""

    id: str
    at: datetime
    category: str
    severity: Severity = field(converter=Severity)
    order: str | None = None


@frozen
class PlaceTaken:
    """Places that the customer has.

    Args:
        key: the idempotency key that they were granted with.
        plugin: the strategy's name.
        action: what was granted: of what, and how many.
        at: when.
    """

    key: str
    plugin: str
    action: TakePlace
    at: datetime

    @property
    def of(self) -> str:
        """What they are places of."""
        return self.action.of

    @property
    def under(self) -> str:
        """The other name that they count in; they say it themselves."""
        return ""


@frozen
class Returning:
    """What is still known of a customer who was forgotten, and came back.

    Args:
        at: when they were forgotten.
        strategies: the names of those that had given them something.
    """

    at: datetime
    strategies: frozenset[str] = frozenset()


@frozen
class Occasions:
    """What time has brought a customer, so that it brings nothing twice.

    Args:
        birthday: the year of the latest birthday that was kept.
        lapse_at: when they had last been silent for longer than is usual.
        lapse_days: for how many days they had been.
        store_day: the latest day that the store had; it stands in the store's own record alone.
        birthday_told_at: since when the day of their birthday is known, unchanged.
    """

    birthday: int | None = None
    lapse_at: datetime | None = None
    lapse_days: int = 0
    store_day: date | None = None
    birthday_told_at: datetime | None = None


@frozen
class HeldItem:
    """An item of which nothing is offered until it is released.

    Args:
        sku: the item.
        reason: why, in words that the merchant reads.
    """

    sku: str
    reason: str = ""


@frozen
class TierLock:
    """A tier that somebody has locked.

    Args:
        tier: the tier; None is none.
        until: until when; None is until somebody says otherwise.
        by: who has locked it.
        reason: why.
    """

    tier: str | None = None
    until: datetime | None = None
    by: str = ""
    reason: str = ""

    def holds(self, at: datetime) -> bool:
        """Whether it is locked at a time."""
        return self.until is None or at < self.until
