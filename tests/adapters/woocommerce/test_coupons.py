"""Coupons: made once, as they were meant, whatever the shop makes of them."""

import httpx
import pytest

from retention_sdk.actions import AmountOff, FreeItem, FreeShipping, IssueCoupon, PercentOff, VoidCoupon
from retention_sdk.errors import CredentialsRefused, Refused, TryLater
from retention_sdk.money import Money
from retention_sdk.platforms import Receipt
from retention_sdk.settings import Secret
from retention_sdk.times import days
from tests.adapters.woocommerce.fake import Shop, lost, once, page, said
from tests.adapters.woocommerce.made import AT, mia, woo

TEN = IssueCoupon(PercentOff(10), valid_for=days(30), reason="Sorry")
USD = Money.of("5.50", "USD")


def only(shop: Shop) -> dict[str, object]:
    """The one coupon that the shop has."""
    (coupon,) = shop.coupons.values()
    return coupon


def test_a_coupon_is_what_was_meant(shop: Shop) -> None:
    """Percent, end in UTC, limits, address, key: all of it is in the shop, and nothing had to be put right."""
    receipt = woo().perform(TEN, "k-1", mia())
    stored = only(shop)
    assert stored["discount_type"] == "percent"
    assert stored["amount"] == "10.00"
    assert stored["date_expires_gmt"] == "2099-12-21T17:46:40"
    assert (stored["usage_limit"], stored["usage_limit_per_user"], stored["individual_use"]) == (1, 1, True)
    assert stored["email_restrictions"] == ["mia@example.com"]
    assert stored["description"] == "Sorry"
    assert receipt == Receipt(reference=str(stored["id"]), code=str(stored["code"]), data={"id": stored["id"]})
    assert shop.asked == ["POST coupons"]


def test_amounts_are_sent_as_texts(shop: Shop) -> None:
    """WooCommerce 8.2 refuses a number."""
    action = IssueCoupon(AmountOff(USD), minimum=Money.of(20, "USD"), uses=3, combinable=True)
    woo().perform(action, "k-1", mia())
    stored = only(shop)
    assert (stored["discount_type"], stored["amount"], stored["minimum_amount"]) == ("fixed_cart", "5.50", "20.00")
    assert (stored["usage_limit"], stored["individual_use"], stored["date_expires_gmt"]) == (3, False, None)


def test_free_shipping(shop: Shop) -> None:
    """A coupon of nothing off that makes shipping free."""
    woo().perform(IssueCoupon(FreeShipping()), "k-1", mia())
    assert (only(shop)["free_shipping"], only(shop)["amount"]) == (True, "0.00")


def test_a_free_item_is_all_off_that_item(shop: Shop) -> None:
    """WooCommerce gives no item away by itself: the coupon takes the whole price off so many of it."""
    woo().perform(IssueCoupon(FreeItem("beans-250", 2)), "k-1", mia())
    stored = only(shop)
    assert (stored["discount_type"], stored["amount"], stored["product_ids"]) == ("percent", "100.00", [10])
    assert stored["limit_usage_to_x_items"] == 2


@pytest.mark.parametrize(
    "action",
    [
        IssueCoupon(FreeItem("beans-250"), skus=("mug",)),
        IssueCoupon(FreeItem("beans-250"), categories=("coffee",)),
        IssueCoupon(PercentOff(5), skus=("tea",)),
        IssueCoupon(FreeItem("tea")),
        IssueCoupon(PercentOff(5), categories=("tea",)),
        IssueCoupon(AmountOff(Money.of(5, "EUR"))),
        IssueCoupon(PercentOff(5), minimum=Money.of(5, "EUR")),
    ],
)
def test_what_woocommerce_cannot_do_is_not_made(shop: Shop, action: IssueCoupon) -> None:
    """What would be another coupon than was meant is refused before anything is made."""
    with pytest.raises(Refused):
        woo().perform(action, "k-1", mia())
    assert shop.coupons == {}


