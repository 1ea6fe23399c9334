"""What a store is asked to do, and what becomes of its answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import httpx
import pytest
from attrs import frozen

from retention_adapters.storefront.published import OWN_ACTIONS
from retention_sdk import (
    Action,
    Consent,
    Credit,
    IssueCoupon,
    Money,
    MonthDay,
    PercentOff,
    Profile,
    SendMessage,
    Tag,
    VoidCoupon,
    days,
)
from retention_sdk.actions import KINDS
from retention_sdk.platforms import (
    AdapterError,
    Attempt,
    CredentialsRefused,
    Made,
    Receipt,
    Recipient,
    Refused,
    Repeat,
    TryLater,
    WebhookRequest,
)
from tests.adapters.storefront.kit import OTHER, SECRET, URL, impatient, storefront

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock

COUPON = IssueCoupon(PercentOff(10), valid_for=days(30), minimum=Money.of(20, "EUR"), reason="a full card")
ADA = Recipient("c-42", Profile(email="ada@example.com", birthday=MonthDay(12, 10)))


def asked(httpx_mock: HTTPXMock) -> dict[str, Any]:
    """What the store was asked, of the last request."""
    body: dict[str, Any] = json.loads(httpx_mock.get_requests()[-1].content)
    return body


def test_a_coupon(httpx_mock: HTTPXMock) -> None:
    """The store gets key, action and customer, with every field, and its receipt is ours."""
    httpx_mock.add_response(method="POST", url=URL, json={"reference": 17, "code": "spring", "notes": ["made"]})
    receipt = storefront().perform(COUPON, "k-1", Attempt(whom=ADA))
    assert receipt == Receipt(reference="17", code="spring", notes=["made"])
    assert asked(httpx_mock) == {
        "key": "k-1",
        "action": {
            "kind": "issue_coupon",
            "reason": "a full card",
            "entitlement": False,
            "benefit": {"kind": "percent_off", "percent": 10},
            "valid_for": "P30D",
            "minimum": {"amount": "20.00", "currency": "EUR"},
            "skus": [],
            "categories": [],
            "uses": 1,
            "combinable": False,
            "cost": None,
        },
        "customer": {
            "id": "c-42",
            "profile": {
                "email": "ada@example.com",
                "name": None,
                "locale": None,
                "timezone": None,
                "birthday": "--12-10",
                "consents": [],
                "marks": [],
            },
        },
        "occurred_at": None,
        "first_at": None,
        "undoes": None,
        "beside": [],
    }


def test_it_is_signed(httpx_mock: HTTPXMock) -> None:
    """What is sent has the key as its id, and verifies with each of our secrets, as the store does it."""
    httpx_mock.add_response(status_code=204)
    storefront(secrets=(OTHER,)).perform(COUPON, "k-1")
    (request,) = httpx_mock.get_requests()
    assert request.headers["webhook-id"] == "k-1"
    assert request.headers["content-type"] == "application/json"
    for secret in (SECRET, OTHER):
        assert storefront(secret=secret).verify(WebhookRequest(request.headers, request.content))


def test_what_was_before(httpx_mock: HTTPXMock) -> None:
    """A repeat says when it was first tried, an undoing what was made, a message what was given with it."""
    httpx_mock.add_response(json={}, is_reusable=True)
    then = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    made = Receipt(reference="17", code="spring", data={"rule": 3})
    adapter = storefront()
    adapter.perform(VoidCoupon("k-1"), "k-1-undo", Attempt(whom=ADA, at=then, first_at=then, undoes=made))
    body = asked(httpx_mock)
    assert body["occurred_at"] == "2026-03-01T09:30:00Z"
    assert body["first_at"] == "2026-03-01T09:30:00Z"
    assert body["undoes"] == {"reference": "17", "code": "spring", "notes": [], "data": {"rule": 3}}
    adapter.perform(SendMessage("card_full"), "k-2", Attempt(whom=ADA, beside=(Made(COUPON, made),)))
    (beside,) = asked(httpx_mock)["beside"]
    assert (beside["action"]["kind"], beside["receipt"]["code"]) == ("issue_coupon", "spring")


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        ({"status_code": 400}, Refused, "answered 400"),
        ({"status_code": 404}, Refused, "answered 404"),
        ({"status_code": 410}, Refused, "answered 410"),
        ({"status_code": 422, "json": {"reason": "no such\nitem"}}, Refused, "^the store answered 422: no such item$"),
        ({"status_code": 422, "json": {"reason": "x" * 999}}, Refused, "x{300}$"),
        ({"status_code": 422, "json": {"reason": 7}}, Refused, "422$"),
        ({"status_code": 422, "json": ["reason"]}, Refused, "422$"),
        (
            {"status_code": 302, "headers": {"Location": "https://elsewhere.example"}},
            Refused,
            "set url to where it leads",
        ),
        ({"status_code": 401}, CredentialsRefused, "knows a secret of ours, and its clock"),
        ({"status_code": 403}, CredentialsRefused, "answered 403"),
        ({"status_code": 408}, TryLater, "answered 408"),
        ({"status_code": 409}, TryLater, "answered 409"),
        ({"status_code": 500}, TryLater, "answered 500"),
        ({"status_code": 429, "headers": {"Retry-After": "60"}}, TryLater, "429"),
        ({"status_code": 503, "headers": {"Retry-After": "60"}}, TryLater, "503"),
        ({"status_code": 200, "html": "<h1>It works!</h1>"}, TryLater, "without a receipt that can be read"),
        ({"status_code": 200, "json": ["done"]}, TryLater, "without a receipt"),
        ({"status_code": 200, "json": {"code": {}}}, TryLater, "without a receipt"),
        ({"status_code": 200, "json": {"reference": True}}, TryLater, "without a receipt"),
        ({"status_code": 200, "json": {"notes": "made"}}, TryLater, "without a receipt"),
        ({"status_code": 200, "json": {"data": {"rate": 0.5}}}, TryLater, "without a receipt"),
    ],
)
def test_answers(httpx_mock: HTTPXMock, answer: dict[str, Any], error: type[AdapterError], said: str) -> None:
    """Each answer that is none is one of three errors, with the store's own reason where it gave one."""
    httpx_mock.add_response(**answer)
    with pytest.raises(error, match=said) as caught:
        storefront().perform(COUPON, "k-1", Attempt(whom=ADA))
    assert type(caught.value) is error
    if answer["status_code"] in (429, 503):
        assert caught.value.after == timedelta(seconds=60)


