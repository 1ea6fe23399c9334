"""One platform over HTTP: what is sent, what is answered, and what leaves it when things go wrong."""

import gzip
import logging
import pickle
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from pytest_httpx import HTTPXMock, IteratorStream

from retention_adapters.http import Http, NotSent
from retention_adapters.http import client as module
from retention_sdk.errors import AdapterError, Refused, TryLater
from retention_sdk.settings import Secret
from tests.adapters.http.time import VirtualTime, shop


def test_what_is_sent(httpx_mock: HTTPXMock) -> None:
    """A path goes behind the base URL, with the query, the body as JSON, the client's headers and an id."""
    httpx_mock.add_response(json={"id": 7})
    http = shop(VirtualTime(), headers={"X-Shop": "1"})
    answer = http.request("POST", "wp-json/x?a=1", repeatable=False, json={"code": "é"}, headers={"X-More": "2"})
    request = httpx_mock.get_requests()[0]
    assert str(request.url) == "https://shop.example/sub/wp-json/x?a=1"
    assert request.content == '{"code":"é"}'.encode()
    assert request.headers["content-type"] == "application/json"
    assert (request.headers["x-shop"], request.headers["x-more"]) == ("1", "2")
    assert len(request.headers["x-request-id"]) == 32
    assert answer.json() == {"id": 7}


def test_each_request_has_an_id_which_its_tries_share(httpx_mock: HTTPXMock) -> None:
    """The tries of a request can be told from other requests in the platform's own logs."""
    httpx_mock.add_response(status_code=503)
    httpx_mock.add_response(is_reusable=True)
    http = shop(VirtualTime())
    http.request("GET", "a", repeatable=True)
    http.request("GET", "a", repeatable=True)
    first, again, other = (request.headers["x-request-id"] for request in httpx_mock.get_requests())
    assert first == again != other


@pytest.mark.parametrize("status", [200, 201, 301, 302, 307, 400, 401, 403, 404, 409, 500, 501])
def test_any_answer_to_what_was_asked_is_returned(httpx_mock: HTTPXMock, status: int) -> None:
    """Redirects are answers, and so are errors that may be of the business: they are the adapter's to judge."""
    httpx_mock.add_response(status_code=status, headers={"Location": "https://elsewhere.example/"}, text="no")
    answer = shop(VirtualTime()).request("GET", "a", repeatable=True)
    assert (answer.status_code, answer.text) == (status, "no")
    assert len(httpx_mock.get_requests()) == 1


def test_cookies_are_not_kept(httpx_mock: HTTPXMock) -> None:
    """A session that a platform begins is not gone on with: each request stands for itself."""
    httpx_mock.add_response(headers={"Set-Cookie": "session=1; Path=/"}, is_reusable=True)
    http = shop(VirtualTime())
    http.request("GET", "a", repeatable=True)
    http.request("GET", "a", repeatable=True)
    assert all("cookie" not in request.headers for request in httpx_mock.get_requests())


class Counted(httpx.Auth):
    """Signs with the number of the signature."""

    def __init__(self) -> None:
        self.signed = 0

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:
        self.signed += 1
        request.headers["Authorization"] = f"nonce {self.signed}"
        yield request


def test_each_try_is_signed_anew(httpx_mock: HTTPXMock) -> None:
    """A signature holds a nonce that a platform takes once, so a retry has one of its own."""
    httpx_mock.add_response(status_code=502)
    httpx_mock.add_response()
    shop(VirtualTime(), auth=Counted()).request("GET", "a", repeatable=True)
    assert [request.headers["authorization"] for request in httpx_mock.get_requests()] == ["nonce 1", "nonce 2"]


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (httpx.ConnectError("[Errno 111] Connection refused"), NotSent),
        (httpx.ConnectTimeout("slow"), NotSent),
        (httpx.PoolTimeout("busy"), NotSent),
        (httpx.ReadTimeout("slow"), TryLater),
        (httpx.WriteTimeout("slow"), TryLater),
        (httpx.ReadError("reset"), TryLater),
        (httpx.WriteError("reset"), TryLater),
        (httpx.RemoteProtocolError("Server disconnected"), TryLater),
        (httpx.DecodingError("not gzip"), TryLater),
        (httpx.TooManyRedirects("loop"), TryLater),
        (httpx.LocalProtocolError("Illegal header value b'key'"), Refused),
        (httpx.InvalidURL("key"), Refused),
        (UnicodeEncodeError("ascii", "key\u20ac", 3, 4, "no"), Refused),
    ],
)
def test_no_error_of_the_client_leaves(httpx_mock: HTTPXMock, raised: Exception, kind: type[AdapterError]) -> None:
    """What httpx raises becomes an adapter's error that tells what was not sent from what nobody knows of."""
    httpx_mock.add_exception(raised, is_reusable=True)
    with pytest.raises(AdapterError) as caught:
        shop(VirtualTime()).request("POST", "coupons?email=a@b.example", repeatable=False)
    assert type(caught.value) is kind
    assert caught.value.reason.startswith("shop.example: POST /coupons: ")
    assert "a@b" not in str(caught.value) == caught.value.reason
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "b'key'" not in caught.value.reason
    assert pickle.loads(pickle.dumps(caught.value)).reason == caught.value.reason  # noqa: S301 - our own bytes


