"""What is kept of a customer's redemptions and holds."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

MOST_OF_ONE = 50
"""How many redemptions of one reward are kept, the latest: no limit for one customer is above it."""

MOST_OPEN = 20
"""How many holds of one customer are open at once."""

MOST_ENDED = 5
"""How many of the holds that ended are kept, the latest."""


@frozen
class Redeemed:
    """A reward that the customer has had.

    Args:
        id: the id of the `Redemption`, or of the `HoldPlaced` that was captured.
        reward: the reward's name in the file.
        at: when.
    """

    id: str
    reward: str
    at: datetime


@frozen
class Hold:
    """Units that are held for a checkout.

    Args:
        id: the id of the `HoldPlaced`.
        key: the key that they are held with.
        unit: "points", "stamps", ...
        amount: how many.
        until: when they can be spent again, where nothing happens before.
        reward: the reward whose price they are; empty where they are none's.
        ended: "captured" or "released"; empty while they are held.
    """

    id: str
    key: str
    unit: str
    amount: int
    until: datetime
    reward: str = ""
    ended: str = ""

    def open_at(self, at: datetime) -> bool:
        """Whether the units are still held at a time."""
        return not self.ended and at < self.until


def with_redeemed(redeemed: Sequence[Redeemed], one: Redeemed) -> tuple[Redeemed, ...]:
    """The redemptions with one more, and of each reward the latest ones."""
    seen, kept = Counter[str](), list[Redeemed]()
    for each in reversed((*redeemed, one)):
        seen[each.reward] += 1
        if seen[each.reward] <= MOST_OF_ONE:
            kept.append(each)
    return tuple(reversed(kept))


def times_had(
    redeemed: Sequence[Redeemed], holds: Sequence[Hold], reward: str, at: datetime, within: timedelta | None
) -> int:
    """How often a customer has had a reward, or holds its price."""
    had = sum(one.reward == reward and (within is None or one.at > at - within) for one in redeemed)
    return had + sum(one.reward == reward and one.open_at(at) for one in holds)


def with_hold(holds: Sequence[Hold], one: Hold, at: datetime) -> tuple[Hold, ...]:
    """The holds with one that is placed at a time, and of those that are over by then the latest ones."""
    over = [each for each in holds if not each.open_at(at)]
    gone = over[: max(len(over) - MOST_ENDED, 0)]
    return (*(each for each in holds if each not in gone), one)


def ended(holds: Sequence[Hold], id: str, how: str) -> tuple[Hold, ...]:
    """The holds where one of them has ended."""
    return tuple(evolve(one, ended=how) if one.id == id else one for one in holds)
