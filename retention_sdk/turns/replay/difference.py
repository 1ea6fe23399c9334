"""What has to move so that the ledger says what it would have said."""

from collections.abc import Iterable, Iterator

from retention_sdk.ledger import Movement

Key = tuple[int, str, str, str, str, str, str]
"""Cause, unit, lot, plugin, key, and the two accounts in alphabetical order."""


def _key(one: Movement) -> Key:
    low, high = sorted((one.source, one.target))
    return (one.cause, one.unit, one.lot, one.plugin, one.key, low, high)


def _net(movements: Iterable[Movement]) -> dict[Key, tuple[int, int]]:
    """By key, how much moved from the first account to the second, and when the last of it did."""
    found: dict[Key, tuple[int, int]] = {}
    for one in movements:
        key = _key(one)
        amount = one.amount if one.source == key[5] else -one.amount
        found[key] = (found.get(key, (0, 0))[0] + amount, one.at)
    return found


def difference(
    customer: str, before: Iterable[Movement], after: Iterable[Movement], turn: int, place: int
) -> Iterator[Movement]:
    """The movements that lead from some to others.

    Args:
        customer: whose.
        before: what moved.
        after: what would have moved.
        turn: the turn that they are made in.
        place: the first place in it that is free.

    Yields:
        A movement wherever the sums differ, for the same cause and at the same time; nothing where they do not.
    """
    was, would = _net(before), _net(after)
    for key in sorted(was.keys() | would.keys()):
        (amount, _), (_, at) = would.get(key, (0, 0)), would.get(key) or was[key]
        missing = amount - was.get(key, (0, 0))[0]
        cause, unit, lot, plugin, by, low, high = key
        if missing:
            accounts = (low, high) if missing > 0 else (high, low)
            yield Movement(customer, turn, place, unit, lot, abs(missing), *accounts, at, cause, plugin, by)
            place += 1
