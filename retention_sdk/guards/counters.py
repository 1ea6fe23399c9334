"""Counters: what is given is counted in each counter that it concerns, and none goes over its limit.

A gift says by its names where it counts: everything counts in "budget", what a strategy gives in "strategy:points",
and what is given under a name of its own in that: "role:agent" where a role's authority was used, "reward:mug" where
a stock is drawn on. That last name is `Granted.under`: `Ask.under` gives it to what the engine itself answers, and
`Rules.under` to what strategies propose. So a new kind of limit is a `Counter` of such a name in `Program.counters`;
the review, the same transaction's check in the database, giving back, and counting anew all follow.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Literal, NamedTuple

from attrs import frozen

from retention_sdk.actions import Giving, TakePlace
from retention_sdk.guards.places import places_of, taken_under

BUDGET = "budget"
"""The name that everything counts in."""

Span = Literal["day", "week", "month", "year", "ever"]
"""How long a counter counts until it begins anew, in the store's time zone; weeks begin on Monday."""

FORMATS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y", "ever": ""}
"""How a span's periods are written: no two spans write alike."""


def period_of(day: date, span: Span) -> str:
    """The period of a span that a day is in."""
    return day.strftime(FORMATS[span])


class Slot(NamedTuple):
    """A row of a counter: what was given in one of its periods.

    Args:
        name: the counter's.
        period: such as "2026-11"; empty where it counts for ever.
        most: what the row may come to.
    """

    name: str
    period: str
    most: int


class Gift(NamedTuple):
    """What counters see of something that is given.

    Args:
        plugin: the strategy that gives it.
        under: the other name that it counts in; "" is none.
        cost: in minor units; 0 where it is not known, and of what is owed.
        pieces: how many gifts it stands for.
    """

    plugin: str
    under: str
    cost: int
    pieces: int = 1

    @property
    def names(self) -> tuple[str, str, str]:
        """The names that it counts in."""
        return BUDGET, f"strategy:{self.plugin}", places_of(self.under)[0]

    @property
    def many(self) -> int:
        """How many it is where gifts are counted: one gift may be several places."""
        return self.pieces * places_of(self.under)[1]


def gift_of(action: Giving, plugin: str, under: str) -> Gift:
    """What counters see of an action."""
    charge = action.charge
    if isinstance(action, TakePlace):
        under = taken_under(action)
    return Gift(plugin, under, 0 if charge is None else charge.minor)


@frozen(cache_hash=True)  # it is looked up for every event
class Counter:
    """The most that may be given under a name in each period.

    Args:
        name: the name that gifts count in.
        most: what a period may come to: minor units, or gifts.
        span: how long a period is.
        pieces: count gifts, not what they cost; for a name that gifts are given under, such as a stock.
        gifts: how many go together and are told as one, where gifts are counted.
    """

    name: str
    most: int
    span: Span = "month"
    pieces: bool = False
    gifts: int = 1

    def counts(self, gift: Gift) -> int:
        """What a gift adds."""
        added = gift.many if self.pieces else gift.cost
        return added if added and self.name in gift.names else 0


@lru_cache(maxsize=4096)
def _rows(kept: tuple[Counter, ...], day: date) -> tuple[tuple[Counter, Slot], ...]:
    """The counters, each with its row of a day."""
    return tuple((one, Slot(one.name, period_of(day, one.span), one.most)) for one in kept)


class Kept(NamedTuple):
    """A counter at the time of an event.

    Args:
        counter: the counter.
        slot: its row of that time.
        left: what may still be given before the event gives anything.
    """

    counter: Counter
    slot: Slot
    left: int


@frozen
class Counters:
    """The counters that a store keeps.

    Args:
        kept: the counters.
        zone: where days begin.
    """

    kept: tuple[Counter, ...] = ()
    zone: tzinfo = UTC

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.kept)

    def slots(self, times: Iterable[datetime]) -> list[Slot]:
        """The rows that count what is given at some times."""
        return list({slot: None for at in times for _, slot in self.at(at)})

    def at(self, at: datetime) -> Iterator[tuple[Counter, Slot]]:
        """Each counter with its row of an instant."""
        return iter(_rows(self.kept, at.astimezone(self.zone).date()) if self.kept else ())

    def left(self, at: datetime, before: Mapping[tuple[str, str], int], here: Mapping[Slot, int]) -> tuple[Kept, ...]:
        """The counters at an instant, with what is left of them.

        Args:
            at: the instant.
            before: what rows came to, by name and period.
            here: what was added to them since.
        """
        if not self.kept:
            return ()
        return tuple(
            Kept(counter, slot, slot.most - before.get(slot[:2], 0) - here.get(slot, 0))
            for counter, slot in self.at(at)
        )

    def count(self, at: datetime, gift: Gift) -> Iterator[tuple[Slot, int]]:
        """What a gift of an instant adds to which rows."""
        for counter, slot in self.at(at):
            if amount := counter.counts(gift):
                yield slot, amount
