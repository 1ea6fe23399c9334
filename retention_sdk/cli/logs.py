"""The log while a command runs: each warning once, however many events it is about."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from retention_sdk.cli.terminal import complain


class _FirstOfEach(logging.Handler):
    """Prints the first of all records that differ only in what comes after their subject."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._seen: set[object] = set()

    def emit(self, record: logging.LogRecord) -> None:
        subject = record.args[0] if isinstance(record.args, tuple) and record.args else None
        if (record.msg, subject) not in self._seen:
            self._seen.add((record.msg, subject))
            complain([record.getMessage()])


@contextmanager
def first_of_each() -> Generator[None]:
    """Print warnings of the engine on the standard error, a strategy that fails on each event once."""
    log, handler = logging.getLogger("retention_sdk"), _FirstOfEach()
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
