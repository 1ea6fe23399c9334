"""quality_watch: what it takes for an alarm, that there is one, and how it ends."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_plugins.parts.item_rates import ENOUGH, once_in
from retention_plugins.quality_watch import QualityWatch
from retention_sdk import (
    STORE,
    Action,
    Complaint,
    CreateTask,
    Customer,
    HoldItem,
    ItemChecked,
    ItemCounts,
    ReleaseItem,
    Remember,
    StoreDay,
)
from tests.audit import audit
from tests.build import after, opened, order, rows
from tests.plugins.build import memory, only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FIRST = date(2026, 1, 5)
"""A Monday."""


class Watched:
    """A store's days, one after another, with what the strategy remembers and has done so far."""

    def __init__(self, **settings: Any) -> None:
        self.watch, self.state, self.day = QualityWatch(**settings), dict[str, Any](), FIRST
        self.done: list[tuple[int, Action]] = []

    def pass_day(self, *items: ItemCounts) -> list[Action]:
        """A day passes of which this became known; what the strategy answers."""
        self.day += timedelta(days=1)
        at = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        event = StoreDay(id=f"d-{self.day}", customer=STORE, occurred_at=at, day=self.day, items=items)
        return self._answered(self.watch.on_store_day(event, self._store()))

    def checked(self, *, good: bool, sku: str = "beans") -> list[Action]:
        """Somebody looks at an item."""
        at = datetime(self.day.year, self.day.month, self.day.day, 12, tzinfo=UTC)
        event = ItemChecked(id=f"i-{self.day}", customer=STORE, occurred_at=at, sku=sku, good=good)
        return self._answered(self.watch.on_item_checked(event, self._store()))

    def days(self, number: int, *items: ItemCounts) -> list[Action]:
        """Many days of the same."""
        return [action for _ in range(number) for action in self.pass_day(*items)]

    def _store(self) -> Customer:
        remembered = Remember(self.state)  # as the engine keeps it
        return Customer(STORE, state=remembered.values)

    def _answered(self, answer: Iterable[Action]) -> list[Action]:
        actions = list(answer)
        self.state |= memory(actions)
        found = [action for action in actions if not isinstance(action, Remember)]
        self.done += [((self.day - FIRST).days, action) for action in found]
        return found


def beans(orders: int = 20, complaints: int = 0, refunds: int = 0, sku: str = "beans") -> ItemCounts:
    """What became known of an item."""
    return ItemCounts(sku=sku, orders=orders, sold=orders, complaints=complaints, refunds=refunds, refunded=refunds)


def known(**settings: Any) -> Watched:
    """A store that has sold beans for forty weeks, one complaint each week."""
    watched = Watched(**settings)
    for _ in range(40):
        watched.days(6, beans())
        watched.pass_day(beans(complaints=1))
    assert watched.done == []
    return watched


def test_more_than_is_usual() -> None:
    """Complaints that chance alone would not bring raise an alarm: a task with the figures, and the item is held."""
    watched = known()
    watched.pass_day(beans(complaints=4))
    assert watched.done == []
    actions = watched.pass_day(beans(complaints=12))
    task = only(actions, CreateTask)
    assert (task.title, task.role, task.due) == ("Something may be wrong with beans", "supervisor", timedelta(days=1))
    assert task.script.startswith("20 complaints in 560 orders of 4 weeks, before 36 in 5080.")
    assert only(actions, HoldItem).sku == "beans"


def test_refunds_too() -> None:
    """What comes back is watched as complaints are."""
    assert "refunds" in only(known().pass_day(beans(refunds=9)), CreateTask).script


def test_one_alarm_an_incident() -> None:
    """However long it goes on, there is one alarm; it is over when the item is as usual again, and may come again."""
    watched = known()
    watched.days(10, beans(complaints=6))
    assert len(watched.done) == 2
    watched.days(28, beans())
    assert [type(action) for _, action in watched.done] == [CreateTask, HoldItem, ReleaseItem]
    assert "as usual" in watched.done[-1][1].reason
    watched.days(3, beans(complaints=6))
    assert [type(action) for _, action in watched.done[3:]] == [CreateTask, HoldItem]


def test_an_incident_is_not_usual() -> None:
    """What is counted while there is an alarm is no measure of what comes after it."""
    watched = known()
    watched.days(60, beans(complaints=6))
    watched.days(28, beans())
    assert watched.state["items"]["beans"]["past"][1] == 36
    assert only(watched.days(2, beans(complaints=7)), CreateTask)


def test_small_numbers() -> None:
    """Two complaints are no alarm however rare they are, nor is a rate that is high by chance."""
    watched = Watched()
    watched.days(60, beans(orders=1))
    assert watched.pass_day(beans(orders=1, complaints=2)) == []
    few = Watched()
    few.days(30, beans(orders=1, sku="tea"))
    assert few.pass_day(beans(orders=3, complaints=3, sku="tea")) == []


def test_a_little_more_of_many() -> None:
    """Of very many orders a little more is no chance, and no reason to look either."""
    watched = Watched()
    watched.days(60, beans(orders=10_000, complaints=100))
    assert watched.days(28, beans(orders=10_000, complaints=130)) == []


def test_a_new_item() -> None:
    """An item without a past is compared with the one that is complained of most."""
    watched = Watched()
    watched.days(50, beans(complaints=1), beans(sku="tea"))
    assert watched.pass_day(beans(orders=10, complaints=3, sku="new"), beans()) == []
    task = only(watched.pass_day(beans(orders=10, complaints=8, sku="new"), beans()), CreateTask)
    assert "of the item that has the most of them" in task.script


