"""What a shop lets us spend: a bucket that fills at a rate, both learned from answers."""

import threading
from collections.abc import Callable, Mapping
from typing import Any


class Bucket:
    """Points that are there now, as the last answer said and the clock adds since.

    Nothing is known before the first answer, and then nothing is waited for.

    Args:
        clock: seconds from some instant on, never back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._at, self._available, self._most, self._rate = clock(), 0.0, 0.0, 0.0
        self._costs: dict[str, float] = {}

    def reserve(self, document: str) -> float:
        """Seconds to wait before a document is sent; its points are taken where there is nothing to wait for."""
        with self._lock:
            if not self._rate:
                return 0.0
            cost = min(self._costs.get(document, 0.0), self._most)
            self._fill()
            if self._available < cost:
                return (cost - self._available) / self._rate
            self._available -= cost
            return 0.0

    def learn(self, document: str, cost: Mapping[str, Any]) -> None:
        """Take over what an answer says in `extensions.cost`."""
        status: Mapping[str, Any] = cost.get("throttleStatus") or {}
        with self._lock:
            if isinstance(requested := cost.get("requestedQueryCost"), int | float):
                self._costs[document] = float(requested)
            if status.get("restoreRate"):
                self._rate, self._most = float(status["restoreRate"]), float(status["maximumAvailable"])
                self._available, self._at = float(status["currentlyAvailable"]), self._clock()

    def _fill(self) -> None:
        now = self._clock()
        self._available = min(self._most, self._available + (now - self._at) * self._rate)
        self._at = now