def test_items_and_categories(shop: Shop) -> None:
    """Items by SKU, categories by slug or by the name that people see."""
    shop.categories = [{"id": 5, "slug": "hot-drinks", "name": "Tea &amp; coffee"}]
    action = IssueCoupon(PercentOff(5), skus=("mug", "beans-250", "mug"), categories=("tea & coffee",))
    woo().perform(action, "k-1", mia())
    assert only(shop)["product_ids"] == [11, 10]
    assert only(shop)["product_categories"] == [5]
    woo().perform(IssueCoupon(PercentOff(5), categories=("hot-drinks",)), "k-2", mia())


def test_an_end_that_is_over(shop: Shop) -> None:
    """A coupon that would have ended before it was made is not made."""
    with pytest.raises(Refused, match="which is over"):
        woo().perform(TEN, "k-1", mia(at=AT.replace(year=2020)))
    assert shop.coupons == {}


def test_codes_cannot_be_guessed(shop: Shop) -> None:
    """A code is made of the key and a secret, in letters that the shop leaves as they are."""
    one = woo(code_prefix="Bean-").perform(TEN, "k-1", mia()).code
    other = woo(code_prefix="Bean-").perform(TEN, "k-2", mia()).code
    third = woo(code_prefix="Bean-", code_secret=Secret("another")).perform(TEN, "k-1", mia()).code
    assert one is not None
    assert one.startswith("bean-")
    assert len({one, other, third}) == 3
    assert {coupon["code"] for coupon in shop.coupons.values()} == {one, other, third}


@pytest.mark.parametrize("email", [None, "nope", "mia@localhost", "mia@exämple.com", "a b@example.com"])
def test_an_address_that_the_shop_would_drop(shop: Shop, email: str | None) -> None:
    """An address that WooCommerce does not take is not sent: it would be dropped, and that is not said."""
    receipt = woo().perform(TEN, "k-1", mia(email=email))
    assert only(shop)["email_restrictions"] == []
    assert receipt.notes == ()


def test_guests_and_those_who_want_no_binding(shop: Shop) -> None:
    """A guest's address is in their id; a shop may leave coupons unbound, since guests have to type it first."""
    woo().perform(TEN, "k-1", mia("guest:mia@example.com", None))
    assert only(shop)["email_restrictions"] == ["mia@example.com"]
    woo(bind_to_email=False).perform(TEN, "k-2", mia())
    assert list(shop.coupons.values())[-1]["email_restrictions"] == []


# the shop's vices


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ({"amount": "abc"}, "amount was stored as 0.00 in place of 10"),
        ({"date_expires": "soon"}, "date_expires was stored as 1970-01-01T00:00:00"),
        ({"date_expires": "2099-12-21T17:46:40"}, "date_expires was stored as 2099-12-21T22:46:40"),
        ({"date_expires": None}, "date_expires was stored as never"),
        ({"email_restrictions": ["nope"]}, "email_restrictions was stored as nobody's address"),
        ({"usage_limit": 0}, "usage_limit was stored as 0 in place of 1"),
        ({"individual_use": False}, "individual_use was stored as False"),
        ({"discount_type": "fixed_cart"}, "discount_type was stored as fixed_cart"),
        ({"meta_data": []}, "meta_data was stored without"),
        ({"product_ids": [99]}, "product_ids was stored as 99 in place of none"),
        ({"code": "another"}, "code was stored as another"),
    ],
)
def test_a_shop_that_lies_once_is_put_right(shop: Shop, lie: dict[str, object], words: str) -> None:
    """What is stored otherwise than it was sent is mended, and the receipt says so."""
    shop.lies = dict(lie)
    shop.vices = [once("POST", "coupons", lambda honest: (honest(), shop.lies.clear())[0])]
    receipt = woo().perform(TEN, "k-1", mia())
    assert shop.asked == ["POST coupons", f"PUT coupons/{receipt.reference}"]
    assert any(words in note for note in receipt.notes)
    assert "mia" not in "".join(receipt.notes)
    assert only(shop)["amount"] == "10.00"
    assert only(shop)["date_expires_gmt"] == "2099-12-21T17:46:40"
    assert only(shop)["email_restrictions"] == ["mia@example.com"]
    assert only(shop)["code"] == receipt.code


