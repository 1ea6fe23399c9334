"""What the tests of this folder share: write a file, read it, and see that no row got lost."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from retention_adapters.order_file import OrderFile, Report
from retention_sdk import Event, Purchase

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "order,customer,date,total\n"


def order_file(folder: Path, content: str | bytes, *, zipped: bool = False, **options: Any) -> OrderFile:
    """A file with a content, to be read in EUR if the options say nothing else."""
    path = folder / "orders.csv"
    stored = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(stored) if zipped else stored)
    if "preset" not in options:
        options.setdefault("default_currency", "EUR")
    return OrderFile(path, **options)


def read(file: OrderFile, since: datetime | None = None) -> tuple[list[Event], Report]:
    """All events of a file, and the report, in which every row is accounted for."""
    report = Report()
    events = list(file.history(since, report=report))
    assert report.rows == report.used + report.bad + report.skipped.total()
    assert report.events == len(events)
    assert len(report.problems) == min(report.bad, report.keep)
    return events, report


def purchases(folder: Path, content: str | bytes, **options: Any) -> list[Purchase]:
    """The purchases of a content that has no bad row."""
    events, report = read(order_file(folder, content, **options))
    assert report.problems == []
    assert all(isinstance(event, Purchase) for event in events)
    return [event for event in events if isinstance(event, Purchase)]


def only_problem(folder: Path, content: str | bytes, **options: Any) -> str:
    """What is said of the one bad row of a content."""
    _, report = read(order_file(folder, content, **options))
    assert len(report.problems) == 1
    return str(report.problems[0])


def day(year: int, month: int, day: int, *time: int) -> datetime:
    """An instant in UTC."""
    return datetime(year, month, day, *time, tzinfo=UTC)
