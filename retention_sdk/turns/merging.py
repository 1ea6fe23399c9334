"""Two customers who are one: the transaction that makes them so."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import cast

from attrs import evolve

from retention_sdk.decision import Decision, Note
from retention_sdk.errors import BadValue, EventConflict
from retention_sdk.events import CustomersMerged
from retention_sdk.language import said
from retention_sdk.store import Batch, Loaded, Request, Row, Writes
from retention_sdk.turns.fold import Folding, Result
from retention_sdk.turns.incoming import Incoming
from retention_sdk.turns.moved import Moved, moved
from retention_sdk.turns.program import Programs
from retention_sdk.turns.replay.merging import unite
from retention_sdk.turns.spoken import spoken
from retention_sdk.turns.stored import decision_of
from retention_sdk.wire import from_json

CLAIMED = Note("claimed_before", said("It is somebody else's already; nothing changes."))
ALREADY = Note("already_merged", said("They were one customer before; nothing changes."))


def parts(batch: Sequence[Incoming]) -> Iterator[tuple[bool, list[Incoming]]]:
    """A batch cut at its merges: each part with whether it consists of them."""
    for merges, part in groupby(batch, key=lambda one: isinstance(one.event, CustomersMerged)):
        yield merges, list(part)


def merged(
    transaction: Batch, incoming: Incoming, folding: Callable[[Loaded], Folding], programs: Programs
) -> tuple[Result, Writes]:
    """Make two customers one.

    Args:
        transaction: one that holds its customers' rows.
        incoming: a `CustomersMerged`.
        folding: makes the batch out of what was read.
        programs: the strategies of each version of the settings.

    Returns:
        The decision, or why they cannot be one; and what is to be written.

    Raises:
        Moved: one of them leads to somebody else, who has to be read.
    """
    event = cast(CustomersMerged, incoming.event)
    ids = (event.customer, event.other)
    loaded = transaction.load(Request([(event.source, event.id)], ids, newest=0))
    leads = moved(loaded.customers)
    into, other = (leads.get(id, id) for id in ids)
    if loaded.events:
        return _again(incoming, loaded.events[0], {into, other}), Writes()
    if event.claim and (note := _claimed(event, into, leads)):
        return spoken(Decision(event, notes=(note,)), folding(Loaded()).program.language), Writes()
    if into == other and event.other not in leads:
        return BadValue(f"customer {other!r} is who {event.customer!r} was merged into; they are one already"), Writes()
    # who leads to the survivor is left as they are: they were merged before
    if elsewhere := {id: to for id, to in leads.items() if to != into or id == event.customer}:
        raise Moved(elsewhere)
    batch = folding(evolve(loaded, customers=[row for row in loaded.customers if row[0] not in leads]))
    past = transaction.past(list(ids))
    decision = unite(batch, event, known=ALREADY if into == other else None, past=past, programs=programs)
    return decision, batch.writes


def _claimed(event: CustomersMerged, into: str, leads: Mapping[str, str]) -> Note | None:
    """Why there is nothing to claim: nobody is taken from whoever they are, least of all an account from an account."""
    if event.other == into:
        return ALREADY
    return CLAIMED if leads.get(event.other, into) != into else None


def _again(incoming: Incoming, row: Row, leads: set[str]) -> Result:
    """What was decided on a merge before: it is the same one where both lead to whom it is about."""
    event = incoming.event
    if not row[5]:
        return decision_of(event, row[7])  # whoever it was about is forgotten
    known = from_json(row[5], CustomersMerged) if '"customers_merged"' in row[5] else None
    if known is None or leads != {row[2]}:
        return EventConflict(event.source, event.id, row[4], incoming.fingerprint)
    return decision_of(known, row[7])
