"""How a platform can misbehave, in words, and as what a platform with HTTP would answer."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Literal

from attrs import field, frozen

from retention_sdk.platforms import Recipient

Name = Literal["busy", "down", "refuses credentials", "refuses", "rubbish", "answer lost"]

BUSY_FOR: Final = timedelta(seconds=60)
"""What the busy platform asks to wait."""


@frozen
class Trouble:
    """How the platform behaves from now on.

    Args:
        name: what is wrong with it.
        status: what a platform with HTTP answers to everything; 0 where the answer is lost: then it does what it is
            asked, and nobody gets its answer.
        headers: of that answer.
        body: of that answer.
    """

    name: Name
    status: int = 0
    headers: Mapping[str, str] = field(factory=dict[str, str])
    body: bytes = b""

    def __str__(self) -> str:
        return f"{self.name} ({self.status} {self.body[:30]!r})" if self.name == "rubbish" else self.name


BUSY: Final = Trouble("busy", 429, {"Retry-After": f"{BUSY_FOR.total_seconds():.0f}"})
DOWN: Final = Trouble("down", 503)
LOST: Final = Trouble("answer lost")

_JSON: Final = {"Content-Type": "application/json"}
_HTML: Final = {"Content-Type": "text/html"}
_PAGE: Final = b"<!doctype html><html><body><h1>We will be back soon</h1></body></html>"

RUBBISH: Final = (
    Trouble("rubbish", 200, _HTML, _PAGE),
    Trouble("rubbish", 200, _JSON, b'{"id": 34, "co'),
    Trouble("rubbish", 200, _JSON, b"[7, null]"),
    Trouble("rubbish", 200, _JSON, b'"yes"'),
    Trouble("rubbish", 200, _JSON, b"\xff\xfe\x00"),
    Trouble("rubbish", 302, {"Location": "https://elsewhere.example/"}),
    Trouble("rubbish", 500, _HTML, _PAGE),
)
"""Answers that are none: a page, JSON that is cut, JSON of another shape, bytes, a redirect."""


def refusing(whom: Recipient) -> Trouble:
    """A platform that will not do it, and names in its own words whom it will not do it for."""
    return Trouble("refuses", 422, _JSON, _told(f"not possible for {whom.profile.email}"))


def locked(secret: str) -> Trouble:
    """A platform that does not know us, and shows in its own words what it was given."""
    return Trouble("refuses credentials", 401, _JSON, _told(f"unknown key {secret}"))


def _told(words: str) -> bytes:
    """An error under the names that platforms have for it."""
    return json.dumps({"error": words, "message": words, "reason": words, "code": "no"}).encode()
