"""Orders: when they are paid, what was paid for what, what of it came back, and when nothing is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_adapters.woocommerce.events import facts_of_order
from retention_sdk import Line, Money, OrderCancelled, Purchase, Refund, RefundLine
from tests.adapters.woocommerce.events.shop import SOURCE, Body, Shop, body, facts, item, money
from tests.audit import audit
from tests.build import opened

if TYPE_CHECKING:
    from collections.abc import Mapping

PAID = datetime(2026, 11, 21, 17, 52, 17, tzinfo=UTC)


def usd(amount: str) -> Money:
    """Dollars."""
    return Money.of(amount, "USD")


def bought(order: Body) -> Purchase:
    """The purchase that an order holds."""
    found = facts(order)[0]
    assert isinstance(found, Purchase)
    return found


def changed(name: str, **fields: Any) -> Body:
    """A recorded order with other fields."""
    return body(name) | fields


def test_a_paid_order() -> None:
    """Lines have what was paid and what was taken off; codes, customer, time and profile are those of the shop."""
    order = bought(body("order_paid"))
    assert order.lines == (
        Line(sku="COF-90e16e", quantity=1, total=usd("15.99"), discount=usd("4.00")),
        Line(sku="MUG-90e16e", quantity=2, total=usd("13.60"), discount=usd("3.40")),
    )
    assert (order.id, order.customer, order.source, order.occurred_at) == ("152", "7", SOURCE, PAID)
    assert (order.total, order.shipping, order.coupons) == (usd("29.59"), None, ("hook-50a84b",))
    assert order.profile is not None
    assert (order.profile.email, order.profile.name) == ("hook.50a84b@example.test", "Hook Er")


def test_a_guest_is_their_address_in_lower_case() -> None:
    """However a guest writes their address, they are the same customer; without one there is nobody to thank."""
    order = body("guest_created")
    assert order["billing"]["email"] == "Me.411596@Example.test"
    assert bought(order).customer == "guest:me.411596@example.test"
    assert facts(order | {"billing": {}}) == []


def test_the_same_whichever_topic_comes_first() -> None:
    """A block checkout sends order.updated before order.created: both hold the same fact."""
    assert facts(body("guest_updated")) == facts(body("guest_created"))


def test_an_item_without_a_sku() -> None:
    """It is named by the number of its variation, else of its product; a deleted product has none left."""
    assert bought(body("yen")).lines[0].sku == "id:1125"
    line = item("", 1, 100)
    assert [bought(Shop().edit([line | more]) | {"date_paid_gmt": "2100-01-01T12:00:01"}).lines[0].sku for more in (
        {"variation_id": 12},
        {"product_id": 0, "sku": None},
    )] == ["id:12", "id:0"]  # fmt: skip


def test_yen() -> None:
    """A currency without decimals; a line's price is a float, and nobody looks at it."""
    order = bought(body("yen"))
    assert (order.total, order.lines[0].discount) == (Money(109, "JPY"), Money(101, "JPY"))


STATES: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "pending": ({"status": "pending", "date_paid_gmt": None}, []),
    "on hold": ({"status": "on-hold", "date_paid_gmt": None}, []),
    "a draft": ({"status": "checkout-draft"}, []),
    "another draft": ({"status": "auto-draft"}, []),
    "a paid one that is held": ({"status": "on-hold"}, ["purchase"]),
    "a shop's own state, paid": ({"status": "shipped"}, ["purchase"]),
    "a shop's own state, not paid": ({"status": "quote", "date_paid_gmt": None}, []),
    "completed": ({"status": "completed"}, ["purchase"]),
    "cancelled before it was paid": ({"status": "cancelled", "date_paid_gmt": None}, []),
    "trashed before it was paid": ({"status": "trash", "date_paid_gmt": None}, []),
    "cancelled": ({"status": "cancelled"}, ["purchase", "order_cancelled"]),
    "failed": ({"status": "failed"}, ["purchase", "order_cancelled"]),
    "trashed": ({"status": "trash"}, ["purchase", "order_cancelled"]),
    "refunded by hand": ({"status": "refunded"}, ["purchase", "order_cancelled"]),
    "processing, and nobody says when": ({"date_paid_gmt": None}, []),
    "cash on delivery": ({"payment_method": "cod", "date_paid_gmt": None}, ["purchase"]),
    "cash on delivery, refused at the door": (
        {"payment_method": "cod", "date_paid_gmt": None, "status": "cancelled"},
        ["purchase", "order_cancelled"],
    ),
    "cash on delivery, not placed": ({"payment_method": "cod", "date_paid_gmt": None, "status": "pending"}, []),
}


