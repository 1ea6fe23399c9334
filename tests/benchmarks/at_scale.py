"""(h) The time of an event with a thousand customers in the store, and with a million."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from retention_sdk.engine import BATCH
from tests.benchmarks.bench import DATABASES, Bench, Rounds
from tests.benchmarks.contests import by_hand, many, one_by_one
from tests.benchmarks.floor import CUSTOMERS, expected
from tests.benchmarks.measuring import Race, race
from tests.benchmarks.settling import settle, settle_floor
from tests.benchmarks.table import Goal, Row
from tests.benchmarks.verifying import rows, verify_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine
    from tests.benchmarks.contests import Ours

YEARS = timedelta(days=3_650)
"""Longer than the events of one way of handing them in last."""

_COUNTS = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM customers), sum(available) FROM wallets"
_FLOOR_COUNTS = """
SELECT (SELECT count(*) FROM floor_inbox), (SELECT count(*) FROM floor_outbox), sum(balance) FROM floor_customer
"""


def _rounds(bench: Bench, size: int, seed: int) -> tuple[Rounds, Rounds]:
    """The events of a small store, and of a large one; those of a later seed happened later."""
    rounds, customers = bench.effort.rounds, bench.effort.customers
    few, more = Rounds.of(rounds, size, seed=seed), Rounds.of(rounds, size, seed=seed, customers=customers)
    for one in (few, more):
        one.orders[:] = [evolve(order, occurred_at=order.occurred_at + seed * YEARS) for order in one.orders]
    return few, more


def _came(rounds: Rounds) -> tuple[int, int]:
    """How many events came, and how many points they are worth."""
    return len({event[0] for event in rounds.events}), sum(expected(rounds.events).values())


def _race(bench: Bench, engines: tuple[Engine, Engine], rounds: tuple[Rounds, Rounds], ours: Ours) -> Race:
    """Race a small store and a large one, each with events of its own customers, and verify both."""
    (small, large), (few, more) = engines, rounds
    before = [rows(engine, _COUNTS)[0] for engine in engines]
    laps = race(
        lambda number: ours(small, few.ours(number)),
        lambda number: ours(large, more.ours(number)),
        bench.effort.rounds,
        few.size,
    )
    for engine, (events, customers, points), its in zip(engines, before, rounds, strict=True):
        count, worth = _came(its)
        assert rows(engine, _COUNTS) == [(events + count, customers, points + worth)]
        verify_ledger(engine)
    return laps


def _race_floors(bench: Bench, database: str) -> Race:
    """Race the floor with few customers and with many, in batches, and verify both."""
    (few, more), customers = _rounds(bench, bench.effort.batched, 22), (CUSTOMERS, bench.effort.customers)
    small, large = (bench.floor(database, count) for count in customers)
    for floor in (small, large):
        settle_floor(floor, database)
    batched = by_hand(BATCH)
    laps = race(
        lambda number: batched(small, few.floors(number)),
        lambda number: batched(large, more.floors(number)),
        bench.effort.rounds,
        few.size,
    )
    for floor, settlers, its in zip((small, large), customers, (few, more), strict=True):
        count, worth = _came(its)
        assert floor.query(_FLOOR_COUNTS) == [(settlers + count, settlers + count, worth)]
        floor.close()
    return laps


def run(bench: Bench) -> Iterator[Row]:
    """Two rows for each database, one by one and in batches, and how the floor fares in batches."""
    effort = bench.effort
    ways = (("one by one", effort.single, one_by_one), ("in batches", effort.batched, many))
    times = f"time at {effort.customers:,} to {CUSTOMERS:,}"
    for database in DATABASES:
        with bench.engine(database) as small, bench.engine(database) as large:
            settle(small, database, CUSTOMERS)
            settle(large, database, effort.customers)
            for seed, (how, size, ours) in enumerate(ways, 20):
                laps = _race(bench, (small, large), _rounds(bench, size, seed), ours)
                yield _row(f"{how}, {database}: {times}", laps, Goal("≤", 1.3))
        yield _row(f"(the floor itself in batches, {database})", _race_floors(bench, database))


def _row(what: str, laps: Race, goal: Goal | None = None) -> Row:
    return evolve(Row.of("h", what, laps), value=1 / laps.speed, unit="×", goal=goal)
