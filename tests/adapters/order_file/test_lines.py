"""Files with one row a line, put together within a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_adapters.order_file.gathering import HELD, Recent
from retention_sdk import Line, Money, Purchase, Refund, RefundLine
from tests.adapters.order_file.kit import day, order_file, read

if TYPE_CHECKING:
    from pathlib import Path

    from retention_adapters.order_file import Report
    from retention_sdk import Event

HEADER = "order,customer,date,sku,quantity,price\n"


def lines(folder: Path, *rows: str, **options: Any) -> tuple[list[Event], Report]:
    """The events of rows with one line each."""
    return read(order_file(folder, HEADER + "\n".join(rows), one_row_per="line", **options))


def skus(events: list[Event]) -> dict[str, list[str]]:
    """The items of each purchase."""
    return {event.id: [line.sku for line in event.lines] for event in events if isinstance(event, Purchase)}


def fillers(count: int) -> list[str]:
    """Orders of one line that stand between others."""
    return [f"f{n},dan,2024-05-01,filler,1,1.00" for n in range(count)]


def test_rows_of_one_order(tmp_path: Path) -> None:
    """They are the lines of one purchase, in their order, each price × quantity."""
    events, _ = lines(
        tmp_path, "1,ann,2024-05-01,tea,2,2.50", "1,ann,2024-05-01,cup,1,7.00", "2,bob,2024-05-02,tea,1,2.50"
    )
    assert skus(events) == {"1": ["tea", "cup"], "2": ["tea"]}
    assert isinstance(events[0], Purchase)
    assert events[0].lines[0] == Line(sku="tea", quantity=2, total=Money(500, "EUR"))
    assert events[0].total == Money(1200, "EUR")


def test_the_first_row_tells_of_the_order(tmp_path: Path) -> None:
    """A later row may be dated later, and may leave out what the first one said."""
    (order,), _ = lines(
        tmp_path, "1,ann,2024-05-01T10:00,tea,1,1.00", "1,,2024-05-01T10:01,cup,1,1.00", "1,,,pot,1,1.00"
    )
    assert (order.customer, order.occurred_at) == ("ann", day(2024, 5, 1, 10))
    assert skus([order]) == {"1": ["tea", "cup", "pot"]}


def test_an_order_may_go_on_a_little_later(tmp_path: Path) -> None:
    """Within the bound its rows are put together, and orders come out as their first rows stand."""
    rows = ["1,ann,2024-05-01,tea,1,1.00", *fillers(HELD - 1), "1,ann,2024-05-01,cup,1,1.00"]
    events, _ = lines(tmp_path, *rows)
    assert skus(events)["1"] == ["tea", "cup"]
    assert [event.id for event in events] == ["1", *(f"f{n}" for n in range(HELD - 1))]


def test_an_order_that_goes_on_too_late_is_a_problem(tmp_path: Path) -> None:
    """Each row beyond the bound is listed, and none of them becomes a second order of the same id."""
    late = ["1,ann,2024-05-01,cup,1,1.00", "1,ann,2024-05-01,pot,1,1.00"]
    events, report = lines(tmp_path, "1,ann,2024-05-01,tea,1,1.00", *fillers(HELD), *late)
    assert skus(events)["1"] == ["tea"]
    assert len(events) == HELD + 1
    assert [problem.line for problem in report.problems] == [HELD + 3, HELD + 4]
    assert "sort the file by orders" in report.problems[0].what


def test_the_bound_of_what_is_remembered() -> None:
    """At least the last so many ids are known, and at most twice as many are kept."""
    recent = Recent(10)
    for number in range(1000):
        recent.add(str(number))
        assert all(str(known) in recent for known in range(max(0, number - 9), number + 1))
        assert sum(str(known) in recent for known in range(number + 1)) <= 20


def test_a_bad_row_takes_its_order_with_it(tmp_path: Path) -> None:
    """Half an order is none: its good rows are counted as left out, every bad one is listed, other orders are read."""
    events, report = lines(
        tmp_path,
        "1,ann,2024-05-01,tea,1,1.00",
        "2,bob,2024-05-01,tea,1,1.00",
        "1,ann,2024-05-01,cup,one,1.00",
        "1,ann,2024-05-01,pot,1,$1",
        "1,ann,2024-05-01,jug,1,1.00",
    )
    assert skus(events) == {"2": ["tea"]}
    assert [problem.line for problem in report.problems] == [4, 5]
    assert dict(report.skipped) == {"in an order with a bad row": 2}


@pytest.mark.parametrize("first", ["1,ann,someday,tea,1,1.00", "1,ann,2024-05-01,tea,1"])
def test_a_bad_first_row(tmp_path: Path, first: str) -> None:
    """The order has no customer and date then: its other rows are left out without a word about what they lack."""
    events, report = lines(tmp_path, first, "1,,,cup,1,1.00", "2,bob,2024-05-01,tea,1,1.00")
    assert skus(events) == {"2": ["tea"]}
    assert [problem.line for problem in report.problems] == [2]


@pytest.mark.parametrize("torn", ['"2"x,bob,2024-05-01,cup,1,1.00', ",bob,2024-05-01,cup,1,1.00", "\udce9,bob,,,,"])
def test_a_row_of_no_known_order(tmp_path: Path, torn: str) -> None:
    """It may be of the order before it or of the one behind it: both are left out and counted, all others are read."""
    rows = [f"{id},ann,2024-05-01,tea,1,1.00" for id in "1223345"]
    content = (HEADER + "\n".join([*rows[:3], torn, *rows[3:]])).encode(errors="surrogateescape")
    events, report = read(order_file(tmp_path, content, one_row_per="line"))
    assert [event.id for event in events] == ["1", "4", "5"]
    assert [problem.line for problem in report.problems] == [5]
    assert dict(report.skipped) == {"in an order beside a row of no known order": 4}


def test_a_row_of_no_known_order_at_the_edges(tmp_path: Path) -> None:
    """The first row of a file and the last one have one neighbour."""
    rows = [f"{id},ann,2024-05-01,tea,1,1.00" for id in "123"]
    assert [event.id for event in lines(tmp_path, ",,,,,", *rows)[0]] == ["2", "3"]
    assert [event.id for event in lines(tmp_path, *rows, ",,,,,")[0]] == ["1", "2"]


def test_another_customer_in_one_order(tmp_path: Path) -> None:
    """An order is one customer's; which one is not guessed."""
    events, report = lines(tmp_path, "1,ann,2024-05-01,tea,1,1.00", "1,bob,2024-05-01,cup,1,1.00")
    assert events == []
    assert report.problems[0].what == "order '1' has another customer than in line 2"


