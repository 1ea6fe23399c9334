"""Lots of customers who do nothing: at the store's midnight what waits begins to count, and what is over expires."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import Credit, Debit, HoldPlaced, LotsDue, Refund, SetTier, hookimpl
from tests.audit import audit
from tests.build import Does, opened, order, rows, visit
from tests.clock.build import on, shop, whens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action, Customer, Engine, Event

DAY = timedelta(days=1)
NOON = on("2101-01-10 12:00")
WAITS = Credit("points", 10, pending_for=2 * DAY, valid_for=5 * DAY)


def totals(engine: Engine, table: str = "wallets") -> list[tuple[int, int]]:
    """What can be spent and what cannot, as the table of wallets has it."""
    return [(row.available, row.pending) for row in rows(engine, table)]


def test_at_the_stores_midnight(database_url: str) -> None:
    """What begins to count, or expires, in the course of a day does so in the books when the store's day is over."""
    with shop(database_url, "America/St_Johns", WAITS) as engine:
        engine.handle(order(at=NOON))
        steps = {"01-12 12:00": 0, "01-13 03:29": 0, "01-13 03:30": 1, "01-17 12:01": 0, "01-18 03:29": 0}
        assert {text: engine.tick(on(f"2101-{text}")).settled for text in steps} == steps
        assert totals(engine) == [(10, 0)]
        assert engine.tick(on("2101-01-18 03:30")).settled == 1
        assert totals(engine) == [(0, 0)]
        assert whens(engine, "lots_due") == ["2101-01-13 03:30", "2101-01-18 03:30"]
        moved = [(row.source, row.target, row.at) for row in rows(engine, "movements")]
        assert [(one, other) for one, other, _ in moved][1:] == [("pending", "available"), ("available", "expired")]
        assert audit(engine) == []


def test_nobody_ticked_for_weeks(sqlite_url: str) -> None:
    """After a while without a tick one is enough: everything is dated when it was due."""
    with shop(sqlite_url, points=WAITS) as engine:
        engine.handle_many([order(f"o-{n}", f"c-{n % 3}", at=NOON + n * DAY) for n in range(9)])
        ticked = engine.tick(NOON + 60 * DAY)
        assert (ticked.settled, engine.tick(NOON + 60 * DAY).fired) == (3, 0)
        assert totals(engine) == [(0, 0)] * 3
        assert audit(engine) == []


def test_a_checkout_that_nobody_ended(sqlite_url: str) -> None:
    """What a checkout held and let time out can be spent again, in the books too."""
    with shop(sqlite_url, points=Credit("points", 10)) as engine:
        engine.handle(order(at=NOON))
        hold = HoldPlaced(id="h", customer="c", occurred_at=NOON + DAY, unit="points", amount=4, minutes=15)
        engine.handle(hold)
        assert totals(engine) == [(6, 4)]
        assert engine.tick(NOON + 2 * DAY).settled == 1
        assert totals(engine) == [(10, 0)]
        assert audit(engine) == []


class Ranks:
    """Gives a tier to whoever has points in the night, and takes it when they are gone."""

    @hookimpl
    def on_lots_due(self, event: LotsDue, customer: Customer) -> Iterator[Action]:
        """Looks at the wallet as it is after the night."""
        assert event.kind == "lots_due"
        yield SetTier("gold" if customer.wallet("points").available > 0 else None)


def test_tiers_come_after(sqlite_url: str) -> None:
    """Strategies are asked when lots have begun to count and expired: what they see is the wallet of the new day."""
    with opened(sqlite_url, {"points": Does(lambda *_: [WAITS]), "ranks": Ranks()}) as engine:
        engine.handle(order(at=NOON))
        tiers = []
        for day in range(8):
            engine.tick(NOON + day * DAY)
            tiers.append(engine.customer("c").tier)
        assert tiers == [None, None, None, "gold", "gold", "gold", "gold", "gold"]
        engine.tick(NOON + 8 * DAY)
        assert engine.customer("c").tier is None