@pytest.mark.parametrize(
    "answer",
    [
        {"status_code": 204},
        {"status_code": 200, "content": b""},
        {"status_code": 201, "json": {"of": "later versions"}},
    ],
)
def test_done_and_nothing_to_say(httpx_mock: HTTPXMock, answer: dict[str, Any]) -> None:
    """A store that has nothing to say of it answers no body, or an object; fields that we do not know are no harm."""
    httpx_mock.add_response(**answer)
    assert storefront().perform(Tag("vip"), "k-1") == Receipt()


def test_an_answer_that_was_lost_is_asked_for_again(httpx_mock: HTTPXMock) -> None:
    """The store dedupes by the key, so whatever is not answered is asked for again at once, under the same key."""
    httpx_mock.add_exception(httpx.ReadTimeout("lost"))
    httpx_mock.add_response(json={"code": "spring"})
    assert impatient(storefront()).perform(COUPON, "k-1").code == "spring"
    first, second = httpx_mock.get_requests()
    assert first.content == second.content
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == "k-1"


def test_what_it_carries_out() -> None:
    """Every kind that waits in the outbox, or those that the store says; each is keyed."""
    kinds = {kind for kind, cls in KINDS.items() if cls not in OWN_ACTIONS}
    assert storefront().capabilities == dict.fromkeys(kinds, Repeat.KEYED)
    assert storefront(actions=("tag", "untag")).capabilities == {"tag": Repeat.KEYED, "untag": Repeat.KEYED}
    assert storefront(actions=()).capabilities == {}


@pytest.mark.parametrize("action", [COUPON, Credit("points", 5)])
def test_what_it_does_not_carry_out(action: Action) -> None:
    """What the store does not carry out is refused before anything is sent, and where to change that is said."""
    with pytest.raises(Refused, match=r"carries out no \w+; add it to `actions` of \[adapters.storefront\]"):
        storefront(actions=("tag",)).perform(action, "k-1")


@frozen
class PlantTree(Action):
    """Plants a tree; a plugin has brought it."""

    kind: ClassVar[str] = "plant_tree"

    species: str
    consent: Consent | None = None


def test_a_kind_that_a_plugin_has_brought(httpx_mock: HTTPXMock) -> None:
    """What a plugin brings is written by its fields, like ours."""
    httpx_mock.add_response(json={})
    storefront().perform(PlantTree("oak"), "k-1")
    assert asked(httpx_mock)["action"] == {"kind": "plant_tree", "reason": "", "species": "oak", "consent": None}


@frozen
class HasNoForm(Action):
    """Has a field that JSON has no place for."""

    kind: ClassVar[str] = "has_no_form"

    ratio: float | int


def test_a_kind_that_cannot_be_sent() -> None:
    """A field that JSON has no place for is refused, by name of its kind."""
    with pytest.raises(Refused, match="has_no_form cannot be sent"):
        storefront().perform(HasNoForm(0.5), "k-1")
