"""Any table of orders, written as CSV in any way, reads back the same; and any garbage is told, not raised."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from retention_adapters.order_file import PRESETS
from retention_sdk import BadConfig, BadValue, Line, Money, Purchase
from tests.adapters.order_file.kit import day, order_file, purchases, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIELDS = ("order", "customer", "date", "quantity", "total", "currency", "sku", "category")

# What a text field keeps: anything but blanks at its ends. csv.writer leaves a bare "\r" unquoted, which is no CSV.
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8).map(str.strip)
NAMES = TEXTS.filter(bool)
WORDS = st.text("abcXYZ019-_.ž", min_size=1, max_size=8)
DATES = st.datetimes(day(1990, 1, 1).replace(tzinfo=None), day(2030, 1, 1).replace(tzinfo=None))


@st.composite
def tables(draw: st.DrawFn, texts: st.SearchStrategy[str], *, categories: bool = True) -> list[Purchase]:
    """Orders of one or more lines, whose ids differ."""
    orders: list[Purchase] = []
    for id in draw(st.lists(texts, unique=True, max_size=6)):
        currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
        lines = st.builds(
            Line,
            sku=texts,
            quantity=st.integers(1, 10**6),
            total=st.builds(Money, st.integers(0, 10**12), st.just(currency)),
            categories=st.lists(texts, max_size=1) if categories else st.just(()),
        )
        orders.append(
            Purchase(
                id=id,
                customer=draw(texts),
                occurred_at=draw(DATES).replace(tzinfo=day(2000, 1, 1).tzinfo),
                source="order_file",
                lines=draw(st.lists(lines, min_size=1, max_size=3)),
            )
        )
    return orders


def cells(order: Purchase, line: Line, decimal: str) -> list[str]:
    """A line of an order, as a shop writes it."""
    return [
        order.id,
        order.customer,
        order.occurred_at.isoformat(),
        str(line.quantity),
        f"{line.total.amount:f}".replace(".", decimal),
        line.total.currency,
        line.sku,
        "".join(line.categories),
    ]


def table(rows: Sequence[Sequence[str]], **dialect: Any) -> str:
    """Rows under a header, as csv writes them."""
    text = io.StringIO()
    csv.writer(text, **dialect).writerows([FIELDS, *rows])
    return text.getvalue()


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that many examples write to."""
    with TemporaryDirectory() as path:
        yield Path(path)


@given(
    orders=tables(NAMES),
    style=st.fixed_dictionaries(
        {
            "delimiter": st.sampled_from([",", ";", "\t", "|"]),
            "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
            "lineterminator": st.sampled_from(["\n", "\r\n"]),
        }
    ),
    decimal=st.sampled_from([".", ","]),
    zipped=st.booleans(),
)
def test_any_table_reads_back(
    folder: Path, orders: list[Purchase], style: dict[str, Any], decimal: str, zipped: bool
) -> None:
    """Whatever the texts, delimiter, quotes, line ends and decimal mark, plain or gz: the same purchases."""
    rows = [cells(order, line, decimal) for order in orders for line in order.lines]
    content = table(rows, **style)
    assert purchases(folder, content, one_row_per="line", decimal=decimal, zipped=zipped) == orders


@given(orders=tables(NAMES), delimiter=st.sampled_from([",", ";", "\t", "|"]))
def test_one_row_an_order_reads_back(folder: Path, orders: list[Purchase], delimiter: str) -> None:
    """The same, where each order has one line and the file one row an order."""
    singles = [evolve(order, lines=order.lines[:1]) for order in orders]
    content = table([cells(order, order.lines[0], ".") for order in singles], delimiter=delimiter)
    assert purchases(folder, content) == singles


@given(orders=tables(WORDS, categories=False), blanks=st.lists(st.text(" \t", min_size=1, max_size=4), min_size=2))
def test_white_space_reads_back(folder: Path, orders: list[Purchase], blanks: list[str]) -> None:
    """Words between any blanks, each row with blanks of its own before, between and after."""
    rows = [cells(order, line, ".")[:-1] for order in orders for line in order.lines]
    runs = (blanks[number % len(blanks)] for number in range(10**9))
    lines = [run + "".join(cell + next(runs) for cell in row) for row, run in zip(rows, runs, strict=False)]
    content = "\r\n".join(["  ".join(FIELDS[:-1]), *lines])
    assert purchases(folder, content, one_row_per="line", delimiter="space") == orders


@given(orders=tables(NAMES), data=st.data())
def test_rows_may_be_mixed_within_the_bound(folder: Path, orders: list[Purchase], data: st.DataObject) -> None:
    """Rows of a few orders in any order: each order has its own lines, and the first rows give the order of orders."""
    mixed = data.draw(st.permutations([(order, line) for order in orders for line in order.lines]))
    expected = [
        evolve(order, lines=[line for owner, line in mixed if owner.id == order.id])
        for order in {order.id: order for order, _ in mixed}.values()
    ]
    content = table([cells(order, line, ".") for order, line in mixed])
    assert purchases(folder, content, one_row_per="line") == expected


@given(orders=tables(NAMES), data=st.data())
def test_bad_rows_cost_their_own_orders_only(folder: Path, orders: list[Purchase], data: st.DataObject) -> None:
    """Spoil any rows: exactly the orders that have one are missing, and each spoilt row is listed with its line."""
    rows = [cells(order, line, ".") for order in orders for line in order.lines]
    owners = [order.id for order in orders for _ in order.lines]
    spoilt = data.draw(st.sets(st.sampled_from(range(len(rows))))) if rows else set()
    for number in spoilt:
        rows[number][4] = data.draw(st.sampled_from(["", "$1", "1e3", "-1"]))
    events, report = read(order_file(folder, table(rows, lineterminator="\n"), one_row_per="line"))
    lost = {owners[number] for number in spoilt}
    assert events == [order for order in orders if order.id not in lost]
    assert report.bad == len(spoilt)


GARBAGE = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode(errors="surrogatepass")),
    st.lists(
        st.sampled_from([b"1", b",", b"\n", b'"', b"2024-05-01", b"ann", b" ", b"-", b"\0", b"\xff", b"C"]), max_size=60
    ).map(b"".join),
)


@given(body=GARBAGE, one_row_per=st.sampled_from(["order", "line"]), refunds=st.booleans())
def test_garbage_is_told(folder: Path, body: bytes, one_row_per: str, refunds: bool) -> None:
    """Under a good header any bytes are events, skipped rows or problems; every row is one of them."""
    header = ",".join(FIELDS).encode() + b"\n1,ann,2024-05-01,1,1.00,EUR,tea,\n"
    events, _ = read(order_file(folder, header + body, one_row_per=one_row_per, refunds=refunds))
    assert len({event.id for event in events}) == len(events)


@given(content=GARBAGE, preset=st.sampled_from([None, *PRESETS]))
def test_a_file_of_garbage_is_refused(folder: Path, content: bytes, preset: str | None) -> None:
    """Any bytes at all are read, or refused with an error of ours: nothing else comes out."""
    file = order_file(folder, content, preset=preset, default_currency="EUR")
    with suppress(BadConfig, BadValue):
        events, report = read(file)
        assert report.events == len(events)
