"""What of a customer's open actions can be done now: theirs are done in order."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from retention_sdk.actions import KINDS, Giving
from retention_sdk.delivery.claim import MESSAGES
from retention_sdk.store.outbox import TO_DO, WAITING


@frozen(kw_only=True)
class Open:
    """A row of the outbox that is due, or will be.

    Args:
        key: as in `Claim`, like all that is not told here.
        next_at: when it is due; while it is claimed, when the claim ends.
        at: when the event happened that it was granted for.
    """

    key: str
    round: int
    customer: str
    turn: int
    plugin: str
    kind: str
    body: str
    status: int
    at: int
    next_at: int
    adapter: str
    tries: int
    first_at: int | None
    leased_until: int | None
    receipt: str

    def due_at(self, now: int) -> int:
        """When it is due; of what somebody has claimed nobody knows, so it is looked at again."""
        leased = self.leased_until is not None and self.leased_until > now
        return now if leased else self.next_at

    def can_go(self, now: int) -> bool:
        """Whether it is due, and nobody has it."""
        return max(self.next_at, self.leased_until or 0) <= now

    @property
    def is_under_way(self) -> bool:
        """Whether it is claimed, or was tried and is tried again: what comes after it waits for it."""
        return self.status != WAITING and (self.leased_until is not None or self.tries > 0)

    @property
    def gives(self) -> bool:
        """Whether it is something that a message may tell of."""
        return issubclass(KINDS.get(self.kind, Giving), Giving)


@frozen
class Turn:
    """What of a customer's rows an adapter can do now.

    Args:
        now: in the order in which they are to be done.
        later: (row, microseconds) of those that are due, and have to wait for others until then.
    """

    now: Sequence[Open]
    later: Sequence[tuple[Open, int]]


def in_order(rows: Sequence[Open]) -> list[Open]:
    """A customer's rows in the order in which they are done: as their facts happened, a key's rounds one by one."""
    first: dict[str, tuple[int, int]] = {}
    for row in rows:
        first[row.key] = min(first.get(row.key, (row.at, row.turn)), (row.at, row.turn))
    return sorted(rows, key=lambda row: (*first[row.key], row.kind in MESSAGES, row.key, row.round))


def turn(rows: Sequence[Open], mine: Mapping[tuple[str, int], bool], now: int) -> Turn:
    """What of a customer's rows an adapter can do.

    Args:
        rows: all that is open of the customer.
        mine: by key and round, whether the adapter is the one that does it.
        now: in microseconds.

    Returns:
        What it can do now, and what waits for something that has a time.
    """
    ready: list[Open] = []
    later: list[tuple[Open, int]] = []
    barrier: list[int] = []
    for row in in_order(rows):
        if not mine[row.key, row.round]:
            continue
        if not row.can_go(now):
            barrier += [row.due_at(now)] if row.is_under_way else []
            continue
        waits = [*barrier, *_before(row, rows, ready, now)]
        if not waits:
            ready.append(row)
        elif max(waits) > now:
            later.append((row, max(waits)))
    return Turn(ready, later)


def _before(row: Open, rows: Sequence[Open], ready: Sequence[Open], now: int) -> Iterator[int]:
    """When each is due that has to be done before a row: an earlier round of it, what its message tells of."""
    tells = row.kind in MESSAGES and row.status in TO_DO
    for other in rows:
        earlier = other.key == row.key and other.round < row.round
        told = tells and other.turn == row.turn and other.gives and other.status in TO_DO
        if (earlier or told) and other not in ready:
            yield other.due_at(now)
