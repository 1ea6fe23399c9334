"""An alarm when an item is complained of, or comes back, more than is usual for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from attrs import evolve

from retention_plugins.parts.item_rates import Counts, Item, once_in, remembered, to_remember, worst
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


@strategy
class QualityWatch:
    """Raises an alarm where an item is complained of, or comes back, more than is usual; its offers wait meanwhile.

    An item's last weeks are compared with all before them; those of a new item with the worst item that is known. There
    is one alarm until it is over: somebody has found the item to be good, or it is as usual again.
    """

    proposes: ClassVar[tuple[type[Action], ...]] = (CreateTask, HoldItem, ReleaseItem, Remember)

    weeks: int = setting(default=4, ge=1, le=13, help="the weeks that are looked at; whole ones, so weekdays even out")
    at_least: int = setting(default=3, ge=2, help="complaints, or refunds, in these weeks before there is an alarm")
    times: int = setting(default=2, ge=1, help="how many times as often as before, at least")
    one_in: int = setting(default=10_000, ge=100, help="chance alone would raise the alarm once in so many looks")
    over_in: int = setting(default=20, ge=2, help="it is over where chance alone brings as many once in fewer looks")
    known_after: int = setting(default=100, ge=1, help="orders after which an item has a past of its own")
    most_items: int = setting(default=300, ge=1, le=2_000, help="items that are watched: those in the most orders")
    hold: bool = setting(default=True, help="what is offered of the item waits until the alarm is over")
    role: str = setting(default="supervisor", ge=1, help="who looks at the item")
    within_days: int = setting(default=1, ge=1, le=36_500, help="days until somebody has looked")

    def in_words(self) -> Iterator[str]:
        """What it does, as it is set."""
        waits = ", and what is offered of it waits until the item is found to be good" if self.hold else ""
        yield (
            f"Where complaints or refunds of an item are {self.times} times as many in {self.weeks} weeks as before, "
            f"and chance would bring so many once in {self.one_in:,} looks, the {self.role} is given a task{waits}."
        )

    @hookimpl
    def on_store_day(self, event: StoreDay, customer: Customer) -> Iterator[Action]:
        """Counts the day in, raises alarms, and ends those that are over."""
        today = event.day.toordinal()
        items = {sku: item.since(today - 7 * self.weeks) for sku, item in remembered(customer.state).items()}
        for one in event.items:
            items[one.sku] = items.get(one.sku, Item()).on(today - 1, (one.orders, one.complaints, one.refunds))
        if not customer.state:  # what was told before the first day may be years
            items = {sku: item.since(today) for sku, item in items.items()}
        known = [item.past for item in items.values() if item.past[0] >= self.known_after]
        for sku, item in sorted(items.items()):
            rarity, story = self._rarest(item, known)
            if not item.alarm and rarity >= self.one_in:
                items[sku] = evolve(item, alarm="raised")
                yield from self._alarm(sku, story)
            elif item.alarm == "raised" and rarity < self.over_in:
                items[sku] = evolve(item, alarm="", days={})
                yield from self._over(sku)
        yield self._memory(items)

    @hookimpl
    def on_item_checked(self, event: ItemChecked, customer: Customer) -> Iterator[Action]:
        """Of an item that is good, what was counted is usual; one that is not is a person's to release."""
        items = remembered(customer.state)
        item = evolve(items.get(event.sku, Item()), alarm="" if event.good else "told")
        items[event.sku] = item.since(max(item.days, default=0) + 1)
        yield self._memory(items)

    def _rarest(self, item: Item, known: Sequence[Counts]) -> tuple[int, str]:
        """Once in how many looks chance brings an item's complaints, or refunds, and what there is to tell of them."""
        now, own = item.lately, item.past[0] >= self.known_after
        looks: list[tuple[int, str]] = [(1, "")]
        for place, what in ((1, "complaints"), (2, "refunds")):
            before = item.past if own else worst(known, place)
            if now[place] >= self.at_least and now[place] * before[0] >= self.times * before[place] * now[0]:
                rarity = once_in(now[place], now[0], before[place], before[0])
                lately = f"{now[place]} {what} in {now[0]} orders of {self.weeks} weeks"
                whose = "before" if own else "of the item that has the most of them"
                looks.append((rarity, f"{lately}, {whose} {before[place]} in {before[0]}"))
        return max(looks)

    def _alarm(self, sku: str, story: str) -> Iterator[Action]:
        script = (
            f"{story}. Chance alone would bring so many less than once in {self.one_in:,} looks. Look at the item, its "
            "batch and its supplier, and then tell whether it is good."
        )
        due = days(self.within_days)
        yield CreateTask(f"Something may be wrong with {sku}", role=self.role, due=due, script=script, reason=story)
        if self.hold:
            yield HoldItem(sku, reason=story)

    def _over(self, sku: str) -> Iterator[Action]:
        if self.hold:
            yield ReleaseItem(sku, reason="complaints and refunds are as usual again")

    def _memory(self, items: Mapping[str, Item]) -> Remember:
        """Items with an alarm are kept, and of the others those in the most orders."""
        ranked = sorted(items, key=lambda sku: (not items[sku].alarm, -items[sku].past[0] - items[sku].lately[0], sku))
        return Remember({"items": {sku: to_remember(items[sku]) for sku in ranked[: self.most_items]}})
