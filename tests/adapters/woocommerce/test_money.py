"""Money: store credit, gift cards and refunds, given once and taken back."""

import httpx
import pytest

from retention_sdk.actions import IssueGiftCard, IssueStoreCredit, RefundMoney, TakeStoreCredit, VoidGiftCard
from retention_sdk.errors import Refused, TryLater
from retention_sdk.money import Money
from retention_sdk.times import days
from tests.adapters.woocommerce.fake import Shop, lost, once
from tests.adapters.woocommerce.made import AT, mia, woo
from tests.adapters.woocommerce.recordings import answer_of, body_of

TEN = Money.of(10, "USD")
BACK = RefundMoney("34", Money.of("5.00", "USD"), reason="Sorry")


@pytest.fixture
def paid(shop: Shop) -> Shop:
    """A shop with an order of 34.98 USD."""
    shop.orders[34] = body_of("order_create_completed")
    return shop


def test_store_credit_is_a_coupon_for_one_order(shop: Shop) -> None:
    """It is an amount off, for the customer alone, and the receipt says what it is not."""
    receipt = woo().perform(IssueStoreCredit(TEN, valid_for=days(10)), "k-1", mia())
    (stored,) = shop.coupons.values()
    assert (stored["discount_type"], stored["amount"], stored["usage_limit"]) == ("fixed_cart", "10.00", 1)
    assert stored["individual_use"] is True
    assert stored["email_restrictions"] == ["mia@example.com"]
    assert "what that leaves of it is lost" in receipt.notes[0]


def test_a_gift_card_may_be_passed_on(shop: Shop) -> None:
    """A gift card is for whoever has its code."""
    receipt = woo().perform(IssueGiftCard(TEN), "k-1", mia())
    (stored,) = shop.coupons.values()
    assert stored["email_restrictions"] == []
    woo().perform(VoidGiftCard("k-1", TEN), "v-1", mia(undoes=receipt))
    assert shop.coupons == {}


def test_credit_in_another_currency(shop: Shop) -> None:
    """Ten euros are not ten dollars."""
    with pytest.raises(Refused, match="currency is USD"):
        woo().perform(IssueStoreCredit(Money.of(10, "EUR")), "k-1", mia())


def test_the_currency_is_asked_for_once(shop: Shop) -> None:
    """And where the key may not see it, the merchant is believed."""
    adapter = woo()
    adapter.perform(IssueStoreCredit(TEN), "k-1", mia())
    adapter.perform(IssueStoreCredit(TEN), "k-2", mia())
    assert shop.asked.count("GET data/currencies/current") == 1
    shop.vices = [once("GET", "data/currencies/current", lambda _: answer_of("auth_bad_key"))]
    woo().perform(IssueStoreCredit(Money.of(10, "EUR")), "k-3", mia())


def test_credit_is_taken_in_part_once(shop: Shop) -> None:
    """Part of a credit is taken off the coupon, and a second try of the same takes nothing."""
    receipt = woo().perform(IssueStoreCredit(TEN), "k-1", mia())
    part = TakeStoreCredit("k-1", Money.of(4, "USD"))
    for first in (None, AT):
        woo().perform(part, "t-1", mia(undoes=receipt, first_at=first))
        assert next(iter(shop.coupons.values()))["amount"] == "6.00"
    woo().perform(TakeStoreCredit("k-1", Money.of(6, "USD")), "t-2", mia(undoes=receipt))
    assert shop.coupons == {}
    again = woo().perform(TakeStoreCredit("k-1", TEN), "t-2", mia(undoes=receipt))
    assert again.notes == ("there was no such credit any more",)


def test_credit_that_was_used(shop: Shop) -> None:
    """What was used cannot be taken, and that is said."""
    receipt = woo().perform(IssueStoreCredit(TEN), "k-1", mia())
    next(iter(shop.coupons.values()))["usage_count"] = 1
    taken = woo().perform(TakeStoreCredit("k-1", Money.of(4, "USD")), "t-1", mia(undoes=receipt))
    assert "had been used once" in taken.notes[0]


def test_a_refund_is_paid(paid: Shop) -> None:
    """It goes through the gateway, as a text, with our key in its meta data and a mark in its reason."""
    receipt = woo().perform(BACK, "k-1", mia())
    (made,) = paid.refunds[34]
    assert (made["amount"], made["refunded_payment"]) == ("5.00", True)
    assert made["reason"].startswith("Sorry (ref ")
    assert receipt.reference == str(made["id"])
    assert receipt.notes == ()


