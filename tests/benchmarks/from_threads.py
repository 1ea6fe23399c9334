"""(c) 32 threads that call `handle`, with points alone, against the floor's batches of 32."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from retention_sdk.turns import GroupCommit
from tests.benchmarks import floor
from tests.benchmarks.bench import DATABASES, Bench, Rounds
from tests.benchmarks.contests import against_floor, by_hand, one_by_one
from tests.benchmarks.measuring import race
from tests.benchmarks.table import Goal, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from retention_sdk import Engine, Purchase
    from tests.benchmarks.measuring import Race

T = TypeVar("T")

THREADS = 32


def threaded(engine: Engine, orders: list[Purchase]) -> None:
    """Hand orders to `handle` from threads, each with its share of them."""
    _in_threads(partial(one_by_one, engine), orders)


def _in_threads(run: Callable[[list[T]], None], work: list[T]) -> None:
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(run, [work[n::THREADS] for n in range(THREADS)]))


def _shared(base: floor.Floor, events: list[floor.Event]) -> None:
    """Hand events to the floor from as many threads, which share its commits."""

    def commit(batch: Sequence[floor.Event]) -> Sequence[floor.Event]:
        base.commit(batch)
        return batch

    def each(share: list[floor.Event]) -> None:
        for event in share:
            commits.submit(event)

    commits = GroupCommit[floor.Event, floor.Event](commit, 1, THREADS)
    _in_threads(each, events)


def _floor_alone(bench: Bench, database: str) -> Race:
    """Race the floor from threads against the floor's batches."""
    rounds, alone = Rounds.of(bench.effort.rounds, bench.effort.threaded), by_hand(THREADS)
    base, shared = bench.floor(database), bench.floor(database)
    laps = race(
        lambda number: alone(base, rounds.floors(number)),
        lambda number: _shared(shared, rounds.floors(number)),
        bench.effort.rounds,
        rounds.size,
    )
    for one in (base, shared):
        floor.verify(one, rounds.events)
        one.close()
    return laps


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database, and one that tells what threads and shared commits cost the floor itself."""
    for database in DATABASES:
        laps = against_floor(bench, database, bench.effort.threaded, by_hand(THREADS), threaded)
        yield Row.of("c", f"handle from {THREADS} threads, {database}", laps, Goal("≥", 0.5))
    for database in DATABASES:
        laps = _floor_alone(bench, database)
        yield Row.of("c", f"(the floor itself from {THREADS} threads, {database})", laps)
