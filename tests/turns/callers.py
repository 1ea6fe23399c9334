"""Callers in threads of their own, and a run that waits until a test lets it go on."""

from __future__ import annotations

import threading
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from retention_sdk.turns import GroupCommit

PATIENCE = 60.0
"""Seconds that no machine needs; whoever waits longer is stuck."""


class Caller:
    """A call in a thread of its own.

    Args:
        call: what to call.
        arguments: with what.
    """

    def __init__(self, call: Callable[..., Any], *arguments: Any) -> None:
        self.answer: Any = None
        self.error: BaseException | None = None
        self._call, self._arguments = call, arguments
        # a stuck one must not keep the test run from ending
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.answer = self._call(*self._arguments)
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def result(self, patience: float = PATIENCE) -> Any:
        """The answer, or the error that was raised."""
        self._thread.join(patience)
        assert not self._thread.is_alive(), f"stuck: {self._arguments}"
        return self.answer if self.error is None else self.error

    @property
    def waits(self) -> bool:
        """Whether it has not been answered."""
        return self._thread.is_alive()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is true."""
    end = monotonic() + PATIENCE
    while not true():
        assert monotonic() < end, "it did not become true"
        sleep(0.001)


class Held:
    """A run that answers each item in capitals, after a test has let go of its batch.

    A batch is held where its first item begins with "hold". An item "bad" spoils its batch, "stop" interrupts it.

    Attributes:
        batches: all that were begun.
        most: the most that were run at once.
    """

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.most = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._gates: dict[str, threading.Event] = {}

    def __call__(self, items: Sequence[str]) -> list[str | BaseException]:
        """Run a batch."""
        with self._lock:
            self.batches.append(list(items))
            self._at_once += 1
            self.most = max(self.most, self._at_once)
            gate = self._gates.setdefault(items[0], threading.Event())
        try:
            if items[0].startswith("hold"):
                assert gate.wait(PATIENCE)
            if any(item.startswith("stop") for item in items):
                raise KeyboardInterrupt
            if any(item.startswith("bad") for item in items):
                raise ValueError(f"spoilt: {' '.join(items)}")
            return [LookupError(item) if item.startswith("no") else item.upper() for item in items]
        finally:
            with self._lock:
                self._at_once -= 1

    def release(self, item: str) -> None:
        """Let the batch go on that begins with an item."""
        with self._lock:
            self._gates.setdefault(item, threading.Event()).set()

    def begun(self, item: str) -> bool:
        """Whether a batch has begun that begins with an item."""
        with self._lock:
            return any(batch[0] == item for batch in self.batches)


def occupied(group: GroupCommit[str, str], held: Held, leaders: int) -> list[Caller]:
    """Callers that lead as many batches as there may be; each is held."""
    callers = []
    for number in range(leaders):
        callers.append(Caller(group.submit, f"hold-{number}"))
        until(lambda number=number: held.begun(f"hold-{number}"))
    return callers


def queued(group: GroupCommit[str, str], *items: str) -> list[Caller]:
    """Callers that come one after another and wait, as everybody is busy."""
    callers = []
    for item in items:
        size = len(group._queue)
        callers.append(Caller(group.submit, item))
        until(lambda size=size: len(group._queue) == size + 1)
    return callers
