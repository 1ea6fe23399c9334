"""Whatever a shop answers, one of the three errors leaves the adapter, or a result: a law over JSON of any shape."""

import json
from functools import partial
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_adapters.http import Http
from retention_adapters.woocommerce import WooCommerce, adapter
from retention_adapters.woocommerce.acts.bulk import Wanted
from retention_sdk.actions import (
    CancelSubscription,
    DiscountSubscription,
    EndDiscount,
    IssueCoupon,
    IssueGiftCard,
    PauseSubscription,
    PercentOff,
    RefundMoney,
    ResumeSubscription,
    SendReplacement,
    SkipDelivery,
    Tag,
    TakeStoreCredit,
    Untag,
    VoidCoupon,
)
from retention_sdk.errors import CredentialsRefused, Refused, TryLater
from retention_sdk.money import Money
from retention_sdk.platforms import Receipt
from retention_sdk.times import days
from tests.adapters.woocommerce.made import AT, mia, woo
from tests.adapters.woocommerce.recordings import body_of

KEPT = ("order_create_completed", "coupon_create_restricted", "refund_create_rest", "webhook_get", "coupon_batch_mixed")
REST = ("namespaces", "environment", "version", "error", "next_payment_date_gmt", "billing_period", "billing_interval")
NAMES = sorted({name for one in KEPT for name in body_of(one)} | set(REST))
TEXTS = st.sampled_from(
    ["", "34", "5.00", "abc", "publish", "2099-12-31T08:00:00", "9999-12-31T23:59:59", "month", "NaN"]
)
LEAVES = st.none() | st.booleans() | st.integers(-1, 40) | st.floats(allow_nan=True) | TEXTS
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
    max_leaves=20,
)
THINGS = st.dictionaries(st.sampled_from(NAMES), JSON, min_size=3, max_size=16).map(lambda thing: {"id": 34} | thing)
ANSWERS = st.tuples(
    st.sampled_from([200, 200, 200, 201, 400, 401, 404, 500]), JSON | THINGS | st.lists(THINGS, max_size=2)
)

ACTIONS = [
    IssueCoupon(PercentOff(10), skus=("34",), categories=("abc",)),
    IssueCoupon(PercentOff(10)),
    IssueGiftCard(Money.of(5, "USD")),
    VoidCoupon("k-0"),
    TakeStoreCredit("k-0", Money.of(5, "USD")),
    RefundMoney("34", Money.of(5, "USD")),
    SendReplacement("34"),
    Tag("vip"),
    Untag("vip"),
    PauseSubscription("34", days(9)),
    SkipDelivery("34", 3),
    ResumeSubscription("34"),
    DiscountSubscription("34", 10),
    EndDiscount("34", "k-0"),
    CancelSubscription("34"),
]


def shop(answers: list[tuple[int, Any]]) -> WooCommerce:
    """A shop that answers one thing after the other, and the last one for ever."""

    def answer(_request: httpx.Request) -> httpx.Response:
        status, body = answers.pop(0) if len(answers) > 1 else answers[0]
        return httpx.Response(status, content=json.dumps(body).encode())

    made = partial(Http, transport=httpx.MockTransport(answer), sleep=lambda _seconds: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adapter, "Http", made)
        found = woo(subscriptions=True)
        assert found._shop
    return found


@settings(max_examples=60, deadline=None)
@given(answers=st.lists(ANSWERS, min_size=1, max_size=4), action=st.sampled_from(ACTIONS), tried=st.booleans())
def test_any_json(answers: list[tuple[int, Any]], action: Any, tried: bool) -> None:
    """Any value in the place of any answer: a receipt, or an error that is one of the three."""
    try:
        receipt = shop(answers).perform(action, "k-1", mia(first_at=AT if tried else None))
    except (TryLater, CredentialsRefused, Refused):
        return
    assert isinstance(receipt, Receipt)


@settings(max_examples=20, deadline=None)
@given(answers=st.lists(ANSWERS, min_size=1, max_size=4))
def test_any_json_for_the_rest(answers: list[tuple[int, Any]]) -> None:
    """The same for bulk codes and for setting up; and a history of anything is a history of what can be read."""
    found = shop(answers).issue_coupons([Wanted(IssueCoupon(PercentOff(9)), f"k-{at}", mia()) for at in range(2)])
    assert all(isinstance(one, Receipt | TryLater | CredentialsRefused | Refused) for one in found)
    for act in (lambda woo: woo.setup(), lambda woo: list(woo.history())):
        try:
            act(shop(list(answers)))
        except (TryLater, CredentialsRefused, Refused):
            continue


@settings(max_examples=20, deadline=None)
@given(answers=st.lists(ANSWERS, min_size=1, max_size=4))
def test_the_doctor_never_raises(answers: list[tuple[int, Any]]) -> None:
    """Whatever is answered, the doctor has something to say."""
    made = shop(answers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adapter, "Http", lambda *_args, **_more: made._shop.http)
        assert all(one.sentence for one in made.doctor())