@pytest.mark.parametrize("lie", [{"amount": "abc"}, {"email_restrictions": ["nope"]}, {"date_expires": "soon"}])
def test_a_shop_that_keeps_lying(shop: Shop, lie: dict[str, object]) -> None:
    """A coupon that cannot be put right is deleted, and refused with what was wrong."""
    shop.lies = dict(lie)
    with pytest.raises(Refused, match=f"it was deleted: {next(iter(lie))} was stored as"):
        woo().perform(TEN, "k-1", mia())
    assert shop.coupons == {}


def test_a_lost_answer_is_looked_for(shop: Shop) -> None:
    """The coupon was made and the answer lost: it is found by its code, and there is one."""
    shop.vices = [once("POST", "coupons", lost)]
    receipt = woo().perform(TEN, "k-1", mia())
    assert receipt.reference == str(only(shop)["id"])
    assert shop.asked == ["POST coupons", "GET coupons"]


def test_a_lost_request_is_left_to_a_later_try(shop: Shop) -> None:
    """Where nobody knows what came of it nothing is sent again at once; the next try looks, and then makes it."""
    shop.vices = [once("POST", "coupons", page)]
    with pytest.raises(TryLater) as caught:
        woo().perform(TEN, "k-1", mia())
    assert caught.value.after
    assert shop.coupons == {}
    woo().perform(TEN, "k-1", mia(first_at=AT))
    assert shop.asked[2:] == ["GET coupons", "POST coupons"]
    assert only(shop)["status"] == "publish"


def test_a_second_try_finds_what_the_first_made(shop: Shop) -> None:
    """However often a key is performed, there is one coupon of it."""
    receipts = [woo().perform(TEN, "k-1", mia(first_at=first)) for first in (None, AT, None, AT)]
    assert len({receipt.code for receipt in receipts}) == 1
    assert len(shop.coupons) == 1
    assert shop.asked.count("POST coupons") == 2


def test_a_code_of_somebody_else(shop: Shop) -> None:
    """A coupon of our code that was made for something else is neither used nor touched."""
    woo().perform(TEN, "k-1", mia())
    only(shop)["meta_data"] = [{"id": 1, "key": "retention_key", "value": "k-of-others"}]
    with pytest.raises(Refused, match="made for something else"):
        woo().perform(TEN, "k-1", mia())
    assert len(shop.coupons) == 1


def test_a_duplicate_that_is_not_shown(shop: Shop) -> None:
    """The shop says that it has the coupon and does not show it: it is tried later, and not made under another code."""
    shop.vices = [once("POST", "coupons", lambda _: said(400, "woocommerce_rest_coupon_code_already_exists"))]
    with pytest.raises(TryLater, match="does not show it"):
        woo().perform(TEN, "k-1", mia())


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (said(401, "woocommerce_rest_cannot_create"), CredentialsRefused),
        (said(403, "rest_forbidden"), CredentialsRefused),
        (httpx.Response(403, html="<h1>Blocked</h1>"), CredentialsRefused),
        (httpx.Response(404, html="<h1>Nothing here</h1>"), CredentialsRefused),
        (httpx.Response(301, headers={"Location": "https://www.shop.example/"}), CredentialsRefused),
        (said(404, "rest_no_route"), TryLater),
        (httpx.Response(503, html="Maintenance", headers={"Retry-After": "600"}), TryLater),
        (httpx.Response(502), TryLater),
        (httpx.Response(429, headers={"Retry-After": "99"}), TryLater),
        (httpx.Response(500, html="<h1>Error establishing a database connection</h1>"), TryLater),
        (said(500, "internal_server_error", "<p>There has been a critical error</p>"), TryLater),
        (httpx.Response(200, html="<html>Welcome</html>"), TryLater),
        (httpx.Response(201, json=["what?"]), TryLater),
        (said(500, "woocommerce_rest_no", "No", data=500), Refused),
        (said(400, "rest_invalid_param"), Refused),
        (said(413, "woocommerce_rest_request_entity_too_large"), Refused),
        (httpx.Response(418), Refused),
    ],
)
def test_every_answer_is_one_of_three_errors(shop: Shop, answer: httpx.Response, kind: type[Exception]) -> None:
    """Whatever a shop answers to a new coupon, one of the three errors tells what to do, and one request was sent."""
    shop.vices = [once("POST", "coupons", lambda _: answer)]
    with pytest.raises(kind) as caught:
        woo().perform(TEN, "k-1", mia())
    assert shop.asked.count("POST coupons") == 1
    assert "<" not in str(caught.value)


