"""Lots: what one credit put into a wallet, until it is spent or expires."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from attrs import frozen

_NEVER = datetime.max.replace(tzinfo=UTC)


@frozen
class Lot:
    """What is left of one credit. It is identified by its customer and the movement that opened it.

    Args:
        unit: "points", "stamps", ...
        turn: the customer's turn in which it was credited.
        place: the movement's place in that turn.
        amount: what was credited.
        remaining: what is left.
        available_from: when it can be spent.
        expires_at: when the rest is lost; None is never.
        pending: whether it still waits to become available.
    """

    unit: str
    turn: int
    place: int
    amount: int
    remaining: int
    available_from: datetime
    expires_at: datetime | None = None
    pending: bool = False

    @property
    def changes_at(self) -> datetime | None:
        """When it becomes available or expires; None where it will not."""
        if not self.remaining:
            return None
        return self.available_from if self.pending else self.expires_at


def _expiry_first(lot: Lot) -> tuple[datetime, int, int]:
    return (lot.expires_at or _NEVER, lot.turn, lot.place)


def consumed(lots: Iterable[Lot], amount: int) -> Iterator[tuple[Lot, int]]:
    """Which lots a debit consumes: earliest expiry first, never-expiring last, ties first in first out.

    Args:
        lots: lots of one wallet.
        amount: units to take, no more than the lots that are not pending hold.

    Yields:
        Each lot that gives something, and how much.
    """
    for lot in sorted((lot for lot in lots if lot.remaining and not lot.pending), key=_expiry_first):
        if not amount:
            return
        taken = min(lot.remaining, amount)
        amount -= taken
        yield lot, taken
