"""What is counted of an item, and how likely it is that so many are chance."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

Counts = tuple[int, int, int]
"""Orders, complaints, refunds."""

NONE: Counts = (0, 0, 0)


def summed(*counts: Counts) -> Counts:
    """Counts added up."""
    orders, complaints, refunds = map(sum, zip(NONE, *counts, strict=True))
    return orders, complaints, refunds


@frozen
class Item:
    """What is remembered of an item: each of its latest days, all before them, and who has raised an alarm."""

    days: Mapping[int, Counts] = {}
    past: Counts = NONE
    alarm: str = ""

    @property
    def lately(self) -> Counts:
        """All of the latest days."""
        return summed(*self.days.values())

    def on(self, day: int, counts: Counts) -> "Item":
        """The item with more counts of a day."""
        return evolve(self, days={**self.days, day: summed(self.days.get(day, NONE), counts)})

    def since(self, day: int) -> "Item":
        """The days before one become the past; those of an alarm do not, they are not usual."""
        gone = () if self.alarm else [counts for on, counts in self.days.items() if on < day]
        return evolve(self, days={on: c for on, c in self.days.items() if on >= day}, past=summed(self.past, *gone))


def to_remember(item: Item) -> dict[str, Any]:
    """An item as JSON has it."""
    told = {"past": item.past, "days": [[day, *counts] for day, counts in sorted(item.days.items())]}
    return {**told, "alarm": item.alarm} if item.alarm else told


def remembered(state: Mapping[str, Any]) -> dict[str, Item]:
    """The items that a strategy's memory tells of."""
    return {
        sku: Item({day: (a, b, c) for day, a, b, c in one["days"]}, tuple(one["past"]), one.get("alarm", ""))
        for sku, one in state.get("items", {}).items()
    }


def worst(known: Iterable[Counts], place: int) -> Counts:
    """The counts of the item that has the most complaints, or refunds, for its orders; none where none is known."""
    return max(known, key=lambda counts: (Fraction(counts[place], counts[0]), counts), default=NONE)


ENOUGH = 1_000
"""What was found more often is counted down to so many, in proportion: it is as certain as can be by then."""


def once_in(found: int, of: int, before: int, of_before: int) -> int:
    """In how many looks chance alone finds at least so many once, where nothing has changed.

    Given all that was found, each falls into the later part by that part's share of all orders, so the probability is
    the tail of a binomial distribution. It is exact, for few too, and computed in whole numbers. See J. Przyborowski
    and H. Wilenski, Homogeneity of Results in Testing Samples from Poisson Series, Biometrika 31 (1940), 313-323.

    Args:
        found: how many there are now.
        of: in how many orders.
        before: how many there were before.
        of_before: in how many orders.

    Returns:
        One divided by the probability, rounded down.
    """
    if not of or not of_before:
        return 1
    (found, of), (before, of_before) = _enough(found, of), _enough(before, of_before)
    all_found, fewer = found + before, 0
    ways: int = of_before**all_found
    for number in range(found):
        fewer += ways
        ways = ways * (all_found - number) * of // ((number + 1) * of_before)
    every: int = (of + of_before) ** all_found
    return every // (every - fewer)


def _enough(found: int, of: int) -> tuple[int, int]:
    return (found, of) if found <= ENOUGH else (ENOUGH, max(1, of * ENOUGH // found))
