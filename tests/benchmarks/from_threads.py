"""(c) 32 threads that call `handle`, with points alone, against the floor's batches of 32."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from tests.benchmarks.bench import DATABASES, Bench
from tests.benchmarks.contests import against_floor, by_hand, one_by_one
from tests.benchmarks.table import Goal, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine, Purchase

THREADS = 32


def threaded(engine: Engine, orders: list[Purchase]) -> None:
    """Hand orders to `handle` from threads, each with its share of them."""
    with ThreadPoolExecutor(THREADS) as threads:
        shares = [orders[n::THREADS] for n in range(THREADS)]
        list(threads.map(partial(one_by_one, engine), shares))


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database."""
    for database in DATABASES:
        laps = against_floor(bench, database, bench.effort.threaded, by_hand(THREADS), threaded)
        yield Row.of("c", f"handle from {THREADS} threads, {database}", laps, Goal("≥", 0.5))
