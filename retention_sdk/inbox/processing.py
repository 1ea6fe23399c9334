"""A batch of webhooks: claimed, read, all of their events handled together, and settled."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from time import monotonic

from attrs import evolve, field, frozen

from retention_sdk.decision import Decision
from retention_sdk.errors import RetentionError, told_of
from retention_sdk.events import Event
from retention_sdk.inbox.asking import Asked
from retention_sdk.inbox.reading import Said, ended, said, to_micros_of
from retention_sdk.platforms import Adapter, Notice
from retention_sdk.store import Store
from retention_sdk.store.inbox import claim, give_back, settle
from retention_sdk.store.webhooks import Status, Webhook

LEASE = timedelta(minutes=2)
"""How long whoever claims webhooks has them to themselves."""

PATIENCE = 4
"""Reading ends after this part of a lease: what is not read by then is given back."""


@frozen
class Processed:
    """What a batch came to.

    Args:
        counts: how many webhooks there are of each status that they were left in: "done", "waiting", ...
    """

    counts: Mapping[str, int] = field(factory=dict[str, int], hash=False)

    @property
    def webhooks(self) -> int:
        """How many were taken; 0 is that nothing waits that can be done now."""
        return sum(self.counts.values())


@frozen
class Desk:
    """What processing needs of an engine.

    Args:
        store: the database.
        key: the store's key.
        adapters: by name.
        results: decides events, many in a transaction, and answers a decision or an error for each.
        notice: does what a platform asks for; answers what a person has to do still, or None.
    """

    store: Store
    key: str
    adapters: Mapping[str, Adapter]
    results: Callable[[Iterable[Event]], Iterator[Decision | RetentionError]]
    notice: Callable[[Notice], Asked | None]


def process(desk: Desk, most: int, now: int, lease: timedelta) -> Processed:
    """Process webhooks, those that wait longest first.

    Whoever is killed in here has done no harm: the engine knows the events that it handled, and the lease ends.

    Args:
        desk: whose inbox.
        most: how many at most.
        now: in microseconds.
        lease: how long nobody else is given them.

    Returns:
        What became of them.
    """
    until = now + to_micros_of(lease)
    claimed = claim(desk.store, desk.key, desk.adapters, now, until, most)
    if not claimed:
        return Processed()
    read, settled, left = _read(desk, claimed, now, monotonic() + lease.total_seconds() / PATIENCE)
    if left:
        give_back(desk.store, desk.key, left, now, until)
    settled += [_noticed(desk, one, errors) for one, errors in _handled(desk, read)]
    settle(desk.store, desk.key, settled)
    return Processed(dict(Counter(webhook.status.word for webhook in settled)))


def _read(
    desk: Desk, webhooks: Sequence[Webhook], now: int, end: float
) -> tuple[list[Said], list[Webhook], list[Webhook]]:
    """Ask the adapters what webhooks say: what was read, what could not be, and what there was no time for."""
    read, unread, waiting = list[Said](), list[Webhook](), iter(webhooks)
    for webhook in waiting:
        found = said(desk.adapters[webhook.adapter], webhook, now)
        if isinstance(found, Said):
            read.append(found)
        else:
            unread.append(found)
        if monotonic() > end:
            break
    return read, unread, list(waiting)


def _handled(desk: Desk, read: Sequence[Said]) -> Iterator[tuple[Said, Sequence[str]]]:
    """Hand all events in at once, and tell for each webhook why some of its own were not taken."""
    try:
        results = desk.results([event for one in read for event in one.events])
        errors = iter([None if isinstance(result, Decision) else str(result) for result in results])
    except Exception as error:
        if _is_the_databases(error):
            raise
        yield from _each_alone(desk, read, error)
        return
    for one in read:
        yield one, [why for why in islice(errors, len(one.events)) if why is not None]


def _each_alone(desk: Desk, read: Sequence[Said], error: Exception) -> Iterator[tuple[Said, Sequence[str]]]:
    """One webhook must not spoil the others' transaction."""
    if len(read) == 1:
        yield evolve(read[0], webhook=ended(read[0].webhook, Status.FAILED, told_of(error))), ()
        return
    for one in read:
        yield from _handled(desk, [one])


def _noticed(desk: Desk, one: Said, errors: Sequence[str]) -> Webhook:
    """Do what the platform asks for, and say what became of the webhook."""
    told = [{"event": event.id, "source": event.source, "kind": event.kind} for event in one.events]
    webhook = one.webhook
    if webhook.status is not Status.WAITING:
        return webhook
    asked = [answer for answer in map(desk.notice, one.notices) if answer is not None]
    told += [answer.data() for answer in asked]
    if errors:
        return evolve(ended(webhook, Status.REFUSED, "; ".join(errors)), told=told)
    if asked:
        return evolve(ended(webhook, Status.ASKED, " ".join(answer.sentence for answer in asked)), told=told)
    done = evolve(webhook, status=Status.DONE, error="", told=told)
    # it names whom it wants to be forgotten
    return evolve(done, headers={}, query={}, body=b"") if one.notices else done


def _is_the_databases(error: BaseException) -> bool:
    """Whether a database cannot be reached or is busy: that is no webhook's fault."""
    names = {cls.__name__ for cls in type(error).__mro__}
    return bool(names & {"OperationalError", "InterfaceError", "TimeoutError"})
