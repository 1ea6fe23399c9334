"""What becomes of a webhook in the inbox.

    WAITING ──> DONE          all that it says is handled
            ──> UNREADABLE    nobody knows what it says
            ──> REFUSED       the engine did not take all that it says
            ──> FAILED        the adapter broke, or its platform does not know us any more
            ──> ASKED         a person has to do something
    UNSIGNED                  it was not signed as it should be, and was not looked at
    FORGOTTEN                 a person let go of it

Whatever is not WAITING stays as it is until a person retries it, confirms it or lets go of it.
"""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from attrs import field, frozen

from retention_sdk.times import from_micros
from retention_sdk.wire import dumps, loads


class Status(IntEnum):
    """What became of a webhook."""

    WAITING, DONE, UNREADABLE, REFUSED, FAILED, ASKED, UNSIGNED, FORGOTTEN = range(8)

    @property
    def word(self) -> str:
        """How people call it."""
        return self.name.lower()


STUCK = (Status.UNREADABLE, Status.REFUSED, Status.FAILED)
"""What is tried again after a fix."""


UNSIGNED = "u-"
"""What the ids of webhooks begin with that were not signed as they should be: none of those is ever a signed one's."""


@frozen(kw_only=True)
class Webhook:
    """A webhook in the inbox.

    Args:
        id: what it is called: the same webhook has the same id, however often it comes.
        adapter: whose it is.
        received_at: when it came first, in microseconds.
        headers: those that were kept.
        body: the raw bytes; empty where they are not kept, or not any more.
        size: how many bytes there were.
        query: what stood behind the question mark of its address.
        times: how often it came.
        status: what became of it.
        attempts: how often it was tried.
        next_at: when it is tried next, in microseconds, where it waits.
        error: why it is not done.
        told: what it held: each event with its source and id, each notice with its name.
    """

    id: str
    adapter: str
    received_at: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    size: int
    query: Mapping[str, str] = field(factory=dict[str, str], repr=False)
    times: int = 1
    status: Status = Status.WAITING
    attempts: int = 0
    next_at: int = 0
    error: str = ""
    told: Sequence[Mapping[str, str]] = field(factory=list[Mapping[str, str]], repr=False)

    @property
    def was_unsigned(self) -> bool:
        """Whether it was not signed as it should be when it came in."""
        return self.id.startswith(UNSIGNED)

    @property
    def deaths(self) -> int:
        """How often it was tried and nobody lived to tell; 0 where somebody did."""
        return 0 if self.error else self.attempts

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of what came in."""
        return not (self.body or self.headers)

    def row(self) -> dict[str, Any]:
        """It as a row of the table, without the store."""
        return {
            "id": self.id,
            "adapter": self.adapter,
            "received_at": self.received_at,
            "times": self.times,
            "headers": dumps(dict(self.headers)),
            "query": dumps(dict(self.query)),
            "body": self.body,
            "size": self.size,
            "status": self.status.value,
            "attempts": self.attempts,
            "next_at": self.next_at,
            "error": self.error,
            "told": dumps(list(self.told)),
        }

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Webhook":
        """A row of the table as a webhook."""
        texts = {name: loads(row[name]) for name in ("headers", "query", "told")}
        plain = ("id", "adapter", "received_at", "times", "size", "attempts", "next_at", "error")
        known = {name: row[name] for name in plain}
        return cls(**known, **texts, body=bytes(row["body"]), status=Status(row["status"]))

    def data(self) -> dict[str, Any]:
        """It as plain data for people, without headers and body."""
        return {
            "id": self.id,
            "adapter": self.adapter,
            "status": self.status.word,
            "received_at": from_micros(self.received_at).isoformat(),
            "times": self.times,
            "bytes": self.size,
            "attempts": self.attempts,
            "next_at": from_micros(self.next_at).isoformat() if self.status is Status.WAITING else None,
            "error": self.error,
            "holds": list(self.told),
        }
