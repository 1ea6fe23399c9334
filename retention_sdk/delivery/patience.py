"""How long something that did not come through waits until it is tried again."""

from datetime import timedelta
from hashlib import blake2b

from attrs import frozen

_MICROSECOND = timedelta(microseconds=1)
_DOUBLED = 40
"""More doublings than any longest wait has."""


@frozen
class Patience:
    """Waits that grow, each a little otherwise, so that what failed together does not come back together.

    Args:
        first: the first wait, at most.
        longest: the longest, at most.
        tries: how often something is tried.
    """

    first: timedelta
    longest: timedelta
    tries: int

    def wait(self, key: str, tried: int, after: timedelta | None = None) -> timedelta | None:
        """How long to wait.

        Args:
            key: what was tried; the same key waits the same.
            tried: how often it was tried, this time too.
            after: how long the platform wants it to wait at least.

        Returns:
            The time; None where it is not tried again.
        """
        if tried >= self.tries:
            return None
        doubled: int = 2 ** min(tried - 1, _DOUBLED)
        most = min(self.longest // _MICROSECOND, self.first // _MICROSECOND * doubled)
        die = int.from_bytes(blake2b(f"{key}{tried}".encode(), digest_size=4).digest())
        drawn = _MICROSECOND * (most // 2 + (most - most // 2) * die // 2**32)
        return max(drawn, after or timedelta(0))
