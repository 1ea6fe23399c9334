"""How fast an adapter is asked: so many a minute in this process, evenly."""

from collections.abc import Callable
from threading import Lock
from time import monotonic


class Pace:
    """Gives each who asks a time of their own.

    Args:
        per_minute: how many a minute; None is as many as there are.
        clock: seconds that never go back.
    """

    def __init__(self, per_minute: int | None, clock: Callable[[], float] = monotonic) -> None:
        self._gap = 0.0 if per_minute is None else 60 / per_minute
        self._clock, self._lock, self._next = clock, Lock(), 0.0

    def wait(self, end: float) -> float | None:
        """How long to wait for one's turn.

        Args:
            end: the time on the clock by which it has to begin.

        Returns:
            Seconds; None where the turn would be too late, and is not taken.
        """
        if not self._gap:
            return 0.0
        with self._lock:
            now = self._clock()
            begin = max(now, self._next)
            if begin > end:
                return None
            self._next = begin + self._gap
        return begin - now