@pytest.mark.parametrize("late", [True, False])
def test_an_order_of_before_midnight(database_url: str, late: bool) -> None:
    """An order that spends what expired at midnight, and comes in after it, spends it as if it had come before."""

    def spends(event: Event, customer: Customer) -> list[Action]:
        has = customer.wallet("points").available
        return [Debit("points", has), Credit("stamps", has)] if has else [Credit("points", 10, valid_for=DAY)]

    facts = [order(at=NOON), order("o-2", at=NOON + DAY - timedelta(minutes=1))]
    with opened(database_url, {"one": spends}) as engine:
        engine.handle_many(facts[: 1 if late else 2])
        assert engine.tick(NOON + DAY + timedelta(hours=13)).settled == (1 if late else 0)
        engine.handle_many(facts)
        seen = engine.customer("c")
        assert (seen.wallet("points").available, seen.wallet("stamps").available) == (0, 10)
        assert audit(engine) == []


Life = list[tuple[int, str, int, bool]]

LIFE: st.SearchStrategy[Life] = st.lists(
    st.tuples(
        st.integers(0, 30),
        st.sampled_from(["buy", "short", "spend", "hold", "refund"]),
        st.integers(0, 12),
        st.booleans(),
    ),
    min_size=2,
    max_size=9,
)
"""When, what, when it is told (so many days later), and whether the clock ticks after it."""


def gives(event: Any, customer: Customer) -> list[Action]:
    """Points that wait and expire for an order, points that expire soon for a short one; a visit spends three."""
    if event.kind == "visit":
        spent = min(3, max(customer.wallet("points").available, 0))
        return [Debit("points", spent), Credit("stamps", spent)] if spent else []
    if event.id.startswith("short"):
        return [Credit("points", 5, valid_for=2 * DAY)]
    return [Credit("points", 10, pending_for=3 * DAY, valid_for=6 * DAY)]


def facts_of(life: Life) -> list[tuple[datetime, Event, bool]]:
    """When each fact is told, the fact, and whether the clock ticks then."""
    found: list[tuple[datetime, Event, bool]] = []
    for number, (day, what, late, ticks) in enumerate(life):
        at = NOON + day * DAY + timedelta(minutes=number)
        event: Event
        if what == "refund":
            event = Refund(id=f"r-{number}", customer="c", occurred_at=at, order=f"buy-{max(number - 1, 0)}")
        elif what == "spend":
            event = visit(f"spend-{number}", at=at)
        elif what == "hold":
            event = HoldPlaced(id=f"h-{number}", customer="c", occurred_at=at, unit="points", amount=2, minutes=2_000)
        else:
            event = order(f"{what}-{number}", at=at)
        found.append((at + late * DAY, event, ticks))
    return sorted(found, key=lambda one: (one[0], one[1].id))


def lived(engine: Engine, life: Life, *, ticking: bool) -> dict[str, object]:
    """What a life comes to."""
    for told, event, ticks in facts_of(life):
        engine.handle(event)
        if ticking and ticks:
            engine.tick(told)
    last = NOON + 70 * DAY
    if ticking:
        engine.tick(last)
    engine.handle(visit("end", at=last + DAY, customer="c"))
    held = {row.key: (row.amount, row.remaining, row.expires_at) for row in rows(engine, "lots")}
    sums: dict[tuple[str, str, str, int], int] = {}
    for row in rows(engine, "movements"):
        if not row.plugin:
            key = (row.lot, row.source, row.target, row.at)
            back = (row.lot, row.target, row.source, row.at)
            sums[key] = sums.get(key, 0) + row.amount - sums.pop(back, 0)
    wallets = {row.unit: (row.available, row.pending, row.lifetime) for row in rows(engine, "wallets")}
    assert audit(engine) == []
    return {"lots": held, "wallets": wallets, "standing": engine.customer("c").standing}


@settings(max_examples=10)
@given(life=LIFE)
def test_ticking_changes_nothing(life: Life, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whenever the clock ticks, in a life where facts come late too, wallets and lots end as if it never had."""
    folder = tmp_path_factory.mktemp("ticks")
    results = []
    for ticking in (True, False):
        with opened(f"sqlite:///{folder / f'{ticking}.db'}", {"one": Does(gives, 99 * DAY)}) as engine:
            results.append(lived(engine, life, ticking=ticking))
    assert results[0] == results[1]
