"""What answers say about how fast a platform may be asked."""

from datetime import timedelta

import httpx
import pytest
from pytest_httpx import HTTPXMock

from retention_adapters.http import NotSent
from retention_adapters.http.rate_limits import RateLimit, retry_after, used_up
from retention_sdk.errors import TryLater
from tests.adapters.http.time import VirtualTime, shop

DATE = "Sun, 22 Nov 2026 06:00:00 GMT"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("600", 600),
        (" 2 ", 2),
        ("1.5", 1.5),
        ("0", 0),
        ("Sun, 22 Nov 2026 06:01:30 GMT", 90),
        ("Sun, 22 Nov 2026 05:00:00 GMT", 0),
        ("99999999", 86400),
        ("1795327260", 60),
        ("-5", None),
        ("soon", None),
        ("Sun, 99 Nov 2026 06:01:30 GMT", None),
        ("", None),
    ],
)
def test_retry_after(text: str, seconds: float | None) -> None:
    """Seconds, a date by the platform's own clock, or an instant: a day at most; what cannot be read says nothing."""
    answer = httpx.Response(429, headers={"Retry-After": text, "Date": DATE})
    assert retry_after(answer) == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"RateLimit-Remaining": "0", "RateLimit-Reset": "30"}, 30),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1795327230"}, 30),
        ({"X-RateLimit-Remaining": "1", "X-RateLimit-Reset": "30"}, None),
        ({"X-RateLimit-Remaining": "0"}, None),
        ({"X-RateLimit-Reset": "30"}, None),
    ],
)
def test_used_up(headers: dict[str, str], seconds: float | None) -> None:
    """An answer that says that nothing is left says until when."""
    answer = httpx.Response(200, headers={**headers, "Date": DATE})
    assert used_up(answer) == (None if seconds is None else timedelta(seconds=seconds))


def test_the_longest_wait_counts() -> None:
    """A later answer that asks for less does not take back what an earlier one asked for."""
    limit = RateLimit()
    limit.learn(httpx.Response(429, headers={"Retry-After": "60"}), 100.0)
    limit.learn(httpx.Response(429, headers={"Retry-After": "5"}), 100.0)
    limit.learn(httpx.Response(200), 100.0)
    assert limit.wait(110.0) == 50.0
    assert limit.wait(161.0) == 0.0


def test_a_success_that_used_up_the_limit_holds_the_next(httpx_mock: HTTPXMock) -> None:
    """The next request waits until there is something to ask with, instead of being turned away."""
    httpx_mock.add_response(headers={"RateLimit-Remaining": "0", "RateLimit-Reset": "3"})
    httpx_mock.add_response()
    time = VirtualTime()
    http = shop(time)
    http.request("GET", "a", repeatable=True)
    assert time.slept == []
    http.request("POST", "a", repeatable=False)
    assert time.slept == [3.0]


def test_all_requests_keep_a_long_wait(httpx_mock: HTTPXMock) -> None:
    """After a long wait was asked for, no other request is sent meanwhile; afterwards they are."""
    httpx_mock.add_response(status_code=429, headers={"Retry-After": "120"})
    httpx_mock.add_response()
    time = VirtualTime()
    http = shop(time)
    with pytest.raises(TryLater):
        http.request("GET", "a", repeatable=True)
    time.now += 20
    with pytest.raises(NotSent) as caught:
        http.request("POST", "b", repeatable=False)
    assert caught.value.after == timedelta(seconds=100)
    assert len(httpx_mock.get_requests()) == 1
    time.now += 101
    assert http.request("POST", "b", repeatable=False).status_code == 200
