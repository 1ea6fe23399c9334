"""Lots: what one credit put into a wallet, until it is spent or expires."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypedDict

from attrs import evolve, frozen

_NEVER = datetime.max.replace(tzinfo=UTC)


OF_HOLD = ":held:"
"""In the key of a lot: the hold's key is before it, and behind it the key of the lot that its units are of."""


@frozen
class Lot:
    """What is left of one credit.

    Args:
        key: the credit's idempotency key, which names the lot whenever and wherever it is decided.
        unit: "points", "stamps", ...
        amount: what was credited, less what was taken back.
        remaining: what is left; below zero is a debt that later credits absorb.
        at: when the event happened that it was credited for.
        place: its place among the credits of that event.
        available_from: when it can be spent.
        expires_at: when the rest is lost; None is never.
        pending: whether it still waits to become available.
        waits_for: the order whose delivery it waits for; empty where it waits for none.
        delay: how long after that it can be spent.
    """

    key: str
    unit: str
    amount: int
    remaining: int
    at: datetime
    place: int
    available_from: datetime
    expires_at: datetime | None = None
    pending: bool = False
    waits_for: str = ""
    delay: timedelta = timedelta(0)

    def delivered(self, at: datetime) -> "Lot":
        """The lot as a delivery of what it waits for leaves it: never later than it could be spent without it.

        So of several deliveries the first one counts, in whatever order they are told.
        """
        since = max(at + self.delay, self.at)
        if since >= self.available_from:
            return self
        expires_at = None if self.expires_at is None else self.expires_at - (self.available_from - since)
        return evolve(self, available_from=since, expires_at=expires_at)

    @property
    def is_held(self) -> bool:
        """Whether a hold has made it, and still has it."""
        return self.pending and OF_HOLD in self.key

    def is_part_of(self, other: "Lot") -> bool:
        """Whether its units are of another lot, from which a hold had taken them."""
        return self.key.endswith(f"{OF_HOLD}{other.key}")

    @property
    def changes_at(self) -> datetime | None:
        """When it becomes available or expires; None where it will not."""
        if self.remaining <= 0:
            return None
        return self.available_from if self.pending else self.expires_at

    @property
    def lost_at(self) -> datetime | None:
        """When what is left of it expires; None where nothing is left, or it never does."""
        if self.remaining <= 0 or self.expires_at is None:
            return None
        # units that were held beyond their expiry expire when they are let go
        return max(self.expires_at, self.available_from) if self.pending else self.expires_at


def oldest_first(lot: Lot) -> tuple[datetime, int, str]:
    """Sorts lots by when they were credited."""
    return lot.at, lot.place, lot.key


def expiry_first(lot: Lot) -> tuple[datetime, datetime, int, str]:
    """Sorts lots by when they expire, and then by when they were credited."""
    return (lot.expires_at or _NEVER, lot.at, lot.place, lot.key)


def consumed(lots: Iterable[Lot], amount: int) -> Iterator[tuple[Lot, int]]:
    """Which lots a debit consumes: earliest expiry first, never-expiring last, ties first in first out.

    Args:
        lots: lots of one wallet.
        amount: units to take; where the lots that are not pending hold less, what they hold is taken.

    Yields:
        Each lot that gives something, and how much.
    """
    for lot in sorted((lot for lot in lots if lot.remaining > 0 and not lot.pending), key=expiry_first):
        if not amount:
            return
        taken = min(lot.remaining, amount)
        amount -= taken
        yield lot, taken


class Times(TypedDict):
    """When a wallet changes next, and when something in it expires next."""

    changes_at: datetime | None
    expires_at: datetime | None


def next_times(lots: Collection[Lot]) -> Times:
    """When the lots of a wallet bring its next change, and its next expiry; None where they bring none."""
    changes = (lot.changes_at for lot in lots)
    losses = (lot.lost_at for lot in lots)
    return {
        "changes_at": min((at for at in changes if at is not None), default=None),
        "expires_at": min((at for at in losses if at is not None), default=None),
    }


def expiring(lots: Iterable[Lot]) -> list[tuple[datetime, str, int]]:
    """What can be spent now of some lots, and expires: when, of which unit and how much, the earliest first."""
    found: Counter[tuple[datetime, str]] = Counter()
    for lot in lots:
        if not lot.pending and lot.lost_at is not None:
            found[lot.lost_at, lot.unit] += lot.remaining
    return [(at, unit, amount) for (at, unit), amount in sorted(found.items())]
