"""(a) `handle`, one event after the other, with points alone, against the floor one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.bench import DATABASES, Bench
from tests.benchmarks.contests import against_floor, by_hand, one_by_one
from tests.benchmarks.table import Goal, Row

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database."""
    for database in DATABASES:
        laps = against_floor(bench, database, bench.effort.single, by_hand(1), one_by_one)
        yield Row.of("a", f"handle one by one, {database}", laps, Goal("≥", 0.5))
