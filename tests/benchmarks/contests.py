"""The two contests that most rows are: we against the floor, and all strategies against points alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks import floor
from tests.benchmarks.bench import ALL, Bench, Rounds
from tests.benchmarks.measuring import Race, race
from tests.benchmarks.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_sdk import Engine, Purchase

    ByHand = Callable[[floor.Floor, list[floor.Event]], object]
    Ours = Callable[[Engine, list[Purchase]], object]


def against_floor(bench: Bench, database: str, size: int, by_hand: ByHand, ours: Ours) -> Race:
    """Race an engine with points alone against the floor, and verify both.

    Args:
        bench: the run.
        database: "SQLite" or "Postgres".
        size: the events of a round.
        by_hand: hands a round's events to the floor.
        ours: hands the same events to the engine.

    Returns:
        What they took.
    """
    rounds = Rounds.of(bench.effort.rounds, size)
    base = bench.floor(database)
    with bench.engine(database) as engine:
        laps = race(
            lambda number: by_hand(base, rounds.floors(number)),
            lambda number: ours(engine, rounds.ours(number)),
            bench.effort.rounds,
            size,
        )
        verify(engine, rounds.events)
    floor.verify(base, rounds.events)
    base.close()
    return laps


def against_points(bench: Bench, database: str, size: int, ours: Ours) -> Race:
    """Race an engine with all strategies against one with points alone, and verify both.

    Args:
        bench: the run.
        database: "SQLite" or "Postgres".
        size: the events of a round.
        ours: hands a round's events to an engine.

    Returns:
        What they took.
    """
    rounds = Rounds.of(bench.effort.rounds, size)
    with bench.engine(database) as base, bench.engine(database, ALL) as engine:
        laps = race(
            lambda number: ours(base, rounds.ours(number)),
            lambda number: ours(engine, rounds.ours(number)),
            bench.effort.rounds,
            size,
        )
        verify(base, rounds.events)
        verify(engine, rounds.events)
    return laps


def one_by_one(engine: Engine, orders: list[Purchase]) -> None:
    """Hand orders to `handle`, one after the other."""
    for order in orders:
        engine.handle(order)


def many(engine: Engine, orders: list[Purchase]) -> None:
    """Hand orders to `handle_many`, which commits a thousand at once."""
    engine.handle_many(orders)


def by_hand(size: int) -> ByHand:
    """Hands events to the floor in batches of a size."""

    def run(base: floor.Floor, events: list[floor.Event]) -> None:
        for batch in floor.batches(events, size):
            base.commit(batch)

    return run
