"""Real order histories go in, and what comes out is what the file says."""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from retention_adapters.order_file import OrderFile, Report
from retention_sdk import Engine
from retention_sdk.store.ledger_check import check_ledger
from retention_sdk.testing import in_order
from tests.build import config, rows
from tests.laws.arrival import checked, shop
from tests.laws.test_slices import CARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AGAIN = 15_000
"""How many of a file's orders are told again: to tell all of them takes as long as the first time."""

Totals = dict[str, tuple[int, int]]
"""Of each customer: orders, and points at one for each whole unit of the currency, rounded down per order."""


def totals(orders: Iterator[tuple[str, Decimal]]) -> Totals:
    """The totals of orders, each a customer and an amount."""
    found: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for customer, amount in orders:
        count, points = found[customer]
        found[customer] = (count + 1, points + int(amount))
    return dict(found)


def cdnow(path: Path) -> Totals:
    """What CDNOW's file says: customer, date, items and dollars in white space, one order a row."""
    with path.open(encoding="ascii") as text:
        next(text)
        return totals((row[0], Decimal(row[3])) for row in map(str.split, text))


def online_retail(path: Path) -> Totals:
    """What Online Retail's file says: invoices that are no cancellations, of lines that have a customer."""
    invoices: dict[str, tuple[str, int]] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if row["Customer ID"] and not row["Invoice"].startswith(("C", "A")):
                # a line's amount is rounded to a penny, half up
                pence = int((Decimal(row["Price"]) * int(row["Quantity"]) * 100 + Decimal("0.5")) // 1)
                customer, before = invoices.get(row["Invoice"], (row["Customer ID"], 0))
                assert customer == row["Customer ID"]
                invoices[row["Invoice"]] = (customer, before + pence)
    return totals((customer.removesuffix(".0"), Decimal(pence) / 100) for customer, pence in invoices.values())


def stored(engine: Engine) -> Totals:
    """What the database says: events and points of each customer."""
    orders: defaultdict[str, int] = defaultdict(int)
    for row in rows(engine, "events"):
        orders[row.customer] += 1
    points = {row.customer: row.available for row in rows(engine, "wallets")}
    return {customer: (count, points.get(customer, 0)) for customer, count in orders.items()}


def imported(url: str, file: OrderFile, currency: str, expected: Totals) -> Report:
    """Import a file, and the first of it again, where each whole unit of the currency gives a point."""
    tables = config(url, store={"currency": currency}, plugins={"points": {"rate": 1}})
    with Engine.from_config(tables) as engine:
        report = Report()
        first = engine.handle_many(file.history(report=report))
        assert len(first) == sum(count for count, _ in expected.values())
        assert stored(engine) == expected
        assert check_ledger(engine.store, engine.config.store.key) == []
        again = islice(file.history(), AGAIN)
        assert engine.handle_many(again) == first[:AGAIN]
        assert stored(engine) == expected
        assert len(rows(engine, "movements")) == len(rows(engine, "lots")) == sum(bool(d.actions) for d in first)
    return report


def test_cdnow(sqlite_url: str, shared: Path) -> None:
    """CDNOW's 69,659 orders give a point for each whole dollar of an order; told again they change nothing."""
    path = shared / "data" / "orders" / "cdnow" / "CDNOW_master.txt"
    expected = cdnow(path)
    assert (len(expected), sum(count for count, _ in expected.values())) == (23_570, 69_659)
    report = imported(sqlite_url, OrderFile(path), "USD", expected)
    assert not report.problems


def test_online_retail(postgres_url: str, shared: Path) -> None:
    """Online Retail's invoices give a point for each whole pound of an invoice; told again they change nothing."""
    path = shared / "data" / "orders" / "online_retail" / "online_retail.csv.gz"
    imported(postgres_url, OrderFile(path), "GBP", online_retail(path))


def test_refunds_of_online_retail(sqlite_url: str, shared: Path) -> None:
    """Each tenth customer's invoices and cancellations, in order and shuffled, end in the same books.

    A cancellation names no invoice: it is matched by item, the latest first, and what is in none is listed.
    """
    path = shared / "data" / "orders" / "online_retail" / "online_retail.csv.gz"
    events = [event for event in OrderFile(path, refunds=True).history() if int(event.customer) % 10 == 0]
    kinds = Counter(event.kind for event in events)
    assert kinds == {"purchase": 1_711, "refund": 300}
    shuffled = [*in_order(events)]
    random.Random(3).shuffle(shuffled)
    told = []
    tables = {"plugins": {"points": {}, **CARD}, "refunds": {"spent": "into_debt"}}
    for order in (in_order(events), shuffled):
        with shop(sqlite_url, currency="GBP", **tables) as engine:
            engine.handle_many(order)
            told.append(checked(engine))
    assert told[0] == told[1]
    notes = Counter(note[0] for decision in told[0]["decisions"].values() for note in decision.get("notes", ()))
    assert set(notes) == {"unmatched"}
    assert 0 < notes["unmatched"] < kinds["refund"] / 2
