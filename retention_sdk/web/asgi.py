"""The ASGI application: `POST /webhooks/ADAPTER`, `GET /healthz`, `GET /readyz`."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from attrs import define, field

from retention_sdk.engine import Engine
from retention_sdk.platforms import Adapter
from retention_sdk.web.answers import TOO_LARGE, Response, alive, no, ready, refused, respond
from retention_sdk.web.working import Processing, processing

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

THREADS = 32
"""How many webhooks are kept at the same time; those that wait for the database share its commits."""

WEBHOOKS = "/webhooks/"

READ_ON = 4
"""A body that is too large is read on, and thrown away, up to so many times the limit: whoever sends would not hear the
answer of a connection that was cut."""


class Gone(Exception):
    """Whoever called has hung up before the body was whole."""


@define(eq=False)
class Service:
    """An ASGI application around an engine.

    Args:
        engine: the store's.
        process: whether the inbox is worked off by a thread of this process. That begins and ends with the
            application's lifespan, which is not told to an application that is mounted into another.
        closes: whether the engine is closed when the application ends.
    """

    engine: Engine
    process: bool = False
    closes: bool = False
    _pool: ThreadPoolExecutor = field(init=False, factory=partial(ThreadPoolExecutor, THREADS, "retention-web"))
    _open: ExitStack = field(init=False, factory=ExitStack)
    _processing: Processing | None = field(init=False, default=None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            try:
                answered = await self._answer(scope, receive)
            except Gone:
                return
            await _send(answered, send, body=scope["method"] != "HEAD")
        else:
            raise RuntimeError(f"only HTTP is spoken here, no {scope['type']}")

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        path, method = _path(scope), scope["method"]
        if path.startswith(WEBHOOKS):
            # a slash at the end changes nothing: a redirect would be followed by no platform, and lose the webhook
            return await self._webhook(path[len(WEBHOOKS) :].rstrip("/"), scope, receive)
        if path in ("/healthz", "/readyz") and method not in ("GET", "HEAD"):
            return no(405, "ask with GET", allow="GET, HEAD")
        if path == "/healthz":
            return alive()
        if path == "/readyz":
            return await self._in_thread(partial(ready, self.engine))
        return no(404, "there is nothing here")

    async def _webhook(self, adapter: str, scope: Scope, receive: Receive) -> Response:
        headers, method = _headers(scope), scope["method"]
        told = headers.get("content-length", "")
        if refusal := refused(self.engine, adapter, method, int(told) if told.isdecimal() else 0):
            return refusal
        body = await _body(receive, self.engine.config.service.body_limit)
        if body is None:
            return no(413, TOO_LARGE, connection="close")
        query = scope.get("query_string", b"").decode("latin-1")
        answered = await self._in_thread(partial(respond, self.engine, adapter, method, headers, body, query))
        if self._processing is not None:
            self._processing.hint()
        return answered

    async def _in_thread(self, run: Callable[[], Response]) -> Response:
        return await asyncio.get_running_loop().run_in_executor(self._pool, run)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                if self.process:
                    self._processing = self._open.enter_context(processing(self.engine))
                await send({"type": "lifespan.startup.complete"})
            else:
                await asyncio.get_running_loop().run_in_executor(None, self.close)
                await send({"type": "lifespan.shutdown.complete"})
                return

    def close(self) -> None:
        """End what was begun: what is under way is answered first."""
        self._open.close()
        self._pool.shutdown()
        if self.closes:
            self.engine.close()


def app(engine: Engine, *, process: bool = False) -> Service:
    """The application around an engine of yours, which you close.

    Args:
        engine: the store's.
        process: whether the inbox is worked off by a thread of this process.

    Returns:
        An ASGI application.
    """
    return Service(engine, process)


def create_app(
    config: str | Path | Mapping[str, object] = "retention.toml",
    strategies: Mapping[str, object] | None = None,
    adapters: Mapping[str, Adapter] | None = None,
    *,
    process: bool = False,
) -> Service:
    """The application with an engine of its own, which is closed when the server ends.

    Args:
        config: the path of a `retention.toml`, or the same tables as a mapping.
        strategies: a store's own strategies by name.
        adapters: a store's own adapters by name.
        process: whether the inbox is worked off by a thread of this process.

    Returns:
        An ASGI application.

    Raises:
        BadConfig: the configuration has problems.
        DatabaseOutdated: a Postgres database needs `retention upgrade`.
    """
    return Service(Engine.from_config(config, strategies, adapters), process, closes=True)


def _path(scope: Scope) -> str:
    """The path below where the application is mounted."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] if root and path.startswith(f"{root}/") else path


def _headers(scope: Scope) -> dict[str, str]:
    """The headers; one that stands several times has all of its values."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


async def _body(receive: Receive, most: int) -> bytes | None:
    """The body; None where it is larger than what is taken, however it is sent."""
    parts, size = list[bytes](), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part, more = message.get("body", b""), message.get("more_body", False)
        size += len(part)
        if size <= most:
            parts.append(part)
        else:
            parts.clear()
        if not more or size > most * READ_ON:
            return b"".join(parts) if size <= most else None


async def _send(response: Response, send: Send, *, body: bool) -> None:
    headers = {**response.headers, "content-length": str(len(response.body))}
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    await send({"type": "http.response.body", "body": response.body if body else b""})
