"""A lock between processes, held by an open file."""

import sys
from pathlib import Path
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
        path: the lock's file, made where it is missing.
    """

    def __init__(self, path: str) -> None:
        self._file = Path(path).open("ab")  # noqa: SIM115 - it is held until `close`

    def __enter__(self) -> None:
        _hold(self._file.fileno())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        _release(self._file.fileno())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
