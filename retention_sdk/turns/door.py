"""Who may still come in: everybody until the door is closed, and the last one who is inside then locks up.

A process that was forked has copies of its parent's connections and locks. Whoever used them would mix its answers with
the parent's, or damage a SQLite file, so nobody comes in there, and nothing is locked up.
"""

import os
import threading
from collections.abc import Callable
from types import TracebackType

from retention_sdk.errors import RetentionError

FORKED = (
    "this engine was made before its process was forked, and its connections are the parent's; make one in each "
    "process, after the fork: when its first request or task comes, or in gunicorn's post_fork"
)


class Door:
    """A context manager around each use of something that can be closed; nobody waits for anybody.

    Args:
        closed: what is said to those who come later.
        lock_up: called once, when it is closed and nobody is inside any more.
    """

    def __init__(self, closed: str, lock_up: Callable[[], None]) -> None:
        self._closed, self._lock_up = closed, lock_up
        self._open, self._inside = True, 1  # whoever opened it is inside until it is closed
        self._process = os.getpid()
        self._lock = threading.RLock()  # a signal's handler may close what its own thread is just entering

    @property
    def forked(self) -> bool:
        """Whether this is another process than the one that opened it."""
        return os.getpid() != self._process

    def refuse_forked(self) -> None:
        """Let nobody in who was forked.

        Raises:
            RetentionError: this process was.
        """
        if self.forked:
            raise RetentionError(FORKED)

    def __enter__(self) -> None:
        self.refuse_forked()
        with self._lock:
            if not self._open:
                raise RetentionError(self._closed)
            self._inside += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._leave()

    def close(self) -> None:
        """Let nobody in any more; closing twice does nothing."""
        if self.forked:
            return
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
