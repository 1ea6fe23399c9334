"""An order as it is shown, and all the facts that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Delivered, Dispute, Event, Line, Money, OrderCancelled, Purchase, Refund, RefundLine
from tests.adapters.shopify.ours import (
    CANCELLED,
    PAID,
    body,
    changed,
    held,
    line,
    order,
    pair,
    refund,
    shopify,
    webhook,
)

if TYPE_CHECKING:
    from tests.adapters.shopify.fake import FakeShopify


def eur(amount: str) -> Money:
    """Euros."""
    return Money.of(amount, "EUR")


def told(body: dict[str, Any], topic: str = "orders/updated") -> list[Any]:
    """What an order's body tells."""
    return list(shopify().receive(webhook(topic, body)))


def bought(body: dict[str, Any]) -> Purchase:
    """The purchase that an order's body tells."""
    [found] = [one for one in told(body) if isinstance(one, Purchase)]
    return found


def test_a_purchase() -> None:
    """Lines with their SKU, shipping, who bought, and when it was shown so; the id is the order's number."""
    purchase = bought(order(discount_codes=[{"code": "SPRING"}, {"code": ""}]))
    assert (purchase.id, purchase.customer, purchase.source) == ("7", "42", "shopify")
    assert purchase.lines == (Line(sku="beans", quantity=1, total=eur("10.00")),)
    assert (purchase.shipping, purchase.coupons) == (eur("4.00"), ("SPRING",))
    assert purchase.profile is not None
    assert (purchase.profile.email, purchase.profile.name, purchase.profile.locale) == (
        "ada@example.com",
        "Ada L",
        "de-DE",
    )
    assert f"{purchase.occurred_at:%H:%M:%S} {purchase.as_of:%H:%M:%S}" == "09:00:00 09:00:05"


@pytest.mark.parametrize("topic", ["orders/create", "orders/paid", "orders/updated", "orders/fulfilled"])
def test_the_topic_says_nothing(topic: str) -> None:
    """One snapshot holds the same facts under each topic."""
    assert told(PAID, topic) == told(PAID)


@pytest.mark.parametrize(
    "more",
    [
        {"test": True},
        {"financial_status": "pending"},
        {"financial_status": "authorized"},
        {"financial_status": "partially_paid"},
        {"financial_status": "voided", "cancelled_at": "2026-11-02T09:00:00Z"},
        {"customer": None, "email": ""},
        {"customer": None, "email": None},
        {"line_items": []},
    ],
)
def test_nothing_to_tell(more: dict[str, Any]) -> None:
    """A test, an order that is not paid in full, one that is nobody's, and one of nothing."""
    assert told(order(**more)) == []


def test_the_state_counts_and_not_the_topic() -> None:
    """An order that is not paid yet gives nothing under orders/paid; the next orders/updated makes up for it."""
    assert told(order(financial_status="pending"), "orders/paid") == []
    assert bought(order())


def test_a_guest() -> None:
    """Without a customer it is a guest of that address, in small letters; one who is null or missing is the same."""
    for more in ({"customer": None}, {"customer": None, "email": " ADA@example.com "}):
        assert bought(order(**more)).customer == "guest:ada@example.com"
    missing = order()
    del missing["customer"]
    assert bought(missing).customer == "guest:ada@example.com"


def test_a_customer_without_a_name() -> None:
    """An app without access to protected data sees a number and nulls."""
    nobody = {"id": 42, "email": None, "first_name": None, "last_name": None}
    purchase = bought(order(customer=nobody, email=None))
    assert purchase.customer == "42"
    assert purchase.profile is not None
    assert (purchase.profile.email, purchase.profile.name) == (None, None)


def test_prices_with_and_without_tax() -> None:
    """A line's total has the tax in it, whether the shop's prices have it or not."""
    item = line(quantity=2, tax_lines=[{"price_set": pair("3.80")}])
    inclusive, exclusive = (bought(order(lines=[item], taxes_included=included)).lines[0] for included in (True, False))
    assert (inclusive.total, inclusive.tax) == (eur("20.00"), eur("3.80"))
    assert (exclusive.total, exclusive.tax) == (eur("23.80"), eur("3.80"))


def test_the_shops_money_counts() -> None:
    """A customer who pays in dollars is counted in the shop's currency."""
    abroad = pair("10.00") | {"presentment_money": {"amount": "11.50", "currency_code": "USD"}}
    assert bought(order(lines=[line(price_set=abroad)])).lines[0].total == eur("10.00")


def test_discounts_and_gift_cards() -> None:
    """What was taken off is known, and a gift card is marked: it is spent in another order."""
    item = line(price="30.00", gift_card=True, discount_allocations=[{"amount_set": pair("4.50")}])
    [found] = bought(order(lines=[item])).lines
    assert (found.total, found.discount, found.categories) == (eur("25.50"), eur("4.50"), ("gift_card",))


