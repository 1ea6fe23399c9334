"""What happened in the store, page by page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk.platforms import AdapterError, CredentialsRefused, Refused, TryLater, WebhookRequest
from tests.adapters.storefront.kit import ORDER, received, storefront

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock

HISTORY = "https://shop.example/retention/history"
SINCE = datetime(2026, 3, 1, tzinfo=UTC)


def test_pages(httpx_mock: HTTPXMock) -> None:
    """Page after page is asked for, each signed, until there is no next one; the events are those of webhooks."""
    httpx_mock.add_response(method="POST", url=HISTORY, json={"events": [ORDER], "next": "p2"})
    httpx_mock.add_response(method="POST", url=HISTORY, json={"events": [ORDER | {"id": "order-1002"}], "next": None})
    adapter = storefront(history_url=HISTORY)
    found = list(adapter.history(SINCE))
    assert found == [*received(ORDER), *received(ORDER | {"id": "order-1002"})]
    first, second = httpx_mock.get_requests()
    assert json.loads(first.content) == {"since": "2026-03-01T00:00:00Z", "cursor": None}
    assert json.loads(second.content) == {"since": "2026-03-01T00:00:00Z", "cursor": "p2"}
    assert first.headers["webhook-id"] != second.headers["webhook-id"]
    assert all(adapter.verify(WebhookRequest(one.headers, one.content)) for one in (first, second))


def test_a_store_that_keeps_none() -> None:
    """Where the store has no history, there is none, and nobody is asked."""
    assert list(storefront().history()) == []


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        ({"json": {"events": [ORDER | {"id": ""}]}}, Refused, r"cannot be read: events\[0\].id is an empty text"),
        ({"json": {"events": [{"kind": "tell_customer", "customer": "c"}]}}, Refused, r"events\[0\].kind is no event"),
        ({"json": [ORDER]}, Refused, "is no page of history; answer"),
        ({"json": {"events": [], "next": 2}}, Refused, "next is a number; answer a text"),
        ({"html": "<h1>It works!</h1>"}, Refused, "no JSON"),
        ({"status_code": 401}, CredentialsRefused, "answered 401"),
        ({"status_code": 404}, Refused, "answered 404"),
        ({"status_code": 500}, TryLater, "answered 500"),
    ],
)
def test_pages_that_are_none(
    httpx_mock: HTTPXMock, answer: dict[str, Any], error: type[AdapterError], said: str
) -> None:
    """What is no page leaves as one of three errors, with the place."""
    httpx_mock.add_response(**answer)
    with pytest.raises(error, match=said):
        list(storefront(history_url=HISTORY).history())


def test_pages_that_never_end(httpx_mock: HTTPXMock) -> None:
    """A page that leads to itself is not read for ever."""
    httpx_mock.add_response(json={"events": [], "next": "p2"}, is_reusable=True)
    with pytest.raises(Refused, match="the same page again"):
        list(storefront(history_url=HISTORY).history())
