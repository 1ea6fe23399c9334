"""The exports that merchants have: Shopify's, and WooCommerce's by its most used plugin."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from retention_adapters.order_file.orders import spread
from retention_sdk import Line, Money, Profile, Purchase
from tests.adapters.order_file.kit import day, only_problem, order_file, purchases, read

if TYPE_CHECKING:
    from pathlib import Path

HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,"
    "Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,"
    "Lineitem fulfillment status,Billing Name,Notes,Cancelled at,Refunded Amount,Id,Lineitem discount"
)
FIRST = {
    "Name": "#1001",
    "Email": "Ann@Example.com",
    "Financial Status": "paid",
    "Currency": "EUR",
    "Subtotal": "27.00",
    "Shipping": "4.90",
    "Taxes": "5.54",
    "Total": "31.90",
    "Discount Code": "MAY10",
    "Discount Amount": "3.00",
    "Created at": "2025-10-07 09:50:26 +0200",
    "Lineitem quantity": "2",
    "Lineitem name": "Tea - 250 g",
    "Lineitem price": "10.00",
    "Lineitem sku": "TEA-250",
    "Billing Name": "Ann Lee",
    "Notes": "ring twice,\nplease",
}
SECOND = {"Name": "#1001", "Lineitem quantity": "1", "Lineitem name": "Mug", "Lineitem price": "10.00"}


def shopify(*rows: dict[str, str]) -> str:
    """An export, as Shopify writes it."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER.split(","), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_a_shopify_order(tmp_path: Path) -> None:
    """The order's own columns stand in its first row; what was paid is spread over the lines, to the last cent."""
    (order,) = purchases(tmp_path, shopify(FIRST, SECOND))
    assert order == Purchase(
        id="#1001",
        customer="ann@example.com",
        occurred_at=day(2025, 10, 7, 7, 50, 26),
        source="shopify_orders_export",
        profile=Profile(email="ann@example.com", name="Ann Lee"),
        lines=[
            Line(sku="TEA-250", quantity=2, total=Money(1800, "EUR")),
            Line(sku="Mug", quantity=1, total=Money(900, "EUR")),
        ],
        shipping=Money(490, "EUR"),
        coupons=["MAY10"],
    )
    assert order.total == Money(3190, "EUR")


def test_shopify_orders_that_are_not_paid(tmp_path: Path) -> None:
    """Pending, voided and refunded orders are skipped, and counted by status; partly refunded ones count."""
    states = ["paid", "pending", "voided", "refunded", "partially_refunded", "Paid"]
    rows = [{**FIRST, "Name": f"#{n}", "Financial Status": state} for n, state in enumerate(states)]
    events, report = read(order_file(tmp_path, shopify(*rows)))
    assert [event.id for event in events] == ["#0", "#4", "#5"]
    assert dict(report.skipped) == {"status pending": 1, "status voided": 1, "status refunded": 1}


def test_a_shopify_order_of_gifts(tmp_path: Path) -> None:
    """Lines that cost nothing share a total that is not nothing, such as a tip, evenly."""
    gift = {**FIRST, "Total": "5.00", "Shipping": "0.00", "Lineitem price": "0.00"}
    (order,) = purchases(tmp_path, shopify(gift, {**SECOND, "Lineitem price": "0.00"}))
    assert [line.total.minor for line in order.lines] == [250, 250]


def test_a_shopify_guest_without_an_address(tmp_path: Path) -> None:
    """An order over the counter has no e-mail: nobody to reward."""
    _, report = read(order_file(tmp_path, shopify({**FIRST, "Email": ""}, SECOND)))
    assert dict(report.skipped) == {"no customer": 2}


AMOUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@given(AMOUNTS, st.integers(0, 10**7))
def test_what_is_spread_adds_up(weights: list[int], total: int) -> None:
    """Whatever the lines cost, their parts are the total, and none is below zero."""
    lines = [Line(sku="x", quantity=1, total=Money(weight, "EUR")) for weight in weights]
    parts = [line.total.minor for line in spread(Money(total, "EUR"), lines)]
    assert sum(parts) == total
    assert min(parts) >= 0


WOOCOMMERCE = (
    "order_id,order_number,order_date,paid_date,status,shipping_total,shipping_tax_total,fee_total,fee_tax_total,"
    "tax_total,cart_discount,order_discount,discount_total,order_total,order_currency,payment_method,customer_id,"
    "customer_user,customer_email,billing_first_name,billing_last_name,billing_email,line_item_1\n"
)
COMPLETED = (
    "181,181,2024-03-31 02:30:00,,completed,10.0004,2.10,0.00,0.00,6.30,0.00,0.00,0.00,48.40,EUR,cod,"
    "0,0,,Ann,Lee,Ann@Example.com,name:Tea|product_id:12|sku:tea|quantity:2|total:30.00\n"
)


def test_a_woocommerce_order(tmp_path: Path) -> None:
    """One row an order: a guest is known by the billing address, shipping's tax comes on top of it."""
    (order,) = purchases(tmp_path, WOOCOMMERCE + COMPLETED, timezone="UTC")
    assert order == Purchase(
        id="181",
        customer="ann@example.com",
        occurred_at=day(2024, 3, 31, 2, 30),
        source="woocommerce_orders_export",
        profile=Profile(email="ann@example.com"),
        lines=[Line(sku="order", quantity=1, total=Money(3630, "EUR"))],
        shipping=Money(1210, "EUR"),
        shipping_tax=Money(210, "EUR"),
    )
    assert order.total == Money(4840, "EUR")


def test_woocommerce_orders_that_are_not_paid(tmp_path: Path) -> None:
    """Cancelled, failed, on hold: skipped and counted."""
    rows = [
        COMPLETED.replace("181", str(n), 1).replace("completed", state)
        for n, state in enumerate(["processing", "failed"])
    ]
    events, report = read(order_file(tmp_path, WOOCOMMERCE + "".join(rows)))
    assert [event.id for event in events] == ["0"]
    assert dict(report.skipped) == {"status failed": 1}


def test_a_woocommerce_report_is_not_guessed(tmp_path: Path) -> None:
    """WooCommerce's own report knows its customers by name only; it is read only as far as somebody says how."""
    header = "Date,Order #,N. Revenue (formatted),Status,Customer,Net Sales\n"
    content = header + "2024-05-01 10:00:00,7,€36.30,completed,Ann Lee,30\n"
    columns = {"customer": "Customer", "date": "Date", "order": "Order #", "total": "N. Revenue (formatted)"}
    assert order_file(tmp_path, content, columns=columns).layout().preset is None
    assert "leave out signs and codes" in only_problem(tmp_path, content, columns=columns)
