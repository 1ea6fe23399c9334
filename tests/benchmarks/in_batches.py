"""(b) `handle_many` in batches of 1,000, with points alone, against the floor's batches of 1,000."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retention_sdk.engine import BATCH
from tests.benchmarks.bench import DATABASES, Bench
from tests.benchmarks.contests import against_floor, by_hand, many
from tests.benchmarks.table import Goal, Row

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database."""
    for database in DATABASES:
        laps = against_floor(bench, database, bench.effort.batched, by_hand(BATCH), many)
        yield Row.of("b", f"handle_many in batches of {BATCH:,}, {database}", laps, Goal("≥", 0.4))
