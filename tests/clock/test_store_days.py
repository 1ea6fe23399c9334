"""The store's own days: each begins once, and tells of all that became known since the last one, once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    STORE,
    BadValue,
    CreateTask,
    Credit,
    CustomersMerged,
    IssueCoupon,
    ItemCounts,
    Line,
    Occasion,
    PercentOff,
    Refund,
    RefundLine,
    Remember,
    Schedule,
    StoreDay,
    Visit,
    hookimpl,
)
from retention_sdk.store.personal import customers_of
from retention_sdk.turns import Handling
from retention_sdk.turns.store_days import COUNTS
from tests.audit import audit
from tests.build import after, complaint, eur, opened, order, rows, visit
from tests.clock.build import each_hour, events, on, whens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from retention_sdk import Action, Customer, Engine

DAY = timedelta(days=1)


class Days:
    """Answers the store's days with what a function answers."""

    def __init__(self, answer: Callable[[StoreDay, Customer], Iterable[Action]] = lambda *_: ()) -> None:
        self.answer = answer

    @hookimpl
    def on_store_day(self, event: StoreDay, customer: Customer) -> Iterable[Action]:
        """Answers a day."""
        return self.answer(event, customer)


def counting(url: str, days: Days | None = None, timezone: str = "UTC", **tables: Any) -> Engine:
    """A shop in which somebody asks for the store's days."""
    return opened(url, {"days": days or Days()}, store={"timezone": timezone}, **tables)


def told(engine: Engine) -> Counter[tuple[str, str]]:
    """What all days together have told of items."""
    found = Counter[tuple[str, str]]()
    for day in events(engine, "store_day"):
        for item in day.get("items", []):
            found.update({(item["sku"], what): item.get(what, 0) for what in COUNTS})
    return +found


def test_at_midnight(sqlite_url: str) -> None:
    """A day begins at each midnight of the store, once, over changed clocks too; the first is the one that it is."""
    with counting(sqlite_url, timezone="America/Santiago") as engine:
        ticks = [engine.tick(at).days for at in each_hour(on("2100-09-03 12:00"), 80)]
        assert sum(ticks) == 4
        days = [one["day"] for one in events(engine, "store_day")]
        assert days == ["2100-09-03", "2100-09-04", "2100-09-05", "2100-09-06"]
        assert whens(engine, "store_day")[0] == "2100-09-03 04:00"
        assert engine.customer(STORE).standing.occasions.store_day == date(2100, 9, 6)
        assert audit(engine) == []


def test_after_an_outage(sqlite_url: str) -> None:
    """Missed days are made up for as far back as `late_days` says; older ones are left."""
    with counting(sqlite_url, clock={"late_days": 2}) as engine:
        assert engine.tick(after(0)).days == 1
        assert engine.tick(after(2)).days == 2
        assert engine.tick(after(9)).days == 2
        days = [one["day"] for one in events(engine, "store_day")]
        assert days == [f"2100-01-{day:02}" for day in (1, 2, 3, 9, 10)]


def test_nobody_asks(sqlite_url: str) -> None:
    """Where no strategy answers them there are no days, and nothing is noted."""
    with opened(sqlite_url) as engine:
        engine.handle(order())
        assert engine.tick(after(5)).fired == 0
        assert [rows(engine, table) for table in ("item_counts", "schedule")] == [[], []]
        assert len(rows(engine, "customers")) == 1


def test_what_became_known(database_url: str) -> None:
    """A day counts what was told since the last one: units sold, complaints and refunds by item, late ones too."""
    with counting(database_url) as engine:
        engine.tick(after(0))
        lines = [Line(sku="tea", quantity=3, total=eur(9)), Line(sku="cup", quantity=1, total=eur(5), free_units=1)]
        engine.handle_many([order(lines=lines, at=after(-400)), order("o-2", "d"), order(lines=lines, at=after(-400))])
        engine.handle(complaint(sku="tea"))
        engine.handle(complaint("k-2"))  # of no item
        engine.tick(after(1))
        assert events(engine, "store_day")[-1]["items"] == [
            {"sku": "beans", "orders": 1, "sold": 1},
            {"sku": "cup", "orders": 1, "sold": 1},
            {"sku": "tea", "orders": 1, "sold": 3, "complaints": 1},
        ]
        # the order is older than all that is known: its customer's past is decided again
        back = [RefundLine(sku="tea", quantity=2), RefundLine(sku="tea", quantity=1)]
        engine.handle(Refund(id="r-1", customer="c", occurred_at=after(-3), order="o-1", lines=back))
        engine.handle(order("o-0", at=after(-500)))
        engine.tick(after(2))
        assert told(engine) == {
            ("tea", "orders"): 1,
            ("tea", "sold"): 3,
            ("tea", "complaints"): 1,
            ("tea", "refunds"): 1,
            ("tea", "refunded"): 3,
            ("cup", "orders"): 1,
            ("cup", "sold"): 1,
            ("beans", "orders"): 2,
            ("beans", "sold"): 2,
        }
        assert rows(engine, "item_counts") == []
        assert audit(engine) == []


def test_nothing_is_lost_and_nothing_told_twice(database_url: str) -> None:
    """Days begin while orders come in, and several workers find each of them: the days' counts add up to the orders."""
    with counting(database_url) as one, counting(database_url) as other:

        def work(number: int) -> None:
            engine = (one, other)[number % 2]
            for turn in range(12):
                engine.handle(order(f"o-{number}-{turn}", f"c-{number}", quantity=turn + 1))
                engine.tick(after(turn))

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(work, range(4)))
        one.tick(after(30))
        assert told(one) == {("beans", "orders"): 48, ("beans", "sold"): 4 * sum(range(1, 13))}
        assert max(Counter(day["day"] for day in events(one, "store_day")).values()) == 1
        assert audit(one) == []


