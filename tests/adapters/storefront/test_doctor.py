"""What the doctor finds: a sentence for each thing that is wrong, and none where all is well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from retention_sdk.platforms import InvalidSignature, WebhookRequest
from tests.adapters.storefront.kit import OTHER, impatient, storefront

if TYPE_CHECKING:
    from pytest_httpx import HTTPXMock


def answering(httpx_mock: HTTPXMock, ping: int = 200, **more: Any) -> None:
    """A store that verifies what it gets, and answers a ping."""
    verifier = storefront()

    def answer(request: httpx.Request) -> httpx.Response:
        try:
            verifier.verify(WebhookRequest(request.headers, request.content))
        except InvalidSignature:
            return httpx.Response(401)
        return httpx.Response(ping, **more)

    httpx_mock.add_callback(answer, is_reusable=True)


def codes(**settings: Any) -> list[str]:
    """The codes of what is found."""
    return [finding.code for finding in storefront(**settings).doctor()]


def test_all_is_well(httpx_mock: HTTPXMock) -> None:
    """Of a store that answers a ping, and refuses a stranger's, nothing is said; and nothing was asked of it."""
    answering(httpx_mock)
    assert codes() == []
    assert all(b'{"ping":' in request.content for request in httpx_mock.get_requests())


def test_another_secret(httpx_mock: HTTPXMock) -> None:
    """The store has another secret than we."""
    answering(httpx_mock)
    assert codes(secret=OTHER) == ["secret"]


def test_a_store_that_takes_anything(httpx_mock: HTTPXMock) -> None:
    """A store that does not verify would give coupons to whoever asks."""
    httpx_mock.add_response(status_code=200, is_reusable=True)
    (finding,) = storefront().doctor()
    assert (finding.code, finding.sentence) == (
        "unverified",
        "the store takes what a stranger has signed; let it verify the signature first",
    )


def test_an_address_that_leads_elsewhere(httpx_mock: HTTPXMock) -> None:
    """The address is of something that takes no actions."""
    answering(httpx_mock, ping=404)
    (finding,) = storefront().doctor()
    assert (finding.code, "answers 404 to a signed ping" in finding.sentence) == ("ping", True)


@pytest.mark.parametrize("off", [-3600, 3600])
def test_a_clock_that_is_wrong(httpx_mock: HTTPXMock, off: int) -> None:
    """With clocks that differ more than a signature holds, nothing would be taken."""
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=off), usegmt=True)
    answering(httpx_mock, headers={"Date": then})
    (finding,) = storefront().doctor()
    assert (finding.code, f"{'-' if off < 0 else ''}3" in finding.sentence) == ("clock", True)


def test_a_date_that_is_none(httpx_mock: HTTPXMock) -> None:
    """A date that cannot be read says nothing of the clock."""
    answering(httpx_mock, headers={"Date": "soon"})
    assert codes() == []


def test_nobody_answers(httpx_mock: HTTPXMock) -> None:
    """The store is down, or the address is wrong."""
    httpx_mock.add_exception(httpx.ConnectError("refused"), is_reusable=True)
    assert [finding.code for finding in impatient(storefront()).doctor()] == ["address"]


def test_a_private_address() -> None:
    """An address on this machine is not called, unless that is meant."""
    (finding,) = storefront(url="https://127.0.0.1:9/actions").doctor()
    assert (finding.code, "allow_private" in finding.sentence) == ("address", True)


def test_nothing_to_set_up() -> None:
    """The store sends by itself."""
    assert storefront().setup() == ()
