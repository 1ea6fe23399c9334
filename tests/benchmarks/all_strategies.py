"""(d) `handle` and `handle_many` with every strategy of ours enabled, as a share of points alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.bench import ALL, DATABASES, Bench
from tests.benchmarks.contests import against_points, many, one_by_one
from tests.benchmarks.table import Goal, Row

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database and each way."""
    for database in DATABASES:
        laps = against_points(bench, database, bench.effort.single, one_by_one)
        yield Row.of("d", f"{len(ALL)} strategies one by one, {database}, to (a)", laps, Goal("≥", 0.5))
    for database in DATABASES:
        laps = against_points(bench, database, bench.effort.batched, many)
        yield Row.of("d", f"{len(ALL)} strategies in batches, {database}, to (b)", laps, Goal("≥", 0.5))
