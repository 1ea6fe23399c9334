"""A lock between processes, held by an open file."""

import os
from types import TracebackType

try:
    import fcntl
except ImportError:  # Windows has none; BEGIN IMMEDIATE alone keeps writers apart there
    fcntl = None  # type: ignore[assignment]


class FileLock:
    """A context manager that one process at a time is in.

    Args:
        path: the lock's file, made where it is missing; None locks nothing.
    """

    def __init__(self, path: str | None) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644) if path and fcntl else None

    def __enter__(self) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
