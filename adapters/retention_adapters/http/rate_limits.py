"""What a platform's answers say about how fast it may be asked."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import Final

import httpx

from retention_sdk.times import utc

LONGEST: Final = timedelta(days=1)
_EPOCH: Final = 1_000_000_000
"""A larger number is an instant in seconds since 1970, no span."""

_REMAINING = ("ratelimit-remaining", "x-ratelimit-remaining")
_RESET = ("ratelimit-reset", "x-ratelimit-reset")


def retry_after(response: httpx.Response) -> timedelta | None:
    """How long an answer asks to wait, by its `Retry-After` in seconds or as a date; a day at most.

    Args:
        response: any answer.

    Returns:
        The span, 0 where it is past; None where the answer does not say, or says nothing that can be read.
    """
    return _span(response.headers.get("retry-after", ""), _now_of(response))


def used_up(response: httpx.Response) -> timedelta | None:
    """How long until there is something left to ask with, where an answer says that there is nothing.

    Args:
        response: any answer; `RateLimit-Remaining` and `RateLimit-Reset` are read, `X-` before them or not.

    Returns:
        The span; None where something is left, or the answer does not say.
    """
    left = _first(response, _REMAINING)
    return _span(_first(response, _RESET), _now_of(response)) if re.fullmatch(r"0+", left) else None


class RateLimit:
    """Until when one platform is not to be asked, as its last answers had it; shared by threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._opens = float("-inf")

    def learn(self, response: httpx.Response, now: float) -> None:
        """Take note of what an answer says.

        Args:
            response: any answer.
            now: seconds of the clock that `wait` is asked with.
        """
        busy = retry_after(response) if response.status_code in {429, 503} else None
        if span := max(busy or timedelta(), used_up(response) or timedelta()):
            with self._lock:
                self._opens = max(self._opens, now + span.total_seconds())

    def wait(self, now: float) -> float:
        """How many seconds to wait before it is asked again; 0 where it may be asked."""
        with self._lock:
            return max(0.0, self._opens - now)


def _first(response: httpx.Response, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := response.headers.get(name, "").strip())), "")


def _now_of(response: httpx.Response) -> datetime:
    """The platform's own clock where it says it, so that ours may be wrong."""
    return _date(response.headers.get("date", "")) or datetime.now(UTC)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (OverflowError, ValueError):
        return None
    return utc(found if found.tzinfo else found.replace(tzinfo=UTC))


def _span(text: str, now: datetime) -> timedelta | None:
    text = text.strip()
    if re.fullmatch(r"[0-9]{1,15}(\.[0-9]+)?", text):
        seconds = float(text)
        if seconds > _EPOCH:
            seconds -= now.timestamp()
    elif (date := _date(text)) is not None:
        seconds = (date - now).total_seconds()
    else:
        return None
    return timedelta(seconds=min(max(seconds, 0.0), LONGEST.total_seconds()))
