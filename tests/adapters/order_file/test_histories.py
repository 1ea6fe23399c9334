"""Real histories: what is read equals what is computed from the files in another way."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest

from retention_adapters.order_file import OrderFile
from retention_sdk import Purchase, Refund
from tests.adapters.order_file.kit import read

if TYPE_CHECKING:
    from pathlib import Path

    from retention_sdk import Event

CENT = Decimal("0.01")


def sums(events: list[Event]) -> Decimal:
    """What all purchases cost."""
    return sum((event.total.amount for event in events if isinstance(event, Purchase)), Decimal(0))


def fields(path: Path) -> list[list[str]]:
    """The rows of a file of white space."""
    return [line.split() for line in path.read_text(encoding="ascii").splitlines()]


def test_cdnow(shared: Path) -> None:
    """The master file, whole and unasked: 69,659 purchases of 23,570 customers, each row as it stands in the file."""
    path = shared / "data/orders/cdnow/CDNOW_master.txt"
    events, report = read(OrderFile(path))
    _, *rows = fields(path)
    assert (report.events, report.rows, report.bad, report.skipped.total()) == (69_659, 69_659, 0, 0)
    assert len({event.customer for event in events}) == 23_570
    assert len({event.id for event in events}) == 69_659
    assert sums(events) == sum(Decimal(dollars) for *_, dollars in rows)
    for event, (customer, date, cds, dollars) in zip(events, rows, strict=True):
        assert isinstance(event, Purchase)
        told = (event.customer, event.occurred_at.strftime("%Y%m%d"), event.quantity_of("cd"), event.total.amount)
        assert told == (customer, date, int(cds), Decimal(dollars))
        assert (event.currency, event.source) == ("USD", "cdnow")


def test_cdnow_sample(shared: Path) -> None:
    """The tenth of it: 6,919 purchases of 2,357 customers, who have the master file's ids."""
    folder = shared / "data/orders/cdnow"
    events, _ = read(OrderFile(folder / "CDNOW_sample.txt", preset="cdnow_sample"))
    rows = fields(folder / "CDNOW_sample.txt")
    assert len(events) == len(rows) == 6_919
    assert len({event.customer for event in events}) == 2_357
    assert sums(events) == sum(Decimal(dollars) for *_, dollars in rows)
    assert {event.customer for event in events} <= {customer for customer, *_ in fields(folder / "CDNOW_master.txt")}


@pytest.fixture(scope="module")
def retail(shared: Path) -> Path:
    """Online Retail's file."""
    return shared / "data/orders/online_retail/online_retail.csv.gz"


@pytest.fixture(scope="module")
def invoices(retail: Path) -> dict[str, list[dict[str, str]]]:
    """All rows that have a customer, by invoice."""
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with gzip.open(retail, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if row["Customer ID"]:
                found[row["Invoice"]].append(row)
    return dict(found)


def worth(rows: list[dict[str, str]]) -> Decimal:
    """What the rows of an invoice add up to, each rounded to the penny."""
    return sum(
        ((Decimal(row["Price"]) * int(row["Quantity"])).quantize(CENT, ROUND_HALF_UP) for row in rows), Decimal(0)
    )


def test_online_retail(retail: Path, invoices: dict[str, list[dict[str, str]]]) -> None:
    """Each of the 18,536 invoices with a customer is one purchase: its customer, first date, lines and total."""
    events, report = read(OrderFile(retail))
    expected = {invoice: rows for invoice, rows in invoices.items() if not invoice.startswith("C")}
    assert [event.id for event in events] == list(expected)
    assert (report.rows, report.used, report.bad) == (541_909, 397_924, 0)
    assert dict(report.skipped) == {"no customer": 135_080, "cancellation": 8_905}
    assert sums(events) == sum(map(worth, expected.values())) == Decimal("8911407.90")
    for event in events:
        rows = expected[event.id]
        assert isinstance(event, Purchase)
        assert (event.customer, event.total.amount) == (rows[0]["Customer ID"], worth(rows))
        assert event.occurred_at.isoformat(timespec="microseconds") == rows[0]["InvoiceDate"] + "+00:00"
        assert [(line.sku, line.quantity) for line in event.lines] == [
            (row["StockCode"], int(row["Quantity"])) for row in rows
        ]


def test_online_retails_cancellations(retail: Path, invoices: dict[str, list[dict[str, str]]]) -> None:
    """If asked, each cancelled invoice is a refund of what its rows add up to."""
    events, report = read(OrderFile(retail, refunds=True))
    expected = {invoice: -worth(rows) for invoice, rows in invoices.items() if invoice.startswith("C")}
    refunds = [event for event in events if isinstance(event, Refund)]
    assert len(events) == 18_536 + len(expected)
    assert dict(report.skipped) == {"no customer": 135_080}
    assert {event.id: sum(line.total.amount for line in event.lines if line.total) for event in refunds} == expected


def test_olist_is_told_what_it_lacks(shared: Path) -> None:
    """Orders and items are two files there: neither alone is a history, and the error says what is missing."""
    from retention_sdk import BadConfig

    with pytest.raises(BadConfig, match="no column is known to be 'total'"):
        OrderFile(shared / "data/orders/olist/union_orders.csv.gz", columns={"customer": 2, "date": 4}).layout()
