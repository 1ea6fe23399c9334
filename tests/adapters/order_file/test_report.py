"""What the report tells: progress, counts, problems; and how little is kept."""

from __future__ import annotations

import gc
import tracemalloc
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from retention_adapters.order_file import OrderFile, Problem, Report
from tests.adapters.order_file.kit import HEADER, order_file, read

if TYPE_CHECKING:
    from pathlib import Path


def rows(count: int) -> str:
    """A file of so many orders."""
    return HEADER + "".join(f"{n},customer-{n % 997},2024-05-01,{n}.00\n" for n in range(count))


@pytest.mark.parametrize("zipped", [False, True])
def test_progress(tmp_path: Path, zipped: bool) -> None:
    """Bytes read grow to the file's size while events come: of a gz, the bytes of the compressed file."""
    file, report, seen = order_file(tmp_path, rows(40_000), zipped=zipped), Report(), [0]
    for _ in file.history(report=report):
        if report.bytes_read != seen[-1]:
            seen.append(report.bytes_read)
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert report.bytes_read == file.size


def test_counts_are_up_to_date(tmp_path: Path) -> None:
    """The report can be shown at any moment, and a reading that is given up leaves it as far as it came."""
    file, report = order_file(tmp_path, rows(10)), Report()
    events = file.history(report=report)
    assert report == Report()
    for number, _ in zip(range(1, 4), events, strict=False):
        assert report.events == report.used == report.rows == number
    events.close()  # type: ignore[attr-defined]
    assert report.events == 3


def test_the_sentences(tmp_path: Path) -> None:
    """What a merchant is shown: events, what was skipped and why, what is wrong and where."""
    content = HEADER + "1,ann,2024-05-01,3.00\n2,,2024-05-01,3.00\n3,,2024-05-01,3.00\n4,ann,May,3.00\n"
    _, report = read(order_file(tmp_path, content))
    assert str(report).splitlines() == [
        "1 events from 1 of 4 rows",
        "2 rows skipped: no customer",
        "1 rows with a problem",
        "  line 5: date 'May' is not ISO 8601 or yyyymmdd; else pass date_format",
    ]


def test_not_all_problems_are_kept(tmp_path: Path) -> None:
    """A file that is wrong from end to end fills no memory: all are counted, the first ones are kept."""
    report = Report(keep=2)
    content = HEADER + "".join(f"{n},ann,May,3.00\n" for n in range(5))
    assert list(order_file(tmp_path, content).history(report=report)) == []
    assert report.bad == 5
    assert [problem.line for problem in report.problems] == [2, 3]
    assert str(report).splitlines()[-1] == "  and 3 more"


def test_a_problem_is_a_value() -> None:
    """It says the line first, as an editor wants it."""
    assert str(Problem(7, "no date")) == "line 7: no date"


@pytest.mark.parametrize("one_row_per", ["order", "line"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, one_row_per: str) -> None:
    """Ids of orders that were read are all that stays, up to a bound: some 100 bytes a row, not the order."""
    file = order_file(tmp_path, rows(20_000), one_row_per=one_row_per)
    tracemalloc.start()
    try:
        assert sum(1 for _ in file.history()) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 6_000_000
    finally:
        tracemalloc.stop()


def test_it_is_an_adapter() -> None:
    """It is found by its entry point, like anybody's."""
    (found,) = entry_points(group="retention_sdk.files", name="order_file")
    assert found.load() is OrderFile


def test_a_reading_that_is_given_up_closes_the_file(tmp_path: Path) -> None:
    """Whoever stops in the middle leaves no open file behind: warnings are errors here, and one would be raised."""
    file = order_file(tmp_path, rows(5_000), zipped=True)
    for _ in range(3):
        assert next(iter(file.history())).id == "0"
    gc.collect()
    file.path.unlink()
    assert not file.path.exists()
