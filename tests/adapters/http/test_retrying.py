"""Asking again, where asking twice does no harm."""

from datetime import timedelta

import httpx
import pytest
from pytest_httpx import HTTPXMock

from retention_adapters.http.retrying import Patience
from retention_sdk.errors import TryLater
from tests.adapters.http.time import VirtualTime, shop

BUSY = [429, 502, 503, 504]


@pytest.mark.parametrize("status", BUSY)
def test_a_repeat_gets_through(httpx_mock: HTTPXMock, status: int) -> None:
    """A platform that is busy twice and then answers has answered."""
    for _ in range(2):
        httpx_mock.add_response(status_code=status)
    httpx_mock.add_response(json=[])
    time = VirtualTime()
    assert shop(time).request("GET", "a", repeatable=True).json() == []
    assert len(time.slept) == 2


@pytest.mark.parametrize("status", BUSY)
def test_what_cannot_be_repeated_is_sent_once(httpx_mock: HTTPXMock, status: int) -> None:
    """A refund behind a gateway that gave up may have been made: it is not sent again."""
    httpx_mock.add_response(status_code=status, headers={"Retry-After": "7"})
    with pytest.raises(TryLater, match=f"POST /refunds: answered {status}") as caught:
        shop(VirtualTime()).request("POST", "refunds", repeatable=False)
    assert caught.value.after == timedelta(seconds=7)


@pytest.mark.parametrize("lost", [httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("gone")])
def test_a_lost_answer(httpx_mock: HTTPXMock, lost: httpx.HTTPError) -> None:
    """After a lost answer a repeatable request is sent again, and another is not."""
    httpx_mock.add_exception(lost)
    httpx_mock.add_response()
    assert shop(VirtualTime()).request("GET", "a", repeatable=True).status_code == 200
    httpx_mock.add_exception(lost)
    with pytest.raises(TryLater):
        shop(VirtualTime()).request("POST", "a", repeatable=False)
    assert len(httpx_mock.get_requests()) == 3


def test_what_never_left_is_sent_again(httpx_mock: HTTPXMock) -> None:
    """Where no connection came about nothing was done, so even a refund is tried again."""
    httpx_mock.add_exception(httpx.ConnectError("refused"))
    httpx_mock.add_response(status_code=201)
    assert shop(VirtualTime()).request("POST", "refunds", repeatable=False).status_code == 201


def test_patience_ends(httpx_mock: HTTPXMock) -> None:
    """After a few tries the work is left to whoever tries later, and the pauses are short."""
    httpx_mock.add_response(status_code=502, is_reusable=True)
    time = VirtualTime()
    with pytest.raises(TryLater) as caught:
        shop(time).request("GET", "a", repeatable=True)
    assert len(httpx_mock.get_requests()) == 4
    assert len(time.slept) == 3
    assert sum(time.slept) <= 0.5 + 1 + 2
    assert caught.value.after is None


def test_pauses_double_and_differ() -> None:
    """Pauses lie anywhere up to a bound that doubles, so that many that failed together do not come back together."""
    patience = Patience(first=1.0, longest=5.0)
    for tried, bound in ((1, 1), (2, 2), (3, 4), (4, 5), (40, 5)):
        pauses = [patience.pause(tried) for _ in range(50)]
        assert 0 <= min(pauses) < max(pauses) <= bound


def test_a_short_wait_is_waited(httpx_mock: HTTPXMock) -> None:
    """What a platform asks to wait is waited where it is short, never less."""
    httpx_mock.add_response(status_code=429, headers={"Retry-After": "4"})
    httpx_mock.add_response()
    time = VirtualTime()
    shop(time).request("GET", "a", repeatable=True)
    assert 4 <= time.slept[0] <= 4.5
    assert len(time.slept) == 1


def test_a_long_wait_is_left_to_others(httpx_mock: HTTPXMock) -> None:
    """A shop that is down for ten minutes holds nobody up: it is said how long to wait."""
    httpx_mock.add_response(status_code=503, headers={"Retry-After": "600"})
    time = VirtualTime()
    with pytest.raises(TryLater) as caught:
        shop(time).request("GET", "a", repeatable=True)
    assert caught.value.after == timedelta(minutes=10)
    assert time.slept == []