def test_two_currencies_in_one_order(tmp_path: Path) -> None:
    """They cannot be added: the order is listed at its first line."""
    content = "order,customer,date,total,currency\n1,ann,20240501,1.00,EUR\n1,ann,20240501,1.00,CZK\n"
    events, report = read(order_file(tmp_path, content, one_row_per="line"))
    assert events == []
    assert (report.problems[0].line, report.bad, report.skipped.total()) == (2, 1, 1)
    assert "two currencies" in report.problems[0].what


def test_an_order_without_a_customer_is_skipped_whole(tmp_path: Path) -> None:
    """All its rows count, and what is wrong in them is no matter."""
    events, report = lines(tmp_path, "1,,2024-05-01,tea,-1,0", "1,,never,cup,x,x", "2,ann,2024-05-01,tea,1,1.00")
    assert skus(events) == {"2": ["tea"]}
    assert dict(report.skipped) == {"no customer": 2}


def test_a_free_line(tmp_path: Path) -> None:
    """A line that cost nothing stays: it is part of what the customer got."""
    (order,), _ = lines(tmp_path, "1,ann,2024-05-01,tea,1,1.00", "1,ann,2024-05-01,gift,4,0.0")
    assert isinstance(order, Purchase)
    assert (order.total, order.quantity_of("gift"), order.paid_quantity_of("gift")) == (Money(100, "EUR"), 4, 0)