def test_a_header_that_cannot_be_sent(httpx_mock: HTTPXMock) -> None:
    """A key pasted with a letter that HTTP has not is refused in words that do not hold it."""
    http = shop(VirtualTime(), headers={"X-Token": "shpat_€"})
    with pytest.raises(Refused, match="letters that HTTP cannot send"):
        http.request("GET", "a", repeatable=True)
    assert httpx_mock.get_requests() == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("shop.example", "begin with https://"),
        ("", "begin with https://"),
        ("ftp://shop.example", "begin with https://"),
        ("https://", "begin with https://"),
        ("https://[::1", "is none"),
        ("https://my shop.example", "is none"),
        ("https://ck:cs@shop.example", "user or password"),
    ],
)
def test_an_address_that_is_none(url: str, words: str) -> None:
    """What cannot be an address of a platform is refused, without the password that may stand in it."""
    with pytest.raises(Refused, match=words) as caught:
        Http(url)
    assert "cs@" not in caught.value.reason


def test_keys_go_to_the_platform_alone() -> None:
    """A whole address in place of a path is refused: the request would be signed for somebody else."""
    with pytest.raises(Refused, match="no whole address"):
        shop(VirtualTime()).request("GET", "https://evil.example/a", repeatable=True)


def test_an_address_may_stand_in_a_query(httpx_mock: HTTPXMock) -> None:
    """What is asked for may be an address."""
    httpx_mock.add_response()
    shop(VirtualTime()).request("GET", "a?callback=https://shop.example/", repeatable=True)
    assert httpx_mock.get_requests()[0].url.host == "shop.example"


def test_an_answer_without_end_in_size(httpx_mock: HTTPXMock, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is larger than any of a platform's is not read to its end."""
    monkeypatch.setattr(module, "LARGEST", 10)
    httpx_mock.add_response(stream=IteratorStream([b"12345"] * 1000))
    with pytest.raises(Refused, match="larger than 10 bytes"):
        shop(VirtualTime()).request("GET", "a", repeatable=True)


def test_an_answer_without_end_in_time(httpx_mock: HTTPXMock) -> None:
    """An answer that comes a byte at a time is given up when its time is over; what came of it is not known."""
    time = VirtualTime()

    def drip() -> Iterator[bytes]:
        for _ in range(1000):
            time.now += 1
            yield b"x"

    httpx_mock.add_response(stream=IteratorStream(drip()))
    with pytest.raises(TryLater, match="no answer in time"):
        shop(time, timeout=20).request("POST", "a", repeatable=False)
    assert time.now < 1030


def test_a_packed_answer_is_unpacked_once(httpx_mock: HTTPXMock) -> None:
    """The body is as the platform meant it, and the headers no longer say that it is packed."""
    packed = IteratorStream([gzip.compress(b'{"a": 1}')])
    httpx_mock.add_response(stream=packed, headers={"Content-Encoding": "gzip", "X-WP-Total": "3"})
    answer = shop(VirtualTime()).request("GET", "a", repeatable=True)
    assert answer.json() == {"a": 1}
    assert answer.headers["x-wp-total"] == "3"
    assert "content-encoding" not in answer.headers


def test_nothing_secret_is_shown(httpx_mock: HTTPXMock, caplog: pytest.LogCaptureFixture) -> None:
    """Neither an error, nor a log of ours or of the client, nor the client itself shows keys or a query."""
    caplog.set_level(logging.DEBUG)
    httpx_mock.add_response(json={})
    httpx_mock.add_exception(httpx.ReadError("broke at cs_very+secret and cs_very%2Bsecret"))
    http = shop(VirtualTime(), auth=httpx.BasicAuth("ck", "cs_very+secret"), secrets=(Secret("cs_very+secret"),))
    http.request("GET", "hooks/cs_very+secret", repeatable=True, params={"email": "mia@example.com"})
    with pytest.raises(TryLater) as caught:
        http.request("GET", "a", repeatable=False)
    shown = caplog.text + caught.value.reason + repr(http)
    assert "shop.example: GET /hooks/***: 200 in" in caplog.text
    assert "broke at *** and ***" in caught.value.reason
    assert "very" not in shown
    assert "mia" not in shown


def test_logs_of_others_are_left_alone(httpx_mock: HTTPXMock, caplog: pytest.LogCaptureFixture) -> None:
    """The client's own logs are silent for our requests alone: an application that uses httpx too keeps its own."""
    caplog.set_level(logging.INFO)
    httpx_mock.add_response(url="https://other.example/x")
    httpx.get("https://other.example/x")
    assert "https://other.example/x" in caplog.text


def test_once_answers_all(httpx_mock: HTTPXMock) -> None:
    """Who wants to look for what is wrong gets every answer, the first time."""
    httpx_mock.add_response(status_code=503, html="<h1>Maintenance</h1>", headers={"Retry-After": "600"})
    time = VirtualTime()
    http = shop(time)
    assert http.once("GET", "a").status_code == 503
    assert time.slept == []
    with pytest.raises(NotSent, match="asked to wait") as caught:
        http.once("GET", "a")
    assert caught.value.after == timedelta(seconds=600)