def test_what_was_told_before_the_first_day() -> None:
    """The past of years that a first import tells at once is what is usual, whatever differs between items."""
    watched = Watched()
    assert watched.pass_day(beans(5_000, 10), beans(3_000, 900, 1_500, sku="shoes"), beans(40, 9, sku="socks")) == []
    assert watched.days(40, beans(50), beans(30, 9, 15, sku="shoes")) == []


def test_mondays() -> None:
    """Where all complaints come in on Mondays, no Monday raises an alarm."""
    watched = Watched()
    for week in range(30):
        watched.pass_day(beans(complaints=7 + week % 3))
        watched.days(6, beans())
    assert watched.done == []


def test_nothing_much_goes_wrong_by_chance() -> None:
    """In four months of thirty items that never change, each with a rate of its own, there is an alarm at most."""
    seeded = random.Random(7)
    watched = Watched()
    rates = [seeded.uniform(0, 0.2) for _ in range(30)]
    for day in range(120):
        busy = 2 if day % 7 == 0 else 1
        watched.pass_day(*(_drawn(seeded, f"i-{n}", rate * busy / 2, 8 * busy) for n, rate in enumerate(rates)))
    assert len([one for _, one in watched.done if isinstance(one, CreateTask)]) <= 1


def _drawn(seeded: random.Random, sku: str, rate: float, orders: int) -> ItemCounts:
    return beans(orders, sum(seeded.random() < rate for _ in range(orders)), sku=sku)


def test_somebody_has_looked() -> None:
    """An item that is found to be good raises no alarm by what was counted until then, and does by what comes."""
    watched = known()
    watched.pass_day(beans(complaints=12))
    watched.checked(good=True)
    assert watched.days(3, beans(complaints=1)) == []
    assert only(watched.days(5, beans(complaints=8)), CreateTask)


def test_what_a_person_holds() -> None:
    """Of an item that a person has found to be bad there is no other alarm, and only a person releases it."""
    watched = known()
    watched.checked(good=False)
    assert watched.days(5, beans(complaints=9)) == []
    assert watched.days(60, beans()) == []
    watched.checked(good=True)
    assert only(watched.days(3, beans(complaints=9)), HoldItem)


def test_without_holding() -> None:
    """Where it is set so, somebody is told and nothing waits."""
    watched = known(hold=False)
    actions = watched.days(3, beans(complaints=9))
    watched.days(40, beans())
    assert [type(action) for action in actions] == [CreateTask]
    assert len(watched.done) == 1


def test_it_remembers_no_more_than_it_may() -> None:
    """However many items there are, what is remembered is bounded; those in the most orders stay, and alarms."""
    watched = Watched(most_items=3)
    watched.days(40, *(beans(orders=n, sku=f"i-{n}") for n in range(1, 9)))
    assert sorted(watched.state["items"]) == ["i-6", "i-7", "i-8"]
    assert all(len(item["days"]) <= 28 for item in watched.state["items"].values())
    watched.checked(good=False, sku="rare")
    watched.pass_day(*(beans(orders=n, sku=f"i-{n}") for n in range(1, 9)))
    assert "rare" in watched.state["items"]


@given(st.integers(0, 9), st.integers(0, 60), st.integers(0, 30), st.integers(1, 900))
def test_the_chance_is_exact(found: int, of: int, before: int, of_before: int) -> None:
    """It is the tail of the binomial distribution, exactly."""
    share, total = Fraction(of, of + of_before), found + before
    tail = sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(found, total + 1))
    assert once_in(found, of, before, of_before) == (1 if not of else 1 // tail)


def test_large_numbers_take_no_time() -> None:
    """Counts of a large store are counted down in proportion; where there never was one, that is compared too."""
    assert once_in(10 * ENOUGH, 100 * ENOUGH, 10**6, 10**7) == once_in(ENOUGH, 10 * ENOUGH, ENOUGH, 10 * ENOUGH)
    assert once_in(3, 10**9, 0, 10**9) == 8
    assert once_in(5, 5, 0, 0) == 1


@pytest.mark.parametrize("found", [1, 2, 4])
def test_more_is_rarer(found: int) -> None:
    """One more complaint is rarer, and one more order makes it less rare."""
    assert once_in(found + 1, 50, 3, 1000) >= once_in(found, 50, 3, 1000)
    assert once_in(found, 51, 3, 1000) <= once_in(found, 50, 3, 1000)


def test_in_a_store(sqlite_url: str) -> None:
    """From complaints to a task, and from there to the item's offers, over the clock."""
    with opened(sqlite_url, plugins={"quality_watch": {"at_least": 3, "one_in": 100}}) as engine:
        engine.handle_many(order(f"o-{n}", f"c-{n}", at=after(0)) for n in range(120))
        engine.tick(after(1))
        engine.handle_many(_complaints(4))
        engine.tick(after(3))
        kinds = [row.kind for row in rows(engine, "outbox")]
        assert kinds == ["create_task"]
        assert [one.sku for one in engine.customer(STORE).standing.held] == ["beans"]
        engine.handle(ItemChecked(id="i", customer=STORE, occurred_at=after(4), sku="beans", good=True))
        assert engine.customer(STORE).standing.held == ()
        assert audit(engine) == []


def _complaints(number: int) -> Iterator[Complaint | Any]:
    yield from (order(f"p-{n}", f"c-{n}", at=after(1)) for n in range(10))
    for n in range(number):
        yield Complaint(id=f"k-{n}", customer=f"c-{n}", occurred_at=after(2), sku="beans")
