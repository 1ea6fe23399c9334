"""What a strategy, a guard or the naming of occasions raises is not lost on whoever tests it."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from threading import get_ident

from retention_sdk.errors import RetentionError
from retention_sdk.registry import FAILED


class StrategyFailed(RetentionError):
    """A strategy could not answer. In a store it costs only its own answer; in a test it is the test that fails."""


class _Ear(logging.Handler):
    """Hears which strategies failed, in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []
        self._thread = get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what names a strategy that failed."""
        if record.msg == FAILED and record.thread == self._thread:
            self.heard.append(record.getMessage())


@contextmanager
def strictly(*, strict: bool = True) -> Generator[None]:
    """Raise what strategies have failed with, once the block is done: what it committed stands.

    Args:
        strict: False raises nothing.

    Raises:
        StrategyFailed: one has; its message names it, the hook, what was raised and where.
    """
    ear, log = _Ear(), logging.getLogger("retention_sdk")
    log.addHandler(ear)
    try:
        yield
    finally:
        log.removeHandler(ear)
    if strict and ear.heard:
        raise StrategyFailed("\n".join(dict.fromkeys(ear.heard)))
