"""What goes between the engine and an adapter."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_sdk import BadValue
from retention_sdk.platforms import (
    AdapterError,
    Attempt,
    CredentialsRefused,
    InvalidSignature,
    Receipt,
    Refused,
    TryLater,
    UnreadableWebhook,
    WebhookError,
    WebhookRequest,
    code_of,
)
from retention_sdk.platforms.codes import ALPHABET

KEY_OF_CODES = "not a secret: the test's own"


@given(st.text(), st.text())
def test_a_code_is_its_keys(key: str, other: str) -> None:
    """A repeat asks for the same code, another key for another; without the secret it is another too."""
    assert code_of(KEY_OF_CODES, key) == code_of(KEY_OF_CODES, key)
    assert (code_of(KEY_OF_CODES, key) == code_of(KEY_OF_CODES, other)) == (key == other)
    assert code_of(KEY_OF_CODES + "x", key) != code_of(KEY_OF_CODES, key)


def test_a_code_can_be_typed() -> None:
    """A code begins as it was asked to, is as long, and has no letters that look alike, and no capitals."""
    code = code_of(KEY_OF_CODES, "k", prefix="bean-", length=16)
    assert code.startswith("bean-")
    assert len(code) == 21
    assert set(code.removeprefix("bean-")) <= set(ALPHABET)
    assert not set("01oil") & set(ALPHABET)


def test_every_letter_of_a_code_tells_much() -> None:
    """Codes use the whole alphabet in every place: nobody guesses one by its beginning."""
    codes = [code_of(KEY_OF_CODES, str(number)) for number in range(2_000)]
    assert len(set(codes)) == len(codes)
    assert all({code[place] for code in codes} == set(ALPHABET) for place in range(12))


def test_headers_are_found_however_they_are_cased() -> None:
    """A header is found in any case, one that is missing is empty, and what was sent is not shown."""
    request = WebhookRequest(headers={"X-Shop-Hmac": "sent"}, body=b"Zoe")
    assert request.header("x-sHop-hmac") == "sent"
    assert request.header("other") == ""
    assert "Zoe" not in repr(request)
    assert "sent" not in repr(request)


def test_a_receipt_keeps_what_it_was_given() -> None:
    """What undoing needs to know cannot be changed later, and is JSON."""
    told = {"id": [1]}
    receipt = Receipt(reference="7", data=told)
    told["id"].append(2)
    assert receipt.data["id"] == (1,)
    with pytest.raises(BadValue):
        Receipt(data={"id": object()})


def test_when_it_was_tried_is_a_time_of_one_kind() -> None:
    """A time without a zone is refused, any other becomes UTC."""
    with pytest.raises(BadValue, match="no time zone"):
        Attempt(first_at=datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
    assert Attempt(first_at=datetime(2026, 1, 1, tzinfo=UTC)).first_at == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("error", [TryLater("busy", timedelta(seconds=3)), CredentialsRefused("who"), Refused("never")])
def test_errors_come_out_of_another_process(error: AdapterError) -> None:
    """An error says its reason and nothing else, here and after it has been through a process pool."""
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert str(again) == again.reason == error.reason
    assert type(again) is type(error)
    assert getattr(again, "after", None) == getattr(error, "after", None)


def test_what_is_not_taken() -> None:
    """Both errors of a webhook are of one kind, and none of an adapter that was asked to do something."""
    assert issubclass(InvalidSignature, WebhookError)
    assert issubclass(UnreadableWebhook, WebhookError)
    assert not issubclass(WebhookError, AdapterError)
