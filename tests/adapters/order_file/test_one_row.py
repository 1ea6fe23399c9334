"""Files with one row an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_adapters.order_file import COLUMNS
from retention_sdk import BadValue, Line, Money, Profile, Purchase
from tests.adapters.order_file.kit import HEADER, day, only_problem, order_file, purchases, read

if TYPE_CHECKING:
    from pathlib import Path

SAME = {name: name for name in COLUMNS if name not in {"order_total", "price", "title", "status"}}


def test_an_order(tmp_path: Path) -> None:
    """A row is a purchase of one line; what the file does not tell is one unit of the item "order"."""
    line = Line(sku="order", quantity=1, total=Money(1177, "EUR"))
    assert purchases(tmp_path, HEADER + "1001,ann,2024-05-01,11.77\n") == [
        Purchase(id="1001", customer="ann", occurred_at=day(2024, 5, 1), source="order_file", lines=[line])
    ]


def test_all_that_a_row_can_tell(tmp_path: Path) -> None:
    """Item, units, category, discount, tax, shipping, coupon and the customer's profile."""
    content = (
        "order,customer,date,total,currency,sku,quantity,category,discount,tax,shipping,shipping_tax,coupon,email,name\n"
        "7,c1,2024-05-01T10:00Z,30.00,CZK,tea,3,drinks,2.00,5.20,4.00,0.84,MAY, Ann@Example.com ,Ann\n"
    )
    line = Line(
        sku="tea",
        quantity=3,
        total=Money(2516, "CZK"),
        categories=["drinks"],
        discount=Money(200, "CZK"),
        tax=Money(520, "CZK"),
    )
    (order,) = purchases(tmp_path, content, columns=SAME)
    assert order == Purchase(
        id="7",
        customer="c1",
        occurred_at=day(2024, 5, 1, 10),
        source="order_file",
        profile=Profile(email="ann@example.com", name="Ann"),
        lines=[line],
        shipping=Money(484, "CZK"),
        shipping_tax=Money(84, "CZK"),
        coupons=["MAY"],
    )
    assert order.total == Money(3000, "CZK")


def test_what_is_blank_is_not_known(tmp_path: Path) -> None:
    """A column that is there and blank says nothing: no empty coupon, no profile of empty names."""
    columns = {"title": "title", "shipping": "shipping", "coupon": "coupon", "name": "name"}
    header = "customer,date,total,sku,title,category,shipping,coupon,email,name\n"
    (order,) = purchases(tmp_path, header + "ann,20240501,3.00,,Tea,,,,,\n", columns=columns)
    assert order.lines == (Line(sku="Tea", quantity=1, total=Money(300, "EUR")),)
    assert (order.shipping, order.coupons, order.profile) == (None, (), None)


def test_a_price_less_its_discount(tmp_path: Path) -> None:
    """Where there is no total, it is price × quantity, and what was taken off is off."""
    content = "customer,date,price,quantity,discount\nann,20240501,2.50,4,1.00\n"
    (order,) = purchases(tmp_path, content, columns={"discount": "discount"})
    assert (order.total, order.lines[0].discount) == (Money(900, "EUR"), Money(100, "EUR"))


def test_an_order_of_nothing_is_one(tmp_path: Path) -> None:
    """A gift, or an order paid otherwise, happened: it earns nothing, and counts as an order."""
    (order,) = purchases(tmp_path, HEADER + "1,ann,2024-05-01,0.00\n")
    assert order.total == Money.zero("EUR")


def test_rows_without_ids_are_numbered(tmp_path: Path) -> None:
    """By the rows themselves, bad ones too, so that repairing a row or appending others changes no other order's id."""
    content = "customer,date,total\nann,20240501,3.00\n\nann,20240501,3.00\nbob,soon,3.00\ncyd,20240501,3.00\n"
    events, _ = read(order_file(tmp_path, content))
    again, _ = read(order_file(tmp_path, content.replace("soon", "20240502") + "dan,20240503,3.00\n"))
    assert [event.id for event in events] == ["row-1", "row-2", "row-4"]
    assert [event.id for event in again] == ["row-1", "row-2", "row-3", "row-4", "row-5"]


def test_numbers_do_not_go_on_in_a_shared_report(tmp_path: Path) -> None:
    """A report may take several readings, and ids are the file's own."""
    file = order_file(tmp_path, "customer,date,total\nann,20240501,3.00\n")
    _, report = read(file)
    assert [event.id for event in file.history(report=report)] == ["row-1"]
    assert report.rows == report.used == 2


def test_sources(tmp_path: Path) -> None:
    """An event's source is said, or the preset's name, or the adapter's."""
    cdnow = "customer_id date number_of_cds dollar_value\n1 19970101 1 11.77\n"
    assert purchases(tmp_path, HEADER + "1,ann,20240501,3\n")[0].source == "order_file"
    assert purchases(tmp_path, cdnow, preset="cdnow")[0].source == purchases(tmp_path, cdnow)[0].source == "cdnow"
    assert purchases(tmp_path, cdnow, source="old-shop")[0].source == "old-shop"


