"""Webhooks are put in place and put back; and each thing that is wrong with a shop has its own sentence."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from retention_adapters.shopify.connection.wanted import SCOPES, TOPICS
from retention_sdk import Secret
from retention_sdk.errors import Refused
from tests.adapters.shopify.fake.people import add_customer
from tests.adapters.shopify.ours import SHOP, shopify

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock

    from retention_adapters.shopify import Shopify
    from tests.adapters.shopify.fake import FakeShopify

URL = "https://us.example/webhooks/shopify"
EXTRA = ("read_all_orders", "read_customer_merge", "read_fulfillments", "read_shopify_payments_disputes")


def allow(fake: FakeShopify, *scopes: str) -> None:
    """What the app may do in the shop."""
    fake.state.tables["AccessScope"] = {scope: {} for scope in scopes}


def adapter(**settings: Any) -> Shopify:
    """An adapter that webhooks come to."""
    return shopify(**({"webhook_url": URL} | settings))


@pytest.fixture
def healthy(fake: FakeShopify, httpx_mock: HTTPXMock) -> FakeShopify:
    """A shop in which all is well."""
    allow(fake, *SCOPES, *EXTRA)
    add_customer(fake.state, 1, "ada@example.com") | {"firstName": "Ada", "lastName": "L"}
    tells_time(httpx_mock)
    adapter().setup()
    return fake


def tells_time(httpx_mock: HTTPXMock, off: timedelta = timedelta(0)) -> None:
    """The shop's front page, with the time."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Date": format_datetime(datetime.now(UTC) + off, usegmt=True)})

    httpx_mock.add_callback(answer, method="GET", url=f"https://{SHOP}/", is_reusable=True, is_optional=True)


def found(adapter: Shopify) -> dict[str, str]:
    """What the doctor finds, by its code."""
    findings = adapter.doctor()
    told = {one.code: one.sentence for one in findings}
    assert len(told) == len(findings)
    assert all(sentence.endswith(".") and TOKEN_LIKE not in sentence for sentence in told.values())
    return told


TOKEN_LIKE = "shpat"  # noqa: S105 - what no sentence shows


def test_all_topics_that_the_app_may_hear_of(healthy: FakeShopify) -> None:
    """Each is subscribed to once; the second time there is nothing to do."""
    there = healthy.state.table("WebhookSubscription").values()
    assert {one["topic"] for one in there} == set(TOPICS)
    assert {one["uri"] for one in there} == {URL}
    assert adapter().setup() == []


def test_a_topic_without_its_scope(fake: FakeShopify) -> None:
    """It is left out: one that is refused would keep the others from being made."""
    allow(fake, "write_orders")
    done = adapter().setup()
    topics = {one["topic"] for one in fake.state.table("WebhookSubscription").values()}
    assert topics == {topic for topic, scope in TOPICS.items() if scope in ("", "read_orders")}
    assert len(done) == len(topics)


def test_what_shopify_dropped_is_put_back(healthy: FakeShopify) -> None:
    """After eight failures in a row it deletes a webhook."""
    table = healthy.state.table("WebhookSubscription")
    gone = next(id for id, one in table.items() if one["topic"] == "ORDERS_PAID")
    del table[gone]
    assert "ORDERS_PAID" in found(adapter())["webhooks_missing"]
    assert adapter().setup() == ["Shopify tells of ORDERS_PAID now."]
    assert found(adapter()) == {}


def test_a_version_that_is_not_ours(fake: FakeShopify, httpx_mock: HTTPXMock) -> None:
    """The version is read back: Shopify may write bodies in another one than was asked."""
    tells_time(httpx_mock)
    allow(fake, "read_orders")
    adapter(api_version="2026-07").setup()
    assert "2026-07" in found(adapter())["webhook_version"]


@pytest.mark.parametrize("address", ["", "http://us.example/x"])
def test_no_address_that_shopify_would_call(fake: FakeShopify, address: str) -> None:
    """Nothing is asked of the shop."""
    with pytest.raises(Refused, match="https"):
        adapter(webhook_url=address).setup()
    assert fake.asked == []


