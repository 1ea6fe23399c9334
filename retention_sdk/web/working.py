"""The inbox worked off by a thread of the process that fills it."""

import logging
import threading
from collections.abc import Generator
from contextlib import contextmanager

from attrs import define, field

from retention_sdk.engine import Engine

_log = logging.getLogger("retention_sdk.web")

PAUSE = 1.0
"""Seconds until the inbox is looked into, where nobody says that something came."""

LONGEST_PAUSE = 60.0
"""Seconds between tries where each one fails."""


@define(eq=False)
class Processing:
    """Works an inbox off until it is told to stop.

    Args:
        engine: the store's.
        most: how many webhooks are taken at once.
    """

    engine: Engine
    most: int = 100
    _hint: threading.Event = field(init=False, factory=threading.Event)
    _stop: bool = field(init=False, default=False)
    _failed: int = field(init=False, default=0)

    def hint(self) -> None:
        """Say that something came in: it is looked for at once."""
        self._hint.set()

    def stop(self) -> None:
        """Stop after the batch that is under way."""
        self._stop = True
        self._hint.set()

    def run(self) -> None:
        """Work until `stop`."""
        while not self._stop:
            self._hint.clear()
            if not self._worked():
                self._hint.wait(min(PAUSE * 2**self._failed, LONGEST_PAUSE))

    def _worked(self) -> bool:
        """Process a batch; whether there may be more."""
        try:
            done = self.engine.process_inbox(self.most)
        except Exception:  # noqa: BLE001 - it has to live on, whatever the database says
            self._failed += 1
            _log.exception("the inbox could not be processed; it is tried again")
            return False
        self._failed = 0
        if troubles := {status: count for status, count in done.counts.items() if status != "done"}:
            _log.warning("%s of the webhooks in the inbox: see `retention inbox list`", troubles)
        return done.webhooks > 0


@contextmanager
def processing(engine: Engine, most: int = 100) -> Generator[Processing]:
    """Work the inbox off in a thread of this process; `retention worker` does so in processes of their own.

    Args:
        engine: the store's.
        most: how many webhooks are taken at once.

    Yields:
        What can be told that something came in.
    """
    work = Processing(engine, most)
    thread = threading.Thread(target=work.run, name="retention-inbox", daemon=True)
    thread.start()
    try:
        yield work
    finally:
        work.stop()
        thread.join()