def test_a_row_without_a_customer_is_skipped(tmp_path: Path) -> None:
    """Nobody can be rewarded for it, so it is counted and no problem, whatever else is wrong with it."""
    events, report = read(
        order_file(tmp_path, HEADER + "1,,2024-05-01,3.00\n2, ,never,nothing\n3,ann,2024-05-01,3.00\n")
    )
    assert [event.id for event in events] == ["3"]
    assert dict(report.skipped) == {"no customer": 2}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (",ann,2024-05-01,3.00,1", "the order's id is blank"),
        ("2,ann,tomorrow,3.00,1", "date 'tomorrow' is not ISO 8601 or yyyymmdd"),
        ("2,ann,,3.00,1", "date '' is not ISO 8601"),
        ("2,ann,2024-05-01,,1", "an amount is blank"),
        ("2,ann,2024-05-01,$3,1", "'$3' is not a plain amount"),
        ("2,ann,2024-05-01,3.005,1", "3.005 EUR is finer than"),
        ("2,ann,2024-05-01,-3.00,1", "-3.00 EUR was paid; an amount below zero is no purchase"),
        ("2,ann,2024-05-01,3.00,-1", "quantity -1 is no purchase; goods that came back are a refund"),
        ("2,ann,2024-05-01,3.00,0", "quantity 0 is no purchase"),
        ("2,ann,2024-05-01,3.00,", "quantity '' is not a whole number"),
        ("2,ann,2024-05-01,3.00,0.5", "quantity '0.5' is not a whole number"),
    ],
)
def test_a_bad_row_is_listed(tmp_path: Path, row: str, told: str) -> None:
    """Its line and what is wrong with it; the rows around it are read."""
    content = f"order,customer,date,total,quantity\n1,ann,2024-05-01,3.00,1\n{row}\n3,ann,2024-05-01,3.00,1\n"
    events, _ = read(order_file(tmp_path, content))
    assert [event.id for event in events] == ["1", "3"]
    assert only_problem(tmp_path, content).startswith(f"line 3: {told}")


def test_the_same_order_twice(tmp_path: Path) -> None:
    """The second row is a problem, and the error says what to pass if the file has a row for each line."""
    rows = "1,ann,2024-05-01,3.00\n1,ann,2024-05-01,4.00\n"
    assert "for a file with a row for each line, pass one_row_per='line'" in only_problem(tmp_path, HEADER + rows)


def test_a_row_in_an_unknown_currency(tmp_path: Path) -> None:
    """One bad code is one bad row; a blank one with no other currency known, too."""
    content = "order,customer,date,total,currency\n1,ann,20240501,3,EUR\n2,ann,20240501,3,EURO\n3,ann,20240501,3,\n"
    events, report = read(order_file(tmp_path, content, default_currency=None))
    assert [event.id for event in events] == ["1"]
    assert ["'EURO' is no ISO 4217 currency" in report.problems[0].what, report.problems[1].what] == [
        True,
        "the currency is blank",
    ]


def test_more_shipping_than_total(tmp_path: Path) -> None:
    """The goods cannot have cost less than nothing."""
    content = "customer,date,total,shipping\nann,20240501,3.00,4.00\n"
    told = only_problem(tmp_path, content, columns={"shipping": 4})
    assert "the order's total less its shipping is -1.00 EUR" in told


def test_since(tmp_path: Path) -> None:
    """Orders before it are skipped and counted, the one of that very instant is not."""
    content = HEADER + "1,ann,2024-05-01,3.00\n2,ann,2024-05-02,3.00\n3,ann,2024-05-03,3.00\n"
    file = order_file(tmp_path, content)
    events, report = read(file, day(2024, 5, 2))
    assert [event.id for event in events] == ["2", "3"]
    assert dict(report.skipped) == {"before 2024-05-02 00:00:00+00:00": 1}
    with pytest.raises(BadValue, match="no time zone"):
        file.history(day(2024, 5, 2).replace(tzinfo=None))


def test_reading_again_gives_the_same(tmp_path: Path) -> None:
    """A file is a value: each reading begins anew, two at once do not disturb each other, and all are equal."""
    file = order_file(tmp_path, HEADER + "".join(f"{n},c{n % 7},2024-05-01,{n}.00\n" for n in range(500)))
    first, second = list(file.history()), list(zip(file.history(), file.history(), strict=True))
    assert [(event, event) for event in first] == second


@pytest.mark.parametrize("option", ["source", "sku"])
def test_options_that_fill_in(tmp_path: Path, option: str) -> None:
    """What the file does not tell is said once, for all its orders."""
    (order,) = purchases(tmp_path, HEADER + "1,ann,2024-05-01,3.00\n", **{option: "old"})
    assert (order.source, order.lines[0].sku) == (("old", "order") if option == "source" else ("order_file", "old"))