def test_made_by_somebody_else_meanwhile(healthy: FakeShopify) -> None:
    """An answer that is lost, or another worker: what is there is there."""
    healthy.state.table("WebhookSubscription").clear()
    healthy.loses("webhookSubscriptionCreate")
    assert len(adapter().setup()) == len(TOPICS) - 1  # the first was made, and its answer was lost
    assert found(adapter()) == {}


def test_all_is_well(healthy: FakeShopify) -> None:
    """Then nothing is found, and nothing was changed."""
    before = list(healthy.asked)
    assert found(adapter()) == {}
    assert not [one for one in healthy.asked[len(before) :] if one.endswith(("Create", "Delete", "Update"))]


def test_ten_things_that_are_wrong(healthy: FakeShopify, httpx_mock: HTTPXMock) -> None:
    """Each is found by itself, and has its own sentence."""
    cases: dict[str, dict[str, Any]] = {
        "access": {"token": Secret("wrong")},
        "no_client_secret": {"client_secrets": ()},
        "no_address": {"webhook_url": ""},
        "plain_http": {"webhook_url": "http://us.example/x"},
        "webhooks_elsewhere": {"webhook_url": "https://old.example/x"},
        "old_api_version": {"api_version": "2025-10"},
    }
    sentences = set[str]()
    for code, settings in cases.items():
        told = found(adapter(**settings))
        assert code in told, (code, told)
        sentences.add(told[code])
    assert len(sentences) == len(cases)


def test_a_token_of_another_shop(healthy: FakeShopify) -> None:
    """Its webhooks would all be refused."""
    healthy.state.domain = "other.myshopify.com"
    assert "other.myshopify.com" in found(adapter())["wrong_shop"]


def test_scopes_that_are_missing(healthy: FakeShopify) -> None:
    """Each is named, with what cannot be done without it."""
    allow(healthy, "read_orders", "write_customers")
    told = found(adapter())
    assert "without write_discounts coupons cannot be made" in told["missing_scopes"]
    assert "read_customers" not in told["missing_scopes"]
    assert "60 days" in told["read_all_orders"]
    assert "read_customer_merge" in told["unheard"]


def test_scopes_of_subscriptions(healthy: FakeShopify) -> None:
    """They are asked for where the app owns contracts."""
    assert "subscription" in found(adapter(subscriptions=True))["missing_scopes"]


def test_nobody_has_a_name(healthy: FakeShopify) -> None:
    """Without approval for protected customer data Shopify shows nulls, and no error."""
    for one in healthy.state.table("Customer").values():
        one.update(firstName=None, lastName=None, defaultEmailAddress=None)
    assert "protected customer data" in found(adapter())["protected_data"]
    healthy.state.table("Customer").clear()
    assert "protected_data" not in found(adapter())


@pytest.mark.parametrize(("off", "way"), [(timedelta(minutes=9), "behind"), (timedelta(minutes=-9), "ahead of")])
def test_a_clock_that_is_off(fake: FakeShopify, httpx_mock: HTTPXMock, off: timedelta, way: str) -> None:
    """What ends at a time ends at Shopify's."""
    tells_time(httpx_mock, off)
    assert re.search(rf"5(39|4\d) seconds {way}", found(adapter())["clock"])


def test_a_shop_that_does_not_answer(healthy: FakeShopify) -> None:
    """What could be looked at is told, and it never raises."""
    healthy.fails("currentAppInstallation", *([500] * 9))
    assert "did not answer" in found(adapter(webhook_url=""))["no_answer"]
    assert next(iter(found(adapter()))) == "no_answer"


def test_nobody_knows_a_token() -> None:
    """The doctor says so, and does not raise."""
    assert "token_file" in found(adapter(token=None))["access"]


def test_an_answer_of_another_kind(healthy: FakeShopify) -> None:
    """What Shopify never said is a finding, and no crash."""
    healthy.state.tables["WebhookSubscription"] = {
        "x": {"id": "x", "topic": "ORDERS_PAID", "uri": URL, "apiVersion": None}
    }
    assert found(adapter())