@pytest.mark.parametrize("name", STATES)
def test_what_a_state_means(name: str) -> None:
    """What is paid is a purchase; what was paid and is off was called off; all else is not heard of."""
    fields, kinds = STATES[name]
    assert [fact.kind for fact in facts(changed("order_paid", **fields))] == kinds


def test_cash_on_delivery_counts_from_its_order() -> None:
    """Nobody says when it was paid before it is completed; then that changes nothing of when it was bought."""
    placed = changed("order_paid", payment_method="cod", date_paid_gmt=None)
    completed = changed("order_paid", payment_method="cod", status="completed")
    created = PAID - timedelta(seconds=1)
    assert bought(placed).occurred_at == bought(completed).occurred_at == created


def test_a_refund_by_amount() -> None:
    """A webhook shows a refund's number and amount; it counts as of when it was seen."""
    _, refund = facts(body("order_refunded_partly"))
    assert isinstance(refund, Refund)
    assert (refund.id, refund.order, refund.amount, refund.lines) == ("refund-153", "152", usd("3.00"), ())
    assert refund.occurred_at == refund.as_of == PAID + timedelta(seconds=2)


def test_nothing_came_back() -> None:
    """A refund of nothing is none, with whatever sign WooCommerce writes it."""
    nothing = [{"id": 1, "total": "-0.00"}, {"id": 2, "total": "0"}, {"id": 3, "amount": "0.00"}]
    assert [fact.kind for fact in facts(changed("order_paid", refunds=nothing))] == ["purchase"]


def refund_of(**fields: Any) -> Refund:
    """A refund as `orders/ID/refunds` shows it."""
    line = {"sku": "COF-90e16e", "product_id": 10, "quantity": -1, "total": "-15.99", "total_tax": "-1.00"}
    told = {"id": 50, "amount": "16.99", "date_created_gmt": "2026-11-22T08:00:00", "line_items": [line]}
    found = facts(changed("order_paid", refunds=[told | fields]))[1]
    assert isinstance(found, Refund)
    return found


def test_a_refund_by_line() -> None:
    """Where a refund's own lines are at hand, units come back, and it happened when the shop says."""
    refund = refund_of()
    assert refund.lines == (RefundLine(sku="COF-90e16e", quantity=1, total=usd("16.99")),)
    assert (refund.amount, refund.occurred_at) == (None, datetime(2026, 11, 22, 8, tzinfo=UTC))


@pytest.mark.parametrize("fields", [{"amount": "20.00"}, {"line_items": []}, {"line_items": [{"quantity": 0}]}])
def test_a_refund_that_is_not_all_in_its_lines(fields: dict[str, Any]) -> None:
    """Where the lines are not the whole of it, such as with shipping, the amount counts."""
    refund = refund_of(**fields)
    assert (refund.lines, refund.amount) == ((), usd(fields.get("amount", "16.99")))


def test_the_second_that_an_order_is_called_off_in() -> None:
    """Of two states of one second the order is off in the later; the same state has the same id whenever it is told."""
    live, off = body("order_paid"), changed("order_paid", status="cancelled")
    assert live["date_modified_gmt"] == off["date_modified_gmt"]
    _, cancelled = facts(off)
    assert isinstance(cancelled, OrderCancelled)
    assert cancelled.id == "152-cancelled-20261121T175217"
    shown = bought(live).as_of
    assert shown is not None
    assert shown < cancelled.occurred_at < shown.replace(microsecond=0) + timedelta(seconds=1)


FEES: Mapping[str, tuple[str, str, str, str, str | None]] = {
    "no fee": ("40.00", "0.00", "40.00", "40.00", None),
    "shipping": ("40.00", "0.00", "44.90", "40.00", "4.90"),
    "a fee on top": ("40.00", "3.00", "47.90", "40.00", "7.90"),
    "points that were redeemed": ("40.00", "-3.33", "36.67", "36.67", None),
    "more points than goods": ("40.00", "-43.00", "1.90", "0.00", "1.90"),
    "a gift card of some plugin": ("40.00", "0.00", "34.90", "30.00", "4.90"),
    "something dear of some plugin": ("40.00", "0.00", "60.00", "40.00", "20.00"),
    "a cent of rounding": ("40.00", "0.00", "40.01", "40.01", None),
    "nothing to pay": ("40.00", "-40.00", "0.00", "0.00", None),
}


