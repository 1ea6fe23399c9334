"""Group commit: whoever comes first commits for all who came meanwhile."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from retention_sdk.errors import RetentionError

T = TypeVar("T")
R = TypeVar("R")

_INTERRUPTED = RetentionError("the commit that this event shared was interrupted; hand the event in again")


class _Ticket(Generic[T, R]):
    """A caller's item; its caller sleeps until it is answered or asked to lead."""

    __slots__ = ("answer", "answered", "item", "sleep")

    def __init__(self, item: T) -> None:
        self.item = item
        self.answer: R | BaseException = _INTERRUPTED
        self.answered = False
        self.sleep = threading.Lock()
        self.sleep.acquire()


class GroupCommit(Generic[T, R]):
    """Lets concurrent calls share a commit.

    A caller queues its item. Where nobody leads it leads: it takes all that is queued and runs it as one batch, then
    hands the lead to the first who came meanwhile. Everybody else sleeps until their item is answered.

    Args:
        run: runs a batch; answers one result for each item, where an exception is raised to its caller alone.
        leaders: how many batches may run at once.
        most: the most items of a batch.
    """

    def __init__(self, run: Callable[[Sequence[T]], Sequence[R | BaseException]], leaders: int, most: int) -> None:
        self._run, self._most = run, most
        self._queue: deque[_Ticket[T, R]] = deque()
        self._idle = leaders
        self._lock = threading.Lock()

    def submit(self, item: T) -> R:
        """Run one item, in a batch with whatever else is waiting.

        Args:
            item: what to run.

        Returns:
            Its result.

        Raises:
            BaseException: what the batch, or this item of it, raised.
        """
        ticket: _Ticket[T, R] = _Ticket(item)
        with self._lock:
            leads = self._idle > 0
            if leads:
                self._idle -= 1
            else:
                self._queue.append(ticket)
        if not leads:
            ticket.sleep.acquire()
        if not ticket.answered:
            self._lead(ticket)
        if isinstance(ticket.answer, BaseException):
            raise ticket.answer
        return ticket.answer

    def _lead(self, own: _Ticket[T, R]) -> None:
        with self._lock:
            others = [self._queue.popleft() for _ in range(min(self._most - 1, len(self._queue)))]
        batch = [own, *others]
        try:
            for ticket, answer in zip(batch, self._answers([ticket.item for ticket in batch]), strict=True):
                ticket.answer = answer
        finally:
            for ticket in others:
                ticket.answered = True
                ticket.sleep.release()
            self._hand_over()

    def _hand_over(self) -> None:
        with self._lock:
            successor = self._queue.popleft() if self._queue else None
            self._idle += successor is None
        if successor is not None:
            successor.sleep.release()

    def _answers(self, items: Sequence[T]) -> Sequence[R | BaseException]:
        try:
            return self._run(items)
        except Exception as error:  # noqa: BLE001 - each caller is given its own
            if len(items) == 1:
                return [error]
            # one item must not spoil the others' commit, and only a run of its own tells which one did
            return [answer for item in items for answer in self._answers([item])]
