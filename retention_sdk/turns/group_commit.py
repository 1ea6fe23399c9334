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
    __slots__ = ("answer", "answered", "item", "taken")

    def __init__(self, item: T) -> None:
        self.item = item
        self.taken = False
        self.answer: R | BaseException
        self.answered = threading.Event()


class GroupCommit(Generic[T, R]):
    """Lets concurrent calls share a commit.

    A caller queues its item and waits for a turn. Whoever has a turn takes all that is queued and runs it as one
    batch; the others find theirs taken, and wait for its answer.

    Args:
        run: runs a batch; answers one result for each item, where an exception is raised to its caller alone.
        turns: how many batches may run at once.
        most: the most items of a batch.
    """

    def __init__(self, run: Callable[[Sequence[T]], Sequence[R | BaseException]], turns: int, most: int) -> None:
        self._run, self._most = run, most
        self._queue: deque[_Ticket[T, R]] = deque()
        self._turn = threading.Semaphore(turns) if turns > 1 else threading.Lock()

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
        self._queue.append(ticket)
        while not ticket.taken:
            with self._turn:
                if not ticket.taken:
                    self._lead()
        ticket.answered.wait()
        if isinstance(ticket.answer, BaseException):
            raise ticket.answer
        return ticket.answer

    def _lead(self) -> None:
        batch: list[_Ticket[T, R]] = []
        while self._queue and len(batch) < self._most:
            try:
                ticket = self._queue.popleft()
            except IndexError:  # another leader was faster
                break
            ticket.taken = True
            batch.append(ticket)
        if not batch:
            return
        answers: Sequence[R | BaseException] = [_INTERRUPTED] * len(batch)
        try:
            answers = self._answers([ticket.item for ticket in batch])
        finally:
            for ticket, answer in zip(batch, answers, strict=True):
                ticket.answer = answer
                ticket.answered.set()

    def _answers(self, items: Sequence[T]) -> Sequence[R | BaseException]:
        try:
            return self._run(items)
        except Exception as error:  # noqa: BLE001 - each caller is given its own
            if len(items) == 1:
                return [error]
            # one item must not spoil the others' commit, and only a run of its own tells which one did
            return [answer for item in items for answer in self._answers([item])]