def test_a_line_without_a_sku() -> None:
    """It is known by its variant; where that is gone, by its title."""
    lines = [line(1, sku=""), line(2, sku="", variant_id=None, title="Gift wrap"), line(3, sku=None)]
    assert [one.sku for one in bought(order(lines=lines)).lines] == ["variant-10", "Gift wrap", "variant-30"]


def test_numbers_that_a_float_cannot_hold() -> None:
    """Ids above 2 to the 53rd stay exact."""
    assert bought(order(820982911946154508)).id == "820982911946154508"


def test_yen() -> None:
    """A currency without decimals, told with them."""
    item = line(price_set=pair("1200.0", "JPY"))
    shipping = {"id": 1, "price_set": pair("500.0", "JPY"), "tax_lines": [], "discount_allocations": []}
    purchase = bought(order(lines=[item], shipping_lines=[shipping], currency="JPY"))
    assert purchase.total == Money.of(1700, "JPY")


def test_a_locale_that_is_none() -> None:
    """What is no language tag is not known, and no reason to lose an order."""
    purchase = bought(order(customer_locale="??"))
    assert purchase.profile is not None
    assert purchase.profile.locale is None


def test_units_that_an_edit_took_out() -> None:
    """They are not in the purchase any more; units that came back are, since their refund takes them out."""
    item = line(quantity=5, current_quantity=2)  # one came back, two were taken out
    shown = order(lines=[item], refunds=[refund(1, [(item, 1)], "10.00")])
    assert bought(shown).lines == (Line(sku="beans", quantity=3, total=eur("30.00")),)


def test_an_order_that_edits_have_emptied() -> None:
    """Nothing of it is left, until an edit fills it again; one that came back whole is still what was bought."""
    gone, back = line(quantity=2, current_quantity=0), line(quantity=2, current_quantity=0)
    [emptied] = told(order(lines=[gone]))
    assert isinstance(emptied, OrderCancelled)
    assert emptied.occurred_at == emptied.as_of
    assert [type(one) for one in told(order(lines=[back], refunds=[refund(1, [(back, 2)], "24.00")]))] == [
        Purchase,
        Refund,
        Refund,
    ]


def test_refunds_each_with_its_own_id() -> None:
    """Lines, money beyond them such as shipping, money alone, and lines without money."""
    item = line(quantity=9)
    found = told(
        order(
            lines=[item],
            refunds=[
                refund(1, [(item, 2)], "20.00"),
                refund(2, [(item, 1)], "14.00"),
                refund(3, [], "1.50"),
                refund(4, [(item, 3)], None),
                refund(5, [(item, 2)], "15.00"),
                refund(6, [], None),
            ],
        )
    )
    lines = {one.id: one.lines for one in found if isinstance(one, Refund) and one.lines}
    money = {one.id: one.amount for one in found if isinstance(one, Refund) and one.amount}
    assert lines == {
        "refund-1": (RefundLine(sku="beans", quantity=2, total=eur("20.00")),),
        "refund-2": (RefundLine(sku="beans", quantity=1, total=eur("10.00")),),
        "refund-4": (RefundLine(sku="beans", quantity=3, total=eur("30.00")),),
        "refund-5": (RefundLine(sku="beans", quantity=2, total=eur("15.00")),),
    }
    assert money == {"refund-2-money": eur("4.00"), "refund-3-money": eur("1.50")}
    assert {one.order for one in found if isinstance(one, Refund)} == {"7"}


def test_a_refund_of_a_line_that_is_not_told_again() -> None:
    """The line stands in the order: its id is enough."""
    item = line()
    back = refund(1, [(item, 1)], "10.00")
    for one in back["refund_line_items"]:
        one["line_item"] = None
    [_, found] = told(order(lines=[item], refunds=[back]))
    assert found.lines == (RefundLine(sku="beans", quantity=1, total=eur("10.00")),)


def test_money_that_did_not_move() -> None:
    """A refund that failed, or a charge, is no money back."""
    moved = [
        {"kind": "refund", "status": "failure", "amount": "9.00", "currency": "EUR"},
        {"kind": "sale", "status": "success", "amount": "9.00", "currency": "EUR"},
    ]
    assert len(told(order(refunds=[refund(1, [], None, transactions=moved)]))) == 1


def test_money_that_went_back_in_another_currency() -> None:
    """Where Shopify does not say what it came to, the items do."""
    item = line()
    moved = [{"kind": "refund", "status": "success", "amount": "11.50", "currency": "USD"}]
    [_, back] = told(order(lines=[item], refunds=[refund(1, [(item, 1)], None, transactions=moved)]))
    assert back.lines == (RefundLine(sku="beans", quantity=1, total=eur("10.00")),)


def test_a_cancelled_order() -> None:
    """It is no purchase any more, and everything else that it holds is told."""
    found = told(CANCELLED)
    assert [type(one) for one in found] == [Refund, Refund, OrderCancelled]
    assert found[-1].order == "5324790137142"
    assert found[1].amount == Money.of("30.00", "USD")  # the shipping


