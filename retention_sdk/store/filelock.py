"""A lock between processes, held by an open file."""

import os
import sys
from types import TracebackType

if sys.platform == "win32":  # it has no flock; BEGIN IMMEDIATE alone keeps writers apart there

    def _hold(file: int) -> None: ...

    def _release(file: int) -> None: ...

else:
    import fcntl

    def _hold(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _release(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


class FileLock:
    """A context manager that one process at a time is in.

    Args:
        path: the lock's file, made where it is missing; None locks nothing.
    """

    def __init__(self, path: str | None) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644) if path else None

    def __enter__(self) -> None:
        if self._file is not None:
            _hold(self._file)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._file is not None:
            _release(self._file)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
