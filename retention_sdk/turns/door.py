"""Who may still come in: everybody until the door is closed, and the last one who is inside then locks up."""

import threading
from collections.abc import Callable
from types import TracebackType

from retention_sdk.errors import RetentionError


class Door:
    """A context manager around each use of something that can be closed; nobody waits for anybody.

    Args:
        closed: what is said to those who come later.
        lock_up: called once, when it is closed and nobody is inside any more.
    """

    def __init__(self, closed: str, lock_up: Callable[[], None]) -> None:
        self._closed, self._lock_up = closed, lock_up
        self._open, self._inside = True, 1  # whoever opened it is inside until it is closed
        self._lock = threading.RLock()  # a signal's handler may close what its own thread is just entering

    def __enter__(self) -> None:
        with self._lock:
            if not self._open:
                raise RetentionError(self._closed)
            self._inside += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._leave()

    def close(self) -> None:
        """Let nobody in any more; closing twice does nothing."""
        with self._lock:
            if not self._open:
                return
            self._open = False
        self._leave()

    def _leave(self) -> None:
        with self._lock:
            self._inside -= 1
            last = not self._inside
        if last:
            self._lock_up()