def test_words_of_the_shop_are_plain_and_name_nobody(shop: Shop) -> None:
    """A message is shown without markup, entities and addresses."""
    words = '<span class="x">No coupon &quot;a&quot;</span> for mia@example.com'
    shop.vices = [once("POST", "coupons", lambda _: said(400, "no_coupon", words))]
    with pytest.raises(Refused, match=r'no_coupon: No coupon "a" for \(an address\)'):
        woo().perform(TEN, "k-1", mia())


def test_a_notice_before_the_answer(shop: Shop) -> None:
    """A plugin that prints a notice before the JSON does not hide that the coupon was made."""

    def noticed(honest: object) -> httpx.Response:
        notice = "<br />\n<b>Notice</b>: Undefined index [a] {b} in <b>/var/www/x.php</b> on line <b>2</b><br />\n"
        return httpx.Response(201, text=notice + honest().text)  # type: ignore[operator]

    shop.vices = [once("POST", "coupons", noticed)]
    assert woo().perform(TEN, "k-1", mia()).reference == str(only(shop)["id"])
    assert shop.asked == ["POST coupons"]


# taken back


def test_a_coupon_taken_back_is_gone(shop: Shop) -> None:
    """It is deleted for good, not put in the trash, and a second time does no harm."""
    receipt = woo().perform(TEN, "k-1", mia())
    undone = woo().perform(VoidCoupon("k-1"), "v-1", mia(undoes=receipt))
    assert shop.coupons == {}
    assert undone.notes == ()
    again = woo().perform(VoidCoupon("k-1"), "v-1", mia(undoes=receipt))
    assert again.notes == ("there was no such coupon any more",)


def test_a_coupon_is_found_by_its_key_alone(shop: Shop) -> None:
    """Without a receipt the code follows from the key."""
    woo().perform(TEN, "k-1", mia())
    woo().perform(VoidCoupon("k-1"), "v-1")
    assert shop.coupons == {}


def test_a_used_coupon_is_told_of(shop: Shop) -> None:
    """Whoever takes back a coupon that was used learns it."""
    receipt = woo().perform(TEN, "k-1", mia())
    only(shop)["usage_count"] = 1
    undone = woo().perform(VoidCoupon("k-1"), "v-1", mia(undoes=receipt))
    assert undone.notes == ("the coupon had been used once before it was taken back",)


def test_twins_are_all_deleted(shop: Shop) -> None:
    """A shop may have several coupons of one code, and show one of them: all are deleted."""
    receipt = woo().perform(TEN, "k-1", mia())
    for number in (1, 2):
        shop.coupons[number] = only(shop) | {"id": number} if number == 1 else shop.coupons[1] | {"id": 2}
    woo().perform(VoidCoupon("k-1"), "v-1", mia(undoes=receipt))
    assert shop.coupons == {}


def test_a_number_that_is_another_coupon_now(shop: Shop) -> None:
    """Where the number of a receipt is of another coupon, that one is left alone."""
    shop.coupons[7] = {"id": 7, "code": "summer", "status": "publish", "usage_count": 0}
    woo().perform(VoidCoupon("k-1"), "v-1", mia(undoes=Receipt(reference="7")))
    assert 7 in shop.coupons


def test_a_coupon_that_is_not_published(shop: Shop) -> None:
    """A plugin that puts new coupons aside as drafts makes them of no use: they are published, and it is said."""

    def draft(honest: object) -> httpx.Response:
        answer: httpx.Response = honest()  # type: ignore[operator]
        only(shop)["status"] = "draft"
        return httpx.Response(201, json=answer.json() | {"status": "draft"})

    shop.vices = [once("POST", "coupons", draft)]
    receipt = woo().perform(TEN, "k-1", mia())
    assert "it is in the state draft" in receipt.notes[0]
    assert only(shop)["status"] == "publish"