RETAIL = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
CANCELLED = (
    RETAIL + "536365,85123A,HOLDER,6,2010-12-01T08:26:00.000000,2.55,17850,United Kingdom\n"
    "C536379,D,Discount,-1,2010-12-01T09:41:00.000000,27.5,14527,United Kingdom\n"
    "C536379,22960,JAM SET,-2,2010-12-01T09:41:00.000000,4.25,14527,United Kingdom\n"
    "A563185,B,Adjust bad debt,1,2011-08-12T14:50:00.000000,11062.06,,United Kingdom\n"
    "A563186,B,Adjust bad debt,1,2011-08-12T14:51:00.000000,-11062.06,15000,United Kingdom\n"
)


def test_cancellations_are_skipped(tmp_path: Path) -> None:
    """By default a cancelled invoice is counted, and so is an adjustment, which is no sale, whoever it names."""
    events, report = read(order_file(tmp_path, CANCELLED))
    assert [event.id for event in events] == ["536365"]
    assert dict(report.skipped) == {"cancellation": 2, "no customer": 1, "adjustment": 1}


def test_cancellations_as_refunds(tmp_path: Path) -> None:
    """If asked, one is a refund of no known order, with what came back and what was paid back."""
    events, report = read(order_file(tmp_path, CANCELLED, refunds=True))
    assert events[1] == Refund(
        id="C536379",
        customer="14527",
        occurred_at=day(2010, 12, 1, 9, 41),
        source="online_retail",
        lines=[
            RefundLine(sku="D", quantity=1, total=Money(2750, "GBP")),
            RefundLine(sku="22960", quantity=2, total=Money(850, "GBP")),
        ],
    )
    assert dict(report.skipped) == {"no customer": 1, "adjustment": 1}


def test_a_cancellation_of_goods_that_went_out(tmp_path: Path) -> None:
    """A quantity above zero in a cancellation is a contradiction."""
    row = "C1,22960,JAM SET,2,2010-12-01T09:41:00,4.25,14527,United Kingdom\n"
    events, report = read(order_file(tmp_path, RETAIL + row, refunds=True))
    assert events == []
    assert report.bad == 1


def test_a_tenth_of_a_penny_is_a_gift(tmp_path: Path) -> None:
    """Online Retail's placeholder price of 0.001 is nothing, and the rest of the invoice is kept."""
    row = "550193,PADS,PADS,1,2011-04-15T09:27:00,0.001,13952,United Kingdom\n"
    events, _ = read(order_file(tmp_path, RETAIL + row + row.replace("0.001", "2.10")))
    assert isinstance(events[0], Purchase)
    assert [line.total.minor for line in events[0].lines] == [0, 210]
    exact, report = read(order_file(tmp_path, RETAIL + row, round_amounts=False))
    assert (exact, report.bad) == ([], 1)


def test_the_uci_spreadsheet(tmp_path: Path) -> None:
    """The same data under the names and dates of the UCI repository."""
    content = (
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "536365,85123A,HOLDER,6,12/1/2010 8:26,2.55,17850,United Kingdom\n"
    )
    (order,), _ = read(order_file(tmp_path, content, timezone="Europe/London"))
    assert (order.source, order.occurred_at) == ("online_retail_uci", day(2010, 12, 1, 8, 26))


def test_a_line_file_without_a_header(tmp_path: Path) -> None:
    """Positions and a preset of one's own tell all that a header would."""
    columns = {"order": 1, "customer": 2, "date": 3, "sku": 4, "quantity": 5, "price": 6}
    content = "1 ann 20240501 tea 2 2.50\n1 ann 20240501 cup 1 7.00\n2 bob 20240502 tea 1 2.50\n"
    events, _ = read(order_file(tmp_path, content, columns=columns, header=False, one_row_per="line"))
    assert skus(events) == {"1": ["tea", "cup"], "2": ["tea"]}


def test_a_long_order(tmp_path: Path) -> None:
    """The bound is on orders, not on rows: an invoice of thousands of lines is one order."""
    (order,), _ = lines(tmp_path, *(f"1,ann,2024-05-01,sku{n},1,0.01" for n in range(5_000)))
    assert isinstance(order, Purchase)
    assert (len(order.lines), order.total) == (5_000, Money(5_000, "EUR"))
