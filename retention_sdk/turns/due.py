"""What time brings comes in only where it is still to come: not what was withdrawn, and for nobody who is forgotten."""

from collections.abc import Mapping, Sequence

from retention_sdk.decision import Decision, Note
from retention_sdk.events import STORE, Withdrawn
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
        timers = [one.timer for one in batch if one.timer is not None and one.timer.key]
        keys = [timer.key for timer in timers]
        self._stands: Mapping[str, str] = dict(transaction.scheduled(keys)) if keys else {}
        self._folding = folding
        self._comes = {(one.event.source, one.event.id) for one in batch}
        # another customer's fact may schedule it otherwise at this moment: only what was read is over
        folding.writes.fired += [
            (timer.key, timer.text) for timer in timers if self._stands.get(timer.key) == timer.text
        ]

    def is_gone(self, one: Incoming) -> bool:
        """Whether an event is not due any more."""
        timer, event = one.timer, one.event
        if timer is None:
            return False
        if timer.key:
            over = self._stands.get(timer.key) != timer.text
        else:
            over = (event.source, event.id) in self._folding.known
        if isinstance(event, Withdrawn):
            over = over or not self._happened(event)
        # the store is no customer who could be forgotten
        return over or not (event.begins or event.customer == STORE or self._folding.knows(event.customer))

    def told(self, one: Incoming) -> Decision:
        """What is said of such an event."""
        return self._folding.told_of(one.event, WITHDRAWN)

    def _happened(self, event: Withdrawn) -> bool:
        """Whether there is something to withdraw: what did not happen never will, since it is scheduled no more."""
        key = event.event_source, event.event
        row = self._folding.known.get(key)
        return row[2] == event.customer if row is not None else key in self._comes and not event.stands
