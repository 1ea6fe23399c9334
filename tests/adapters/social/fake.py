"""A server that does what docs.joinmastodon.org says of Mastodon, and can be out of order."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx

from retention_adapters.social import Mastodon
from retention_sdk import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_httpx import HTTPXMock

URL = "https://mastodon.example"
PICTURE = "https://shop.example/beans.png?size=2"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Fake:
    """The server.

    Attributes:
        posted: what was posted, newest first.
        now: what time it is there.
        vice: asked before each request; may raise, or answer in its place.
        loses: whether the answer of the next post is lost.
        works: how often a picture is looked at before it is ready.
    """

    def __init__(self, httpx_mock: HTTPXMock) -> None:
        self.posted: list[dict[str, Any]] = []
        self.keys: dict[str, tuple[datetime, dict[str, Any]]] = {}
        self.pictures: list[bytes] = []
        self.now, self.loses, self.works = NOON, False, 0
        self.vice: Callable[[httpx.Request], httpx.Response | None] = lambda _: None
        httpx_mock.add_callback(self.answer, is_reusable=True, is_optional=True)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        if (instead := self.vice(request)) is not None:
            return instead
        if request.url.host == "shop.example":
            return httpx.Response(200, content=b"PNG", headers={"Content-Type": "image/png"})
        if request.headers.get("Authorization") != "Bearer t0ken":
            return httpx.Response(401, json={"error": "The access token is invalid"})
        return self._known(request.method, request.url.path, request)

    def _known(self, what: str, path: str, request: httpx.Request) -> httpx.Response:
        match what, path.removeprefix("/api/").split("/"):
            case "GET", ["v1", "accounts", "verify_credentials"]:
                return httpx.Response(200, json={"id": "7", "acct": "beanleaf"})
            case "GET", ["v1", "accounts", "7", "statuses"]:
                return httpx.Response(200, json=self._page(dict(request.url.params)))
            case "GET", ["v1", "statuses", id, "source"]:
                [text] = [one["source"] for one in self.posted if one["id"] == id]
                return httpx.Response(200, json={"id": id, "text": text})
            case _, [_, "media", *_]:
                return self._picture(what, request)
            case "POST", ["v1", "statuses"]:
                return self._post(request)
            case _:
                return httpx.Response(404, json={"error": "Record not found"})

    def _picture(self, what: str, request: httpx.Request) -> httpx.Response:
        if what == "GET":
            self.works -= 1
            return httpx.Response(206 if self.works >= 0 else 200, json={"id": "m-1"})
        self.pictures.append(request.content)
        status, url = (202, None) if self.works else (200, "x")
        return httpx.Response(status, json={"id": "m-1", "url": url})

    def _page(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        before = int(asked.get("max_id", 10**9))
        found = [one for one in self.posted if int(one["id"]) < before]
        return found[: int(asked["limit"])]

    def _post(self, request: httpx.Request) -> httpx.Response:
        told, key = json.loads(request.content), request.headers["Idempotency-Key"]
        at, known = self.keys.get(key, (NOON - timedelta(days=9), None))
        if len(told["status"]) > 500:
            return httpx.Response(422, json={"error": "Validation failed: Text character limit of 500 exceeded"})
        if known is None or self.now - at > timedelta(hours=1):
            known = self.seen(told["status"], **told)
            self.keys[key] = self.now, known
        if self.loses:
            self.loses = False
            raise httpx.ReadTimeout("no answer")
        return httpx.Response(200, json=known)

    def seen(self, text: str, **more: Any) -> dict[str, Any]:
        """Something that was posted."""
        id = str(len(self.posted) + 1)
        stands = {"id": id, "source": text.strip(), "content": f"<p>{text}</p>", "url": f"{URL}/@beanleaf/{id}"}
        self.posted.insert(0, {**stands, "created_at": self.now.isoformat().replace("+00:00", "Z"), **more})
        return self.posted[0]


def mastodon(**settings: Any) -> Mastodon:
    """An adapter that does not wait before it asks again."""
    adapter = Mastodon(**{"url": URL, "token": Secret("t0ken")} | settings)
    adapter._server.http._sleep = lambda _: None
    object.__setattr__(adapter._pictures, "sleep", lambda _: None)
    return adapter