@pytest.mark.parametrize("name", FEES)
def test_what_was_paid_besides(name: str) -> None:
    """What was paid on top is in the shipping, what was taken off is a discount; all of it comes to the total."""
    goods, fee, total, lines, shipping = FEES[name]
    has_shipping = {"44.90", "47.90", "1.90", "34.90"}
    order = Shop().edit([item("beans", 2, 3000), item("tea", 1, 1000)]) | {
        "date_paid_gmt": "2100-01-01T12:00:05",
        "shipping_total": "4.90" if total in has_shipping else "0.00",
        "fee_lines": [{"name": "Fee", "total": fee, "total_tax": "0.00"}] if float(fee) else [],
        "total": total,
    }
    paid = bought(order)
    assert [str(amount.amount) for amount in (paid.basis(), paid.basis(discount=False), paid.total)] == [
        lines,
        max(goods, lines),
        total,
    ]
    assert (paid.shipping and str(paid.shipping.amount)) == shipping


def test_an_order_of_a_fee_alone() -> None:
    """Without an item there is a line all the same: the order was paid."""
    order = Shop().edit([]) | {"date_paid_gmt": "2100-01-01T12:00:05"}
    assert bought(order).lines == (Line(sku="no-item", quantity=1, total=Money(490, "EUR")),)


cents = st.integers(0, 500_00)
priced_items = st.lists(st.builds(item, st.sampled_from("abc"), st.integers(1, 9), cents, cents), max_size=4)


@given(priced_items, cents, st.integers(-300_00, 300_00), cents | st.none())
def test_every_part_adds_up(items: list[Body], shipping: int, fee: int, total: int | None) -> None:
    """Whatever the shop says of the parts, they come to the total to the cent, and no line is below nothing."""
    order = Shop().order | {"date_paid_gmt": "2100-01-01T12:00:05", "line_items": items}
    order |= {"shipping_total": money(shipping), "fee_lines": [{"total": money(fee), "total_tax": "0.00"}]}
    parts = sum(Decimal(line["total"]) + Decimal(line["total_tax"]) for line in items)
    whole = max(parts + Decimal(shipping + fee) / 100, Decimal(0)) if total is None else Decimal(total) / 100
    paid = bought(order | {"total": str(whole), "date_modified_gmt": None})
    assert paid.total.amount == whole
    assert all(line.total.minor >= 0 for line in paid.lines)
    assert all(line.tax is None or line.tax.minor <= line.total.minor for line in paid.lines)


def test_more_decimals_than_the_currency_has() -> None:
    """A shop may keep four decimals of euros: parts are rounded, and come to the total."""
    lines = [item("a", 3, 0) | {"subtotal": "6.8333", "total": "6.8333"}, item("b", 1, 0) | {"total": "0.3366"}]
    order = Shop().order | {"line_items": lines, "shipping_total": "0.0000", "total": "7.1699"}
    paid = bought(order | {"date_paid_gmt": "2100-01-01T12:00:05", "date_modified_gmt": None})
    assert [line.total.minor for line in paid.lines] == [683, 34]


def test_local_times_are_not_looked_at() -> None:
    """A time without `_gmt` is the shop's own, and does not say where the shop is."""
    order = body("order_paid")
    told = dict.fromkeys(("date_paid", "date_created", "date_modified"), "1999-01-01T00:00:00")
    assert facts(order | told) == facts(order)


def test_paid_back_in_full_leaves_nothing(sqlite_url: str) -> None:
    """Taxes that the shop rounds by line are a cent off; refunds that come to the total leave nothing of the order."""
    lines = [item("tea", 1, 333, 33), item("tea", 1, 333, 33), item("beans", 3, 1001, 100)]
    shop = Shop(customer=7)
    shop.edit(lines)
    shop.order["total"] = "23.24"  # 23.23 by line
    shop.status("processing")
    for part in (700, 1, 5000):
        shop.refund(part)
    with opened(sqlite_url, plugins={"points": {"rate": 1}}) as engine:
        for state in shop.shown:
            engine.handle_many(facts_of_order(state, SOURCE))
        customer = engine.customer("7")
        assert (customer.history.orders, customer.wallet("points").available) == (0, 0)
        assert shop.order["status"] == "refunded"
        assert audit(engine) == []
