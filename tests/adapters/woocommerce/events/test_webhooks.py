"""Webhooks: who may send them, and what those mean that hold no fact."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retention_adapters.woocommerce.events import order_named, receive
from retention_adapters.woocommerce.events.signing import key_of
from retention_sdk import Secret
from retention_sdk.platforms import InvalidSignature, UnreadableWebhook, WebhookRequest
from tests.adapters.woocommerce.events.shop import SECRET, SOURCE, body, recorded, signed


def kinds(request: WebhookRequest, secret: Secret = SECRET) -> list[str]:
    """The kinds of what a webhook holds."""
    return [getattr(fact, "kind", "") for fact in receive(request, secret=secret, source=SOURCE)]


@pytest.mark.parametrize(
    ("name", "holds"),
    {
        "account_customer": ["sign_up", "customers_merged"],
        "account_order": ["purchase"],
        "action": [],
        "action_useless": [],
        "customer_birthday": ["sign_up", "profile_changed", "customers_merged"],
        "draft": [],
        "error_body": [],
        "guest_created": ["purchase"],
        "guest_updated": ["purchase"],
        "order_paid": ["purchase"],
        "order_pending": [],
        "order_refunded": ["purchase", "refund", "refund"],
        "order_refunded_partly": ["purchase", "refund"],
        "ping": [],
        "product": [],
        "secret_with_entity": [],
        "trashed": ["purchase", "order_cancelled"],
        "trashed_id": [],
        "yen": ["purchase"],
    }.items(),
)
def test_what_a_recorded_one_holds(name: str, holds: list[str]) -> None:
    """A webhook as a real shop sent it."""
    assert kinds(*recorded(name)) == holds


def test_a_secret_with_an_entity() -> None:
    """WooCommerce takes `amp&amp;amp` for `amp&amp`, and signs with that: the recording says so, byte for byte."""
    request, secret = recorded("secret_with_entity")
    assert secret.reveal() == "amp&amp;amp"
    assert kinds(request, secret) == kinds(request, Secret("amp&amp")) == []
    with pytest.raises(InvalidSignature):
        receive(request, secret=Secret("amp&amp;amp;amp"), source=SOURCE)


@pytest.mark.parametrize(
    ("written", "key"),
    {
        "plain [A-Za-z0-9]": "plain [A-Za-z0-9]",
        "&lt;&gt;&quot;&#039;&#39;&#x27;&#0038;&amp;lt;": "<>\"'''&&lt;",
        "&copy; &eacute; &#65; &LT; &amp": "&copy; &eacute; &#65; &LT; &amp",
        "100 % \\ 'q' \"Q\" 한글": "100 % \\ 'q' \"Q\" 한글",
    }.items(),
)
def test_what_is_signed_with(written: str, key: str) -> None:
    """The few entities that WordPress knows here are read once; everything else is what it looks like."""
    assert key_of(written) == key.encode()


@pytest.mark.parametrize("given", ["", "wrong", "ä\udcff", None], ids=["none", "wrong", "no ASCII", "another's"])
def test_a_wrong_signature(given: str | None) -> None:
    """Without the right signature nothing is read; the error names no secret and nothing of the body."""
    request = signed(body("guest_created"), secret=Secret("another"))
    if given is not None:
        request = WebhookRequest({"X-WC-Webhook-Signature": given}, request.body)
    for ask in (lambda: receive(request, secret=SECRET, source=SOURCE), lambda: order_named(request, secret=SECRET)):
        with pytest.raises(InvalidSignature, match="webhook_secret") as caught:
            ask()
        assert "Example.test" not in str(caught.value)
        assert SECRET.reveal() not in str(caught.value)


@pytest.mark.parametrize("sent", [b"webhook_id=", b"webhook_id=1&x=2", b"webhook_id=1\n", b"{}"])
def test_what_only_looks_like_a_ping(sent: bytes) -> None:
    """A ping needs no signature; what is no ping, does."""
    with pytest.raises(InvalidSignature):
        receive(WebhookRequest({}, sent), secret=SECRET, source=SOURCE)


@pytest.mark.parametrize("sent", [b"", b"<br />Notice: {}", b"[]", b"null", b"[" * 100_000, b"\xff", b"9" * 5000])
def test_no_json_object(sent: bytes) -> None:
    """What is signed and no JSON object cannot be read, and is kept."""
    with pytest.raises(UnreadableWebhook, match=r"order\.updated"):
        receive(signed(sent), secret=SECRET, source=SOURCE)


ODD: dict[str, dict[str, Any]] = {
    "a float for money": {"total": 30.0},
    "no amount": {"total": "thirty"},
    "not a number": {"total": "NaN"},
    "no currency": {"currency": "me@example.test"},
    "an id that is none": {"id": "me@example.test"},
    "no id": {"id": None},
    "a time that is none": {"date_paid_gmt": "me@example.test"},
    "lines that are none": {"line_items": {"me@example.test": 1}},
    "an endless quantity": {"line_items": [{"quantity": float("inf"), "total": "1"}]},
    "a customer that no database keeps": {"customer_id": 0, "billing": {"email": "me\0@example.test"}},
    "a name that no database keeps": {"billing": {"email": "me@example.test", "first_name": "me@example.test\0"}},
}


@pytest.mark.parametrize("name", ODD)
def test_an_order_that_cannot_be_read(name: str) -> None:
    """The error names the order and what is wrong, and nothing personal."""
    with pytest.raises(UnreadableWebhook, match=r"order.updated (152|without an id): ") as caught:
        receive(signed(body("order_paid") | ODD[name]), secret=SECRET, source=SOURCE)
    assert "example.test" not in str(caught.value)


@pytest.mark.parametrize("sent", [{"id": 1, "colour": "red"}, {}, {"line_items": []}])
def test_an_order_of_another_shape(sent: dict[str, Any]) -> None:
    """What should be an order and is not as WooCommerce writes one is kept; of anything else it means nothing."""
    with pytest.raises(UnreadableWebhook):
        receive(signed(sent), secret=SECRET, source=SOURCE)
    assert kinds(signed(sent, "product.updated")) == []


@pytest.mark.parametrize("topic", ["order.created", "order.deleted", "coupon.updated", "", "me@example.test"])
def test_a_topic_means_nothing(topic: str) -> None:
    """An order is an order under whatever topic: nobody signs that."""
    assert kinds(signed(body("order_paid"), topic)) == ["purchase"]


def test_a_subscription_is_no_order() -> None:
    """It has lines, a status and a time of payment like an order, and is none; its renewals are."""
    assert kinds(signed(body("order_paid") | {"billing_period": "month"}, "subscription.updated")) == []


@pytest.mark.parametrize(
    ("sent", "topic", "order"),
    [
        ({"id": 157}, "order.deleted", 157),
        ({"id": 157}, "coupon.deleted", None),
        ({"id": 8}, "customer.deleted", None),
        ({"id": "157"}, "order.deleted", None),
        ({"action": "woocommerce_order_refunded", "arg": 152}, "action.woocommerce_order_refunded", 152),
        ({"action": "woocommerce_order_refunded", "arg": {"refunds": []}}, "", None),
        ({"action": "woocommerce_new_customer", "arg": 3}, "action.woocommerce_new_customer", None),
        ({"action": "woocommerce_untrash_order", "arg": True}, "", None),
    ],
)
def test_an_order_that_is_named(sent: dict[str, Any], topic: str, order: int | None) -> None:
    """An id alone holds no fact; an order's can be read and handed to `facts_of_order`."""
    assert kinds(signed(sent, topic)) == []
    assert order_named(signed(sent, topic), secret=SECRET) == order


def test_no_order_is_named_by_what_shows_one() -> None:
    """A ping names no order, and what shows an order needs no other look at it."""
    for name in ("ping", "order_paid", "error_body"):
        request, secret = recorded(name)
        assert order_named(request, secret=secret) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists))
@example({"refunds": [{}]})
def test_whatever_is_in_a_field(value: Any) -> None:
    """Whatever stands in a field: the facts are told, or one of the two errors is raised."""
    for field in body("order_paid"):
        with suppress(UnreadableWebhook):
            receive(signed(body("order_paid") | {field: value}), secret=SECRET, source=SOURCE)