def test_a_refund_that_is_only_noted(paid: Shop) -> None:
    """Where the gateway is not to pay, the receipt says that somebody has to."""
    receipt = woo(refund_through_gateway=False).perform(BACK, "k-1", mia())
    assert "moved no money" in receipt.notes[0]


@pytest.mark.parametrize("meta", [True, False])
def test_a_refund_is_never_paid_twice(paid: Shop, meta: bool) -> None:
    """A lost answer is looked for, by our key or by the mark in the reason; so is an earlier try."""
    if not meta:
        paid.lies = {"refund_meta": []}
    paid.vices = [once("POST", "orders/34/refunds", lost)]
    receipt = woo().perform(BACK, "k-1", mia())
    again = woo().perform(BACK, "k-1", mia(first_at=AT))
    assert receipt.reference == again.reference
    assert len(paid.refunds[34]) == 1
    assert paid.asked.count("POST orders/34/refunds") == 1


@pytest.mark.parametrize("answer", [httpx.Response(502), httpx.Response(504), httpx.Response(200, html="<p>hi</p>")])
def test_a_refund_whose_outcome_is_not_known(paid: Shop, answer: httpx.Response) -> None:
    """It is not sent again; the next try comes after a while, and looks first."""
    paid.vices = [once("POST", "orders/34/refunds", lambda _: answer)]
    with pytest.raises(TryLater) as caught:
        woo().perform(BACK, "k-1", mia())
    assert caught.value.after is not None
    assert caught.value.after.total_seconds() >= 120
    woo().perform(BACK, "k-1", mia(first_at=AT))
    assert paid.asked.count("POST orders/34/refunds") == 2
    assert len(paid.refunds[34]) == 1


def test_what_never_left_is_sent_again(paid: Shop) -> None:
    """Where there was no connection nothing was paid."""

    def gone(_honest: object) -> httpx.Response:
        raise httpx.ConnectError("refused")

    paid.vices = [once("POST", "orders/34/refunds", gone)]
    woo().perform(BACK, "k-1", mia())
    assert len(paid.refunds[34]) == 1


def test_two_refunds_of_one_amount_are_two(paid: Shop) -> None:
    """The same amount for another reason is another refund."""
    woo().perform(BACK, "k-1", mia())
    woo().perform(BACK, "k-2", mia(first_at=AT))
    assert len(paid.refunds[34]) == 2


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (RefundMoney("34", Money.of("34.99", "USD")), "34.98 USD is left of order 34"),
        (RefundMoney("34", Money.of(5, "EUR")), "order 34 is in USD"),
        (RefundMoney("99", TEN), "the shop has no order 99"),
        (RefundMoney("no-number", TEN), "the shop has no order no-number"),
    ],
)
def test_refunds_that_cannot_be(paid: Shop, action: RefundMoney, words: str) -> None:
    """Another currency, more than is left, no such order: it is seen before anything is asked of the gateway."""
    with pytest.raises(Refused, match=words):
        woo().perform(action, "k-1", mia())
    assert paid.refunds == {}


def test_what_was_paid_back_before_counts(paid: Shop) -> None:
    """An order's total does not go down: what is left is the total without the refunds."""
    woo().perform(RefundMoney("34", Money.of(30, "USD")), "k-1", mia())
    with pytest.raises(Refused, match=r"4.98 USD is left"):
        woo().perform(BACK, "k-2", mia())


def test_a_business_error_of_the_gateway(paid: Shop) -> None:
    """A 500 with a code is a no for good: it is not sent again, here or later."""
    paid.vices = [once("POST", "orders/34/refunds", lambda _: answer_of("refund_create_too_much"))]
    with pytest.raises(Refused, match="Invalid refund amount"):
        woo().perform(BACK, "k-1", mia())
    assert paid.asked.count("POST orders/34/refunds") == 1


def test_a_shop_that_refunds_another_amount(paid: Shop) -> None:
    """Money that was moved cannot be put right by us, so a person is told."""
    paid.lies = {"refund": "7.00"}
    receipt = woo().perform(BACK, "k-1", mia())
    assert "7.00 in place of 5.00 USD" in receipt.notes[0]
