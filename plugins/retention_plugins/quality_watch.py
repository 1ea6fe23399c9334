"""An alarm when an item is complained of, or comes back, more than is usual for it."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from attrs import evolve, frozen

from retention_plugins.chances import once_in
from retention_sdk import (
    Action,
    CreateTask,
    Customer,
    HoldItem,
    ItemChecked,
    ReleaseItem,
    Remember,
    StoreDay,
    days,
    hookimpl,
    setting,
    strategy,
)

Counts = tuple[int, int, int]
"""Orders, complaints, refunds."""

NONE: Counts = (0, 0, 0)


def _sum(*counts: Counts) -> Counts:
    orders, complaints, refunds = (sum(column) for column in zip(NONE, *counts, strict=True))
    return orders, complaints, refunds


@frozen
class _Item:
    """What is remembered of an item: each of its latest days, all before them, and whether there is an alarm."""

    days: Mapping[int, Counts] = {}
    past: Counts = NONE
    alarm: str = ""

    @property
    def lately(self) -> Counts:
        return _sum(*self.days.values())

    def later(self, first: int) -> "_Item":
        """Days before the first become the past; an alarm's do not, they are not usual."""
        gone = () if self.alarm else (counts for day, counts in self.days.items() if day < first)
        return evolve(self, days={d: c for d, c in self.days.items() if d >= first}, past=_sum(self.past, *gone))


@strategy
class QualityWatch:
    """Raises an alarm where an item is complained of, or comes back, more than is usual; its offers wait meanwhile.

    An item's last weeks are compared with all before them; those of a new item with all items. An alarm is one until it
    is over: somebody has found the item to be good, or it is as usual again.
    """

    proposes: ClassVar[tuple[type[Action], ...]] = (CreateTask, HoldItem, ReleaseItem, Remember)

    weeks: int = setting(default=4, ge=1, le=13, help="the weeks that are looked at; whole ones, so weekdays even out")
    at_least: int = setting(default=3, ge=2, help="complaints, or refunds, in these weeks before there is an alarm")
    one_in: int = setting(default=10_000, ge=100, help="chance alone would raise the alarm once in so many looks")
    over_in: int = setting(default=20, ge=2, help="it is over where chance alone brings as many once in fewer looks")
    known_after: int = setting(default=100, ge=1, help="orders after which an item has a past of its own")
    most_items: int = setting(default=300, ge=1, le=2_000, help="items that are watched: those in the most orders")
    hold: bool = setting(default=True, help="what is offered of the item waits until the alarm is over")
    role: str = setting(default="supervisor", help="who looks at the item")
    within_days: int = setting(default=1, ge=1, help="days until somebody has looked")

    @hookimpl
    def on_store_day(self, event: StoreDay, customer: Customer) -> Iterator[Action]:
        """Counts the day in, raises alarms, and ends those that are over."""
        today = event.day.toordinal()
        items = {sku: item.later(today - 7 * self.weeks) for sku, item in _remembered(customer.state).items()}
        for one in event.items:
            item = items.get(one.sku, _Item())
            counts = _sum(item.days.get(today - 1, NONE), (one.orders, one.complaints, one.refunds))
            items[one.sku] = evolve(item, days={**item.days, today - 1: counts})
        everything = _sum(*(counts for item in items.values() for counts in (item.past, item.lately)))
        for sku, item in sorted(items.items()):
            rarest, story = self._story(item, everything)
            if not item.alarm and rarest >= self.one_in:
                items[sku] = evolve(item, alarm="raised")
                yield from self._alarm(sku, story)
            elif item.alarm == "raised" and rarest < self.over_in:
                items[sku] = evolve(item, alarm="")
                yield from self._released(sku)
        yield _memory(items, self.most_items)

    @hookimpl
    def on_item_checked(self, event: ItemChecked, customer: Customer) -> Iterator[Action]:
        """An item that is good has no alarm, and what raised it counts no more; one that is not has a person's."""
        items = _remembered(customer.state)
        item = items.get(event.sku, _Item())
        items[event.sku] = evolve(item, alarm="", days={}) if event.good else evolve(item, alarm="told")
        yield _memory(items, self.most_items)

    def _story(self, item: _Item, everything: Counts) -> tuple[int, str]:
        """The rarer of an item's two rates: once in how many looks it comes by chance, and what there is to tell."""
        found, of, own = item.lately, item.lately[0], item.past[0] >= self.known_after
        before = item.past if own else tuple(a - b for a, b in zip(everything, _sum(item.past, found), strict=True))
        looks: list[tuple[int, str]] = [(1, "")]
        for place, what in ((1, "complaints"), (2, "refunds")):
            if found[place] >= self.at_least:
                rare = once_in(found[place], of, before[place], before[0])
                whose = "before them" if own else "of all other items"
                told = f"{found[place]} {what} in {of} orders within {self.weeks} weeks; "
                looks.append((rare, f"{told}{whose} {before[place]} in {before[0]}"))
        return max(looks)

    def _alarm(self, sku: str, story: str) -> Iterator[Action]:
        script = (
            f"{story}. Chance alone would bring as many less than once in {self.one_in:,} looks. Look at the item, its "
            "batch and its supplier, and then tell whether it is good."
        )
        due = days(self.within_days)
        yield CreateTask(f"Something is wrong with {sku}", role=self.role, due=due, script=script, reason=story)
        if self.hold:
            yield HoldItem(sku, reason=story)

    def _released(self, sku: str) -> Iterator[Action]:
        if self.hold:
            yield ReleaseItem(sku, reason="complaints and refunds are as usual again")


def _remembered(state: Mapping[str, Any]) -> dict[str, _Item]:
    return {
        sku: _Item({day: (a, b, c) for day, a, b, c in one["days"]}, tuple(one["past"]), one.get("alarm", ""))
        for sku, one in state.get("items", {}).items()
    }


def _memory(items: Mapping[str, _Item], most: int) -> Remember:
    """Items with an alarm are kept, and of the others those in the most orders."""
    ranked = sorted(items, key=lambda sku: (not items[sku].alarm, -items[sku].past[0] - items[sku].lately[0], sku))
    kept = {sku: items[sku] for sku in ranked[:most] if items[sku] != _Item()}
    told = {
        sku: {"past": one.past, "days": [[day, *counts] for day, counts in sorted(one.days.items())]}
        | ({"alarm": one.alarm} if one.alarm else {})
        for sku, one in kept.items()
    }
    return Remember({"items": told})
