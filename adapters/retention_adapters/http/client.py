"""One platform over HTTP."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypedDict, Unpack
from uuid import uuid4

import httpx
from attrs import define, field

from retention_adapters.http.addresses import PrivateAddress, PublicTransport, tls
from retention_adapters.http.errors import NotSent, lost
from retention_adapters.http.rate_limits import RateLimit
from retention_adapters.http.reading import whole
from retention_adapters.http.redaction import quiet, redacted, spoken
from retention_adapters.http.retrying import Patience, persist
from retention_sdk.errors import Refused, TryLater
from retention_sdk.settings import Secret

logger = logging.getLogger(__name__)


class More(TypedDict, total=False):
    """What there may be to a request besides its method and path.

    Attributes:
        params: the query; one value a name, since platforms read lists each in their own way.
        json: the body, as JSON.
        content: the body, as bytes.
        headers: besides those of the client.
        timeout: seconds, where it needs others than the client's.
    """

    params: Mapping[str, str | int]
    json: object
    content: bytes
    headers: Mapping[str, str]
    timeout: float


REQUEST_ID = "X-Request-Id"
DEFAULTS = {"User-Agent": "retention-sdk", "Accept": "application/json"}
LARGEST = 64 * 1024 * 1024
"""Bytes of an answer: a hundred orders have less than one in a hundred of it."""


NOT_PUBLIC = (
    "the address is private, of this machine or of its network, and such are not called; where it is meant, "
    "set allow_private = true"
)


@define(eq=False, repr=False)
class Http:
    """A pooled client for one platform; threads may share it.

    It follows no redirect, keeps no cookie, goes through no proxy, and connects to public addresses alone.

    Args:
        base_url: what each path is put behind, with http or https, without user and password.
        auth: signs each request, each try anew.
        headers: sent with every request.
        timeout: seconds to wait for a connection, and for an answer.
        allow_private: connect to private, loopback and link-local addresses too.
        secrets: what never stands in an error or a log.
        transport: sends the requests in place of the network.
        patience: how often a request is tried, and how long.
        sleep: waits for so many seconds.
        clock: seconds of a clock that only goes forward.
    """

    base_url: str
    _auth: httpx.Auth | None = field(default=None, kw_only=True, alias="auth")
    _headers: Mapping[str, str] = field(factory=dict[str, str], kw_only=True, alias="headers")
    _timeout: float = field(default=30.0, kw_only=True, alias="timeout")
    _allow_private: bool = field(default=False, kw_only=True, alias="allow_private")
    _secrets: Sequence[Secret] = field(default=(), kw_only=True, alias="secrets")
    _transport: httpx.BaseTransport | None = field(default=None, kw_only=True, alias="transport")
    _patience: Patience = field(default=Patience(), kw_only=True, alias="patience")
    _sleep: Callable[[float], None] = field(default=time.sleep, kw_only=True, alias="sleep")
    _clock: Callable[[], float] = field(default=time.monotonic, kw_only=True, alias="clock")
    _limit: RateLimit = field(factory=RateLimit, init=False)
    _client: httpx.Client = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._client = httpx.Client(
            base_url=_checked(self.base_url),
            auth=self._auth,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            transport=self._transport
            or (httpx.HTTPTransport(verify=tls()) if self._allow_private else PublicTransport()),
        )

    def __repr__(self) -> str:
        return f"Http({self._client.base_url.host!r})"

    def request(self, method: str, path: str, *, repeatable: bool, **more: Unpack[More]) -> httpx.Response:
        """Send a request; where that is safe, send it again until there is an answer.

        Args:
            method: such as "GET".
            path: behind the base URL.
            repeatable: whether sending it twice does no harm.
            more: what else there is to it.

        Returns:
            Any answer but 429, 502, 503 and 504: redirects and errors too.

        Raises:
            NotSent: the request surely never left: nothing came of it.
            TryLater: the platform is busy or did not answer; unless it is `NotSent`, nobody knows what came of it.
            Refused: the address is wrong, or not of the public internet.
        """
        more["headers"] = {REQUEST_ID: uuid4().hex, **more.get("headers", {})}

        def ask() -> httpx.Response:
            """Ask once."""
            return self.once(method, path, **more)

        what = self._what(method, path)
        return persist(ask, repeatable=repeatable, patience=self._patience, sleep=self._sleep, what=what)

    def once(self, method: str, path: str, **more: Unpack[More]) -> httpx.Response:
        """Send a request once.

        Args:
            method: such as "GET".
            path: behind the base URL.
            more: what else there is to it.

        Returns:
            Any answer, 429, 502, 503 and 504 among them.

        Raises:
            NotSent: the request surely never left.
            TryLater: there was no answer.
            Refused: the address is wrong, or not of the public internet.
        """
        what = self._what(method, path)
        self._wait_for_turn(what)
        began = self._clock()
        headers = {**DEFAULTS, **self._headers, REQUEST_ID: uuid4().hex, **more.get("headers", {})}
        try:
            with quiet():
                response = self._sent(method, _relative(path), {**more, "headers": headers}, what)
        except PrivateAddress:
            raise Refused(f"{what}: {NOT_PUBLIC}") from None
        except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeEncodeError):
            # their words hold what they are about, and that may be a key
            raise Refused(f"{what}: the address or a header has letters that HTTP cannot send") from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            # the cause is left out: it holds the request, and that the keys
            raise self._told(lost(error, what)) from None
        self._limit.learn(response, self._clock())
        spent = round((self._clock() - began) * 1000)
        logger.debug("%s: %d in %d ms, request %s", what, response.status_code, spent, headers[REQUEST_ID])
        return response

    def _sent(self, method: str, path: str, more: More, what: str) -> httpx.Response:
        seconds = more.get("timeout", self._timeout)
        request = self._client.build_request(
            method,
            path,
            params=more.get("params"),
            json=more.get("json"),
            content=more.get("content"),
            headers=more.get("headers"),
            timeout=seconds,
        )
        response = self._client.send(request, stream=True)
        return whole(response, most=LARGEST, until=self._clock() + seconds, clock=self._clock, what=what)

    def said(self, words: str) -> str:
        """The platform's own words as anybody may read them: without secrets of ours and e-mail addresses, and short.

        Args:
            words: of one of its answers.
        """
        return spoken(words, self._secrets)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _what(self, method: str, path: str) -> str:
        """Host, method and path; the query stays out, e-mail addresses and signatures are in it."""
        place = path.partition("?")[0].lstrip("/")
        return redacted(f"{self._client.base_url.host}: {method} /{place}", self._secrets)

    def _wait_for_turn(self, what: str) -> None:
        if not (seconds := self._limit.wait(self._clock())):
            return
        if seconds > self._patience.longest:
            raise NotSent(f"{what}: not sent, since the platform asked to wait", timedelta(seconds=seconds))
        self._sleep(seconds)

    def _told(self, error: TryLater) -> TryLater:
        return type(error)(redacted(error.reason, self._secrets), error.after)


def _checked(base_url: str) -> httpx.URL:
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL:
        url = None
    if url is None or "%" in url.host:
        raise Refused("the address of the platform is none; write one such as https://shop.example")
    if url.scheme not in {"http", "https"} or not url.host:
        raise Refused("the address of the platform has to begin with https://, such as https://shop.example")
    if url.userinfo:
        raise Refused(f"the address of {url.host} has a user or password in it; give keys in settings of their own")
    return url


def _relative(path: str) -> str:
    if "://" in path.partition("?")[0]:
        raise Refused("a path behind the base URL is expected, no whole address: keys go to the platform alone")
    return path
