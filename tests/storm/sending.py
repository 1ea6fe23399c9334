"""The platform's side: it sends from some connections, and sends again what nobody has answered."""

from __future__ import annotations

import asyncio
from collections import Counter
from time import perf_counter
from typing import TYPE_CHECKING

from attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retention_sdk.platforms import WebhookRequest
    from tests.storm.plan import Sent

CONNECTIONS = 16
LOST = (ConnectionError, asyncio.IncompleteReadError)


@define
class Told:
    """What the platform was told.

    Attributes:
        statuses: how many answers there were of each status.
        wrong: how many had another status than they should.
        lost: how many sends were not answered, and were repeated.
        seconds: what each answer took, restarts of the service included.
    """

    statuses: Counter[int] = field(factory=Counter[int])
    wrong: int = 0
    lost: int = 0
    seconds: list[float] = field(factory=list[float])

    def percentile(self, share: float) -> float:
        """The milliseconds within which this share was answered."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)] * 1e3


def raw(request: WebhookRequest, path: str = "/webhooks/shop") -> bytes:
    """A webhook as HTTP."""
    lines = [f"POST {path} HTTP/1.1", "host: shop", f"content-length: {len(request.body)}"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + request.body


class Line:
    """A connection that is opened again whenever it breaks."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> int:
        """Send a request; the status of its answer."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length))
        except LOST:
            self.close()
            raise
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


async def send(port: int, webhooks: Sequence[Sent], connections: int = CONNECTIONS) -> Told:
    """Send webhooks until each is answered with something that is final."""
    told, left = Told(), iter([(raw(one.request), one.status) for one in webhooks])
    await asyncio.gather(*(_line(Line(port), left, told) for _ in range(connections)))
    return told


async def _line(line: Line, left: Iterator[tuple[bytes, int]], told: Told) -> None:
    for request, expected in left:
        status = 0
        while status in (0, 503):
            begun = perf_counter()
            try:
                status = await line.ask(request)
            except LOST:
                told.lost += 1
                await asyncio.sleep(0.002)
                continue
            told.seconds.append(perf_counter() - begun)
            told.statuses[status] += 1
        told.wrong += status != expected
    line.close()