def test_a_day_costs_what_happened_since_the_last(sqlite_url: str) -> None:
    """A batch notes one row, however many orders it has; a day searches these rows, and never the past."""
    with counting(sqlite_url) as engine:
        engine.handle_many(order(f"o-{n}", f"c-{n}") for n in range(500))
        assert len(rows(engine, "item_counts")) == 1
        with engine.store.engine.connect() as connection:
            query = "EXPLAIN QUERY PLAN DELETE FROM item_counts WHERE store = 's' RETURNING counts"
            plan = [row[3] for row in connection.exec_driver_sql(query)]
        assert plan[0].startswith("SEARCH item_counts USING PRIMARY KEY")
        engine.tick(after(1))
        assert told(engine)["beans", "orders"] == 500


def test_a_killed_worker(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that dies before it has committed a day has taken nothing away: another one tells it all."""
    with counting(database_url) as engine:
        engine.handle(order(quantity=7))
        with monkeypatch.context() as patch:
            patch.setattr(Handling, "_results", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                engine.tick(after(1))
        engine.tick(after(1))
        assert told(engine) == {("beans", "orders"): 1, ("beans", "sold"): 7}


def test_what_it_remembers(sqlite_url: str) -> None:
    """The store's record has a memory; what is decided on a day is kept as any other decision is."""

    def days(event: StoreDay, customer: Customer) -> Iterable[Action]:
        assert customer.id == STORE
        yield Remember({"days": customer.state.get("days", 0) + 1})
        yield CreateTask(f"day {customer.state.get('days', 0)}")

    with counting(sqlite_url, Days(days)) as engine:
        for day in range(3):
            engine.tick(after(day))
        assert [row.customer for row in rows(engine, "outbox")] == [STORE] * 3
        assert engine.customer(STORE).standing.memory["days"] == {"days": 3}
        assert audit(engine) == []


class Later:
    """Has the clock come back to it on the store's day, and says of every customer that time brings them something."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    @hookimpl
    def on_store_day(self, event: StoreDay) -> Iterable[Action]:
        """Schedules something for noon."""
        at = event.occurred_at + DAY / 2
        yield Schedule(Occasion(id=f"noon-{event.day}", customer=STORE, occurred_at=at, plugin="later", name="noon"))

    @hookimpl
    def occasions(self, customer: Customer, after: datetime) -> Iterable[tuple[datetime, str]]:
        """Time brings everybody something."""
        yield after + DAY, customer.id

    @hookimpl
    def on_occasion(self, event: Occasion, customer: Customer) -> None:
        """Notes whom it is asked about."""
        self.seen.append((customer.id, event.name))


def test_later_on_the_day(sqlite_url: str) -> None:
    """A strategy may come back to the store's record at a time of the day; `occasions` are asked of customers alone."""
    later = Later()
    with opened(sqlite_url, {"later": later}) as engine:
        engine.tick(after(0, hours=-12))
        assert later.seen == []
        engine.tick(after(0))
        engine.tick(after(0, hours=11))
        assert later.seen == [(STORE, "noon")]
        assert audit(engine) == []


def test_it_is_no_customer(sqlite_url: str) -> None:
    """Whatever is done with customers is not done with the store: it is in no list, not told of, and not forgotten."""
    with counting(sqlite_url, privacy={"secret": "s" * 40}) as engine:
        engine.handle(order())
        engine.tick(after(0))
        assert customers_of(engine.store, engine.config.store.key) == ["c"]
        assert engine.erase_everyone() == 1
        assert engine.customer(STORE).standing.occasions.store_day == date(2100, 1, 1)
        for call in (engine.erase, engine.export):
            with pytest.raises(BadValue, match="store's own record"):
                call(STORE)
        merge = CustomersMerged(id="m", customer="c", other=STORE, occurred_at=after(0))
        for event in (order(customer=STORE), visit(customer=STORE), merge):
            with pytest.raises(BadValue, match="store's own id"):
                engine.handle(event)
            with pytest.raises(BadValue, match="store's own id"):
                engine.preview(event)
        with pytest.raises(BadValue, match="pass STORE"):
            StoreDay(id="d", customer="c", occurred_at=after(0), day=date(2100, 1, 1))
        assert engine.tick(after(1)).days == 1
        assert audit(engine) == []


@pytest.mark.parametrize(
    "action",
    [
        IssueCoupon(PercentOff(10)),
        Credit("points", 1),
        Schedule(Visit(id="v", customer=STORE, occurred_at=after(9))),
    ],
    ids=lambda action: type(action).__name__,
)
def test_nothing_is_given_to_it(sqlite_url: str, action: Action) -> None:
    """A strategy that gives the store something, or would make a customer of it, has a mistake; the day goes on."""
    with counting(sqlite_url, Days(lambda *_: [action])) as engine:
        engine.tick(after(0))
        (failure,) = rows(engine, "failures")
        assert "store" in failure.error
        assert rows(engine, "outbox") == []
        assert engine.tick(after(1)).days == 1


def test_items_are_told_once() -> None:
    """A day has each item once: whose counts are in it twice, nobody would know what to make of."""
    with pytest.raises(BadValue, match="twice"):
        StoreDay(id="d", customer=STORE, occurred_at=after(0), day=date(2100, 1, 1), items=[ItemCounts(sku="tea")] * 2)


def test_many_units(sqlite_url: str) -> None:
    """An order of more units than anybody has stops no night."""
    with counting(sqlite_url) as engine:
        line = Line(sku="beans", quantity=2**62, total=eur(9))
        engine.handle_many([order(f"o-{n}", lines=[line]) for n in range(3)])
        assert engine.tick(after(1)).days == 1
        assert told(engine)["beans", "sold"] > 0
