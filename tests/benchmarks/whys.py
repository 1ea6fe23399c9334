"""(j) `why`: the median and the 99th percentile, on customers with a history."""

from __future__ import annotations

from time import perf_counter, process_time
from typing import TYPE_CHECKING

from tests.benchmarks.bench import ALL, DATABASES, Bench, Rounds
from tests.benchmarks.table import Row
from tests.benchmarks.verifying import verify

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database: each order of the history's end, with what a return of each of its items takes back."""
    rounds = Rounds.of(1, bench.effort.previews)
    for database in DATABASES:
        with bench.engine(database, ALL) as engine:
            orders = list({order.id: order for order in rounds.ours(0)}.values())
            engine.handle_many(orders)
            asked = orders[-bench.effort.whys :]
            engine.why(asked[0].customer, asked[0].id)
            times, cpu, returns = list[float](), process_time(), 0
            for order in asked:
                begun = perf_counter()
                why = engine.why(order.customer, order.id)
                times.append((perf_counter() - begun) * 1e3)
                returns += len(why.returns)
                assert why.order == order
            cpu = (process_time() - cpu) / len(asked) * 1e3
            verify(engine, rounds.floors(0))
        times.sort()
        p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
        yield Row(
            group="j",
            what=f"why with {len(ALL)} strategies, {database}: p50",
            value=p50,
            unit=" ms",
            ours=1e3 / p50,
            us=p50 * 1e3,
            cpu_us=cpu * 1e3,
            more={"p99 ms": p99, "returns decided": returns / len(asked)},
        )
