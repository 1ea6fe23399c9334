"""Signatures: those of the convention, of any of several secrets, of this moment, and no others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from retention_adapters.storefront import key_of, signed, verified
from retention_sdk import BadValue, Secret
from retention_sdk.platforms import InvalidSignature, WebhookRequest
from tests.adapters.storefront.kit import ORDER, OTHER, SECRET, storefront, webhook

NOW = datetime.now(UTC)


def test_the_conventions_own_example() -> None:
    """The signature of the convention's own libraries comes out."""
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed([key_of(SECRET)], "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at)
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_a_message_of_now_is_taken() -> None:
    """What is signed with our secret, just now, is verified and read."""
    assert storefront().verify(webhook(ORDER))
    assert storefront().receive(webhook(ORDER))[0].customer == "c-42"


def test_several_secrets_while_one_is_replaced() -> None:
    """While a secret is replaced, what either signed is taken, and what we send is signed with both."""
    both = storefront(secrets=(OTHER,))
    assert both.verify(webhook(ORDER))
    assert both.verify(webhook(ORDER, secret=OTHER))
    request = webhook(ORDER)
    headers = dict(request.headers) | signed([key_of(OTHER), key_of(SECRET)], "m-1", request.body)
    assert headers["webhook-signature"].count("v1,") == 2
    assert storefront().verify(WebhookRequest(headers, request.body))


def test_other_signatures_beside_ours() -> None:
    """Signatures of other versions and of others stand beside one that counts."""
    request = webhook(ORDER)
    headers = dict(request.headers)
    headers["webhook-signature"] = f"v1a,hnO3f9 v2,x v1,AAAA {headers['webhook-signature']} v1"
    assert storefront().verify(WebhookRequest(headers, request.body))


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_header_that_is_missing(name: str) -> None:
    """Without one of the three headers nothing is taken, and the header is named."""
    request = webhook(ORDER)
    headers = {key: value for key, value in request.headers.items() if key != name}
    with pytest.raises(InvalidSignature, match=f"{name} is missing"):
        storefront().receive(WebhookRequest(headers, request.body))


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-id": "m-2"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "٣"},
        {"webhook-timestamp": "1e9"},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,é\udcff"},
        {"webhook-signature": "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
    ],
)
def test_a_header_that_was_changed(changed: dict[str, str]) -> None:
    """A signature is of its id and time; with others it is none, whatever letters they have."""
    request = webhook(ORDER)
    with pytest.raises(InvalidSignature):
        storefront().receive(WebhookRequest({**request.headers, **changed}, request.body))


def test_a_body_that_was_changed() -> None:
    """A signature is of the raw bytes: another space in them, and it is none."""
    request = webhook(ORDER)
    with pytest.raises(InvalidSignature, match="no signature"):
        storefront().receive(WebhookRequest(request.headers, request.body + b" "))


def test_another_secret() -> None:
    """What a stranger has signed is not taken."""
    with pytest.raises(InvalidSignature, match="with a secret of ours"):
        storefront().receive(webhook(ORDER, secret=OTHER))


@pytest.mark.parametrize(("off", "said"), [(-400, r"4\d\d s old"), (400, r"\d+ s ahead")])
def test_a_message_of_another_time(off: int, said: str) -> None:
    """An old message is not taken again, nor one of the future; `tolerance` says what is old."""
    now = datetime.now(UTC)
    request = webhook(ORDER, at=now + timedelta(seconds=off), came_in=now)
    with pytest.raises(InvalidSignature, match=said):
        storefront().receive(request)
    assert storefront(tolerance=1_000).receive(request)


def test_a_message_that_was_kept() -> None:
    """What was kept when it came in is held against that time, however late it is read."""
    then = NOW - timedelta(days=30)
    assert storefront().receive(webhook(ORDER, at=then, came_in=then + timedelta(seconds=2)))
    with pytest.raises(InvalidSignature, match="old"):
        storefront().receive(webhook(ORDER, at=then, came_in=NOW))


def test_an_id_cannot_be_cut_elsewhere() -> None:
    """A full stop in an id would let the signed text be cut elsewhere; it is escaped, and so is what is no ASCII."""
    headers = signed([key_of(SECRET)], "a.1é\n", b"{}", NOW)
    assert headers["webhook-id"] == "a%2E1%C3%A9%0A"
    verified([key_of(SECRET)], WebhookRequest(headers, b"{}"), 300)


@pytest.mark.parametrize(
    "text", ["", "secret", "whsec_", "whsec_!!!!", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
)
def test_a_secret_that_is_none(text: str) -> None:
    """A secret has its prefix and at least 24 bytes; the error says how to make one, and does not show it."""
    with pytest.raises(BadValue, match=r"base64 of at least 24 random bytes; make one") as error:
        storefront(secret=Secret(text))
    assert "c2hvcnQ=" not in str(error.value)


def test_no_secret_is_shown() -> None:
    """Neither the adapter nor what goes wrong shows a secret."""
    assert SECRET.reveal() not in repr(storefront())
    assert SECRET.reveal()[6:] not in repr(storefront()._endpoint)
