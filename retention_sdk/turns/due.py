"""What time brings comes in only where it is still to come: not what was withdrawn, and for nobody who is forgotten."""

from collections.abc import Mapping, Sequence

from retention_sdk.decision import Decision, Note
from retention_sdk.events import STORE
from retention_sdk.language import said
from retention_sdk.store import Batch
from retention_sdk.turns.fold import Folding
from retention_sdk.turns.incoming import Incoming

WITHDRAWN = Note("withdrawn", said("It is not due any more: it has happened, or what it was to follow was taken back."))


class Due:
    """Tells the events of a batch that time brought, and that are not due any more.

    Args:
        transaction: what is read is true until it ends.
        batch: the events.
        folding: the batch, which knows its customers; it is told what is scheduled no more.
    """

    def __init__(self, transaction: Batch, batch: Sequence[Incoming], folding: Folding) -> None:
        keys = [one.timer.key for one in batch if one.timer is not None and one.timer.key]
        self._stands: Mapping[str, str] = dict(transaction.scheduled(keys)) if keys else {}
        self._folding = folding
        folding.writes.unscheduled += [
            (one.timer.key,) for one in batch if one.timer is not None and one.timer.key and not self.is_gone(one)
        ]

    def is_gone(self, one: Incoming) -> bool:
        """Whether an event is not due any more."""
        timer = one.timer
        if timer is None:
            return False
        if timer.key:
            over = self._stands.get(timer.key) != timer.text
        else:
            over = (one.event.source, one.event.id) in self._folding.known
        # the store is no customer who could be forgotten
        return over or not (one.event.customer == STORE or self._folding.knows(one.event.customer))

    def told(self, one: Incoming) -> Decision:
        """What is said of such an event."""
        return self._folding.told_of(one.event, WITHDRAWN)