def test_a_number_that_is_no_text() -> None:
    """`subtotal` of a refund's line is a JSON number: the text beside it is read."""
    [refunded] = CANCELLED["refunds"]
    assert isinstance(refunded["refund_line_items"][0]["subtotal"], float)
    [lines, _, _] = told(CANCELLED)
    assert [str(one.total) for one in lines.lines] == ["586.45 USD", "1189.93 USD"]


def test_a_test_notification() -> None:
    """Shopify's own is a test, cancelled, and of nobody: it gives nothing, whatever its topic says."""
    shown = changed(PAID, id=820982911946154508, test=True, cancelled_at="2026-01-01T00:00:00Z", confirmed=False)
    assert told(shown, "orders/paid") == []


def test_the_api_shows_the_same(fake: FakeShopify) -> None:
    """An order that is read over the API holds the very same facts as its webhook."""
    item, other = line(1, quantity=3, tax_lines=[{"price_set": pair("1.10")}]), line(2, "tea", gift_card=True)
    other["discount_allocations"] = [{"amount_set": pair("2.00")}]
    back = refund(1, [(item, 1)], "13.00")
    shown = order(lines=[item, other], refunds=[back], discount_codes=[{"code": "SPRING"}])
    for number, each in enumerate((shown, changed(shown, taxes_included=False), CANCELLED, PAID)):
        one = changed(each, id=7 + number)
        for each_refund in one["refunds"]:
            each_refund["order_id"] = one["id"]
        held(fake.state, one)
        named = back | {"order_id": one["id"]}
        read = shopify().receive(webhook("refunds/create", named))
        assert read == told(one)
        assert read


def test_a_refund_names_its_order_alone(fake: FakeShopify) -> None:
    """Its body has no customer, so the order is read: it is whole, and everything in it is told."""
    shown = changed(CANCELLED, cancelled_at=None)
    held(fake.state, shown)
    found = shopify().receive(webhook("refunds/create", body("refunds_create.derived_full_refund")))
    assert [type(one) for one in found] == [Purchase, Refund, Refund]
    assert fake.asked == ["order"]


def test_an_order_that_was_edited(fake: FakeShopify) -> None:
    """The webhook names the lines that changed; the order is read, and shows what it is now."""
    held(fake.state, order(lines=[line(1), line(2, "tea", price="6.00")], updated_at="2026-11-05T09:00:00Z"))
    [purchase] = shopify().receive(webhook("orders/edited", {"order_edit": {"id": 1, "order_id": 7}}))
    assert isinstance(purchase, Purchase)
    assert [one.sku for one in purchase.lines] == ["beans", "tea"]
    assert f"{purchase.as_of:%d}" == "05"


def test_an_order_that_the_app_cannot_see(fake: FakeShopify) -> None:
    """It was deleted, or is older than 60 days: nothing is known of it."""
    assert shopify().receive(webhook("refunds/create", refund(1, [], "1.00"))) == []
    assert fake.asked == ["order"]


@pytest.mark.parametrize(
    ("status", "state"),
    [("needs_response", "opened"), ("under_review", "opened"), ("won", "won"), ("lost", "lost"), ("accepted", "lost")],
)
def test_a_dispute(fake: FakeShopify, status: str, state: str) -> None:
    """What is lost or given up is lost; it begins before it ends, whatever the day of its end is."""
    held(fake.state, order())
    told = {
        "id": 5,
        "order_id": 7,
        "status": status,
        "initiated_at": "2026-11-04T09:00:00Z",
        "finalized_on": "2026-11-04",
    }
    dispute = shopify().receive(webhook("disputes/update", told))[-1]
    assert isinstance(dispute, Dispute)
    assert (dispute.id, dispute.order, dispute.state) == (f"dispute-5-{state}", "7", state)
    assert (dispute.occurred_at.second == 1) == (state != "opened")


@pytest.mark.parametrize("status", ["prevented", "charge_refunded", "something new"])
def test_a_dispute_that_takes_nothing(fake: FakeShopify, status: str) -> None:
    """A charge that was refunded is told by its refund."""
    held(fake.state, order())
    found: list[Event] = list(
        shopify().receive(webhook("disputes/create", {"id": 5, "order_id": 7, "status": status}))  # type: ignore[arg-type]
    )
    assert not [one for one in found if isinstance(one, Dispute)]


def test_a_dispute_of_no_order() -> None:
    """Nothing is known of it."""
    assert shopify().receive(webhook("disputes/create", {"id": 5, "order_id": None, "status": "lost"})) == []


def test_a_delivery(fake: FakeShopify) -> None:
    """A fulfillment is told when it reached the customer, and then its order is read."""
    held(fake.state, order())
    sent = {"id": 3, "admin_graphql_api_id": "gid://shopify/Fulfillment/3", "order_id": 7, "shipment_status": None}
    assert shopify().receive(webhook("fulfillments/update", sent)) == []
    there = sent | {"shipment_status": "delivered", "updated_at": "2026-11-04T09:00:00Z"}
    delivered = shopify().receive(webhook("fulfillments/update", there))[-1]
    assert isinstance(delivered, Delivered)
    assert (delivered.order, delivered.customer) == ("7", "42")
