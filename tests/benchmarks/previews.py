"""(e) `preview`: the median and the 99th percentile."""

from __future__ import annotations

from time import perf_counter, process_time
from typing import TYPE_CHECKING

from tests.benchmarks.bench import ALL, DATABASES, POINTS, Bench, Rounds
from tests.benchmarks.table import Goal, Row
from tests.benchmarks.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine, Purchase


def _previews(engine: Engine, orders: list[Purchase]) -> tuple[list[float], float]:
    """Milliseconds of each preview, and the CPU milliseconds of one."""
    times, cpu = list[float](), process_time()
    for order in orders:
        begun = perf_counter()
        engine.preview(order)
        times.append((perf_counter() - begun) * 1e3)
    return sorted(times), (process_time() - cpu) / len(orders) * 1e3


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database and set of strategies, on customers who have a history."""
    rounds = Rounds.of(1, bench.effort.previews)
    for database in DATABASES:
        for what, plugins in (("points", POINTS), (f"{len(ALL)} strategies", ALL)):
            with bench.engine(database, plugins) as engine:
                engine.handle_many(rounds.ours(0))
                _previews(engine, rounds.ours(1)[:100])
                times, cpu = _previews(engine, rounds.ours(1))
                verify(engine, rounds.floors(0))
                order = rounds.ours(1)[-1]
                assert engine.preview(order) == engine.handle(order)
            p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
            yield Row(
                group="e",
                what=f"preview with {what}, {database}: p50",
                value=p50,
                unit=" ms",
                goal=Goal("<", 0.5),
                ours=1e3 / p50,
                us=p50 * 1e3,
                cpu_us=cpu * 1e3,
                more={"p99 ms": p99},
            )
