"""Many coupons at once."""

import httpx
import pytest

from retention_adapters.woocommerce.acts.bulk import Wanted
from retention_sdk.actions import FreeItem, IssueCoupon, PercentOff
from retention_sdk.errors import CredentialsRefused, Refused, TryLater
from retention_sdk.platforms import Receipt
from tests.adapters.woocommerce.fake import Shop, lost, once, page, said
from tests.adapters.woocommerce.made import AT, mia, woo

TEN = IssueCoupon(PercentOff(10))


def wanted(count: int, **more: object) -> list[Wanted]:
    """So many coupons."""
    return [Wanted(TEN, f"k-{at}", mia(**more)) for at in range(count)]


def test_a_hundred_a_request(shop: Shop) -> None:
    """250 coupons are three requests, and the receipts are in order."""
    receipts = woo().issue_coupons(wanted(250))
    assert shop.asked == ["POST coupons/batch"] * 3
    assert len(shop.coupons) == 250
    assert all(isinstance(one, Receipt) for one in receipts)
    keys = [shop.coupons[int(one.reference)]["meta_data"][0]["value"] for one in receipts if isinstance(one, Receipt)]
    assert keys == [f"k-{at}" for at in range(250)]


def test_each_succeeds_or_fails_by_itself(shop: Shop) -> None:
    """One that cannot be made, and one that the shop refuses, do not hold up the others; one that is there is found."""
    woo().perform(TEN, "k-0", mia())
    asked = [*wanted(2), Wanted(IssueCoupon(FreeItem("tea")), "k-2", mia()), Wanted(TEN, "k-3", mia())]

    def refuses_one(honest: object) -> httpx.Response:
        items = honest().json()["create"]  # type: ignore[operator]
        items[2] = {"id": 0, "error": {"code": "coupon_invalid", "message": "<b>No</b>", "data": {"status": 400}}}
        return httpx.Response(200, json={"create": items})

    shop.vices = [once("POST", "coupons/batch", refuses_one)]
    first, second, third, fourth = woo().issue_coupons(asked)
    assert isinstance(first, Receipt)
    assert isinstance(second, Receipt)
    assert isinstance(third, Refused)
    assert "SKU" in third.reason
    assert isinstance(fourth, Refused)
    assert "coupon_invalid: No" in fourth.reason


def test_a_batch_whose_answer_is_lost(shop: Shop) -> None:
    """A batch goes on when nobody waits for it any more: each coupon is looked up, and there is one of each."""
    shop.vices = [once("POST", "coupons/batch", lost)]
    receipts = woo().issue_coupons(wanted(3))
    assert all(isinstance(one, Receipt) for one in receipts)
    assert len(shop.coupons) == 3
    again = woo().issue_coupons(wanted(3, first_at=AT))
    assert [one.reference for one in again if isinstance(one, Receipt)] == [
        one.reference for one in receipts if isinstance(one, Receipt)
    ]
    assert shop.asked.count("POST coupons/batch") == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (page(None), TryLater),  # type: ignore[arg-type]
        (httpx.Response(200, json={"create": []}), TryLater),
        (said(401, "woocommerce_rest_cannot_batch"), CredentialsRefused),
        (said(413, "woocommerce_rest_request_entity_too_large"), Refused),
    ],
)
def test_a_batch_that_fails_whole(shop: Shop, answer: httpx.Response, kind: type[Exception]) -> None:
    """Each coupon has the error."""
    shop.vices = [once("POST", "coupons/batch", lambda _: answer)]
    assert [isinstance(one, kind) for one in woo().issue_coupons(wanted(2))] == [True, True]
