"""Group commit: whoever comes first commits for all who came meanwhile."""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from retention_sdk.errors import RetentionError

T = TypeVar("T")
R = TypeVar("R")

_INTERRUPTED = "the commit that this event shared was interrupted; hand the event in again"


class _Ticket(Generic[T, R]):
    """A caller's item; its caller sleeps until it is answered or has to lead."""

    __slots__ = ("answer", "item", "key", "leads", "sleep")

    def __init__(self, item: T, key: Hashable) -> None:
        self.item, self.key = item, key
        self.answer: R | BaseException = RetentionError(_INTERRUPTED)
        self.leads = False
        self.sleep = threading.Lock()
        self.sleep.acquire()


class GroupCommit(Generic[T, R]):
    """Lets concurrent calls share a commit.

    A caller queues its item. Where nobody leads it leads: it takes all that is queued and runs it as one batch, then
    hands the lead to the first who came meanwhile. Everybody else sleeps until their item is answered. Items of one
    key are never in two batches at once, so a batch that has to wait for a key keeps only one leader waiting.

    Args:
        run: runs a batch; answers one result for each item, where an exception is raised to its caller alone.
        leaders: how many batches may run at once.
        most: the most items of a batch.
        key: what an item has to itself while it runs; without one, nothing.
    """

    def __init__(
        self,
        run: Callable[[Sequence[T]], Sequence[R | BaseException]],
        leaders: int,
        most: int,
        key: Callable[[T], Hashable] = id,
    ) -> None:
        self._run, self._most, self._key = run, most, key
        self._queue: deque[_Ticket[T, R]] = deque()
        self._busy: set[Hashable] = set()
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
        ticket: _Ticket[T, R] = _Ticket(item, self._key(item))
        with self._lock:
            ticket.leads = self._idle > 0 and ticket.key not in self._busy
            if ticket.leads:
                self._idle -= 1
                self._busy.add(ticket.key)
            else:
                self._queue.append(ticket)
        if not ticket.leads:
            self._wait(ticket)
        if ticket.leads:
            self._lead(ticket)
        if isinstance(ticket.answer, BaseException):
            raise ticket.answer
        return ticket.answer

    def _wait(self, ticket: _Ticket[T, R]) -> None:
        try:
            ticket.sleep.acquire()
        except BaseException:  # an interrupt: whoever leaves must not take the lead along
            with self._lock:
                if ticket in self._queue:
                    self._queue.remove(ticket)
            if ticket.leads:
                self._hand_over([ticket])
            raise

    def _lead(self, own: _Ticket[T, R]) -> None:
        with self._lock:
            batch = [own, *self._taken(own.key)]
        try:
            for ticket, answer in zip(batch, self._answers([ticket.item for ticket in batch]), strict=True):
                ticket.answer = answer
        finally:
            for ticket in batch[1:]:
                ticket.sleep.release()
            self._hand_over(batch)

    def _taken(self, own: Hashable) -> list[_Ticket[T, R]]:
        """Take from the queue, in order, what can run beside the batches that run already."""
        mine, taken, left = {own}, list[_Ticket[T, R]](), deque[_Ticket[T, R]]()
        for ticket in self._queue:
            if len(taken) + 1 < self._most and (ticket.key in mine or ticket.key not in self._busy):
                mine.add(ticket.key)
                taken.append(ticket)
            else:
                left.append(ticket)
        self._queue = left
        self._busy |= mine
        return taken

    def _hand_over(self, batch: Sequence[_Ticket[T, R]]) -> None:
        with self._lock:
            self._busy.difference_update(ticket.key for ticket in batch)
            successor = next((ticket for ticket in self._queue if ticket.key not in self._busy), None)
            if successor is None:
                self._idle += 1
                return
            self._queue.remove(successor)
            self._busy.add(successor.key)
            successor.leads = True
        successor.sleep.release()

    def _answers(self, items: Sequence[T]) -> Sequence[R | BaseException]:
        try:
            return self._run(items)
        except Exception as error:  # noqa: BLE001 - each caller is given its own
            if len(items) == 1:
                return [error]
            # one item must not spoil the others' commit, and only a run of its own tells which one did
            return [answer for item in items for answer in self._answers([item])]
