"""Asks again, a few times and soon, where asking twice does no harm."""

from collections.abc import Callable
from random import SystemRandom
from typing import Final

import httpx
from attrs import frozen

from retention_adapters.http.errors import NotSent
from retention_adapters.http.rate_limits import retry_after
from retention_sdk.errors import TryLater

BUSY: Final = frozenset({429, 502, 503, 504})
"""Answers that are of the road to the platform, or of its load, and not of what was asked."""

_random = SystemRandom()


@frozen(kw_only=True)
class Patience:
    """How long one request is kept at.

    Args:
        tries: how often it is sent at most.
        first: the most seconds before the second try; twice as many before the third, and so on.
        longest: what a platform may ask to wait, in seconds; where it asks for more, others may try it later.
    """

    tries: int = 4
    first: float = 0.5
    longest: float = 10.0

    def pause(self, tried: int) -> float:
        """Seconds to wait after so many tries, at random up to a bound that doubles: not all come back at once."""
        return _random.uniform(0, min(self.longest, self.first * 2 ** (tried - 1)))


def persist(
    ask: Callable[[], httpx.Response],
    *,
    repeatable: bool,
    patience: Patience,
    sleep: Callable[[float], None],
    what: str,
) -> httpx.Response:
    """Ask until there is an answer to what was asked, as long as that is safe and patience lasts.

    Args:
        ask: sends the request, signed anew each time.
        repeatable: whether twice does no harm; without it only what surely never left is sent again.
        patience: how often, and how long.
        sleep: waits for so many seconds.
        what: host, method and path of the request.

    Returns:
        Any answer that is not one of `BUSY`.

    Raises:
        TryLater: there was none.
    """
    tried = 0
    while True:
        tried += 1
        try:
            response = ask()
        except TryLater as error:
            failed, again = error, repeatable or isinstance(error, NotSent)
        else:
            if response.status_code not in BUSY:
                return response
            failed, again = _busy(response, what), repeatable
        least = failed.after.total_seconds() if failed.after else 0.0
        if not again or tried >= patience.tries or least > patience.longest:
            raise failed
        sleep(least + patience.pause(tried))


def _busy(response: httpx.Response, what: str) -> TryLater:
    return TryLater(f"{what}: answered {response.status_code} {response.reason_phrase}".rstrip(), retry_after(response))
