"""What a customer is interested in: what they bought counts more than what they looked at, and lately more than once.

Whole numbers alone: a weight halves after so many days, and what is not bought or looked at has none.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from retention_sdk import Purchase

FULL = 2**16
"""The weight of something that was looked at today."""

BOUGHT = 4
"""How many times as much as a look an order weighs."""

LOOKS = 5
"""The most days of looking at something that count."""

MOST = 50
"""The most that is remembered of what was looked at."""

Browsed = Mapping[str, tuple[int, str]]
"""On how many days something was looked at, and on which one last."""


def sku(name: str) -> str:
    """The key of an item."""
    return f"sku:{name}"


def category(name: str) -> str:
    """The key of a category."""
    return f"category:{name}"


def interests(orders: Iterable[Purchase], browsed: Browsed, today: date, half_days: int) -> Mapping[str, int]:
    """What weighs how much.

    Args:
        orders: what was bought; an order counts once for whatever is in it, however many pieces.
        browsed: what was looked at.
        today: the day to count back from.
        half_days: after how many days a weight is half of what it was.

    Returns:
        The weights by key.
    """
    found: Counter[str] = Counter()
    for order in orders:
        weight = BOUGHT * _weight(order.occurred_at.date(), today, half_days)
        for key in {key for line in order.lines if line.paid_units for key in _keys(line.sku, line.categories)}:
            found[key] += weight
    for key, (days, last) in browsed.items():
        found[key] += min(days, LOOKS) * _weight(date.fromisoformat(last), today, half_days)
    return +found


def _keys(item: str | None, categories: Iterable[str]) -> Iterator[str]:
    """The keys of an item and its categories."""
    if item:
        yield sku(item)
    yield from map(category, categories)


def looked(browsed: Browsed, at: date, seen: Iterable[str]) -> Browsed:
    """What is remembered after a look: the latest `MOST`, and nothing new where it was looked at today."""
    day, after = at.isoformat(), dict(browsed)
    for key in sorted(set(seen)):
        days, last = after.get(key, (0, ""))
        if last < day:
            after[key] = (days + 1, day)
    latest = sorted(after, key=lambda key: (after[key][1], after[key][0], key), reverse=True)
    return {key: after[key] for key in sorted(latest[:MOST])}


def _weight(day: date, today: date, half_days: int) -> int:
    return FULL >> min(max((today - day).days, 0) // half_days, FULL.bit_length())
