"""The replay that makes two customers one."""

from attrs import evolve

from retention_sdk.decision import Decision, Note
from retention_sdk.events import CustomersMerged
from retention_sdk.store import Past
from retention_sdk.store.rows import MERGED
from retention_sdk.turns.fold import Folding
from retention_sdk.turns.incoming import behind, stored_form
from retention_sdk.turns.program import Programs
from retention_sdk.turns.replay.batch import Replays
from retention_sdk.turns.replay.replay import History, histories
from retention_sdk.turns.replay.uniting import Union, changed
from retention_sdk.turns.replay.writing import write
from retention_sdk.turns.stored import decision_text
from retention_sdk.wire import dumps


def unite(folding: Folding, event: CustomersMerged, *, known: Note | None, past: Past, programs: Programs) -> Decision:
    """Make two customers one, and leave what that changes with a batch.

    The event is put behind all that is known of both. So what the survivor's profile says is said last, whatever the
    other's said, and whoever was told something is not told that it never was.

    Args:
        folding: the batch, which has read both; it gets what is to be written.
        event: who is who.
        known: says that they were one before; None where they become so now.
        past: all that ever happened to both.
        programs: the strategies of each version of the settings.

    Returns:
        The decision, with what is taken back and what is given since both are one. What it says of other decisions
        is not in it when it is made again: those say it themselves.
    """
    into, other = folding.desk(event.customer), None if known else folding.desk(event.other)
    union = Union(into, other)
    if other is not None:
        mine, told = into.standing.profile.beside(other.standing.profile), event.profile
        event = evolve(event, profile=mine if told is None else mine.patched(told))
    past = union.past(past)
    replays = Replays(folding, programs, past, histories(past).get(event.customer) or History())
    replayed = union.told(replays.history, behind(stored_form(event), union.latest), replays.fold)
    write(replayed, folding.writes, folding.program.counters, folding.program.timetable)
    _, decision = replayed.told[-1]
    told_now = decision if known is None else evolve(decision, notes=(*decision.notes, known))
    if other is not None:
        told_now = evolve(decision, reversals=(*decision.reversals, *changed(replayed)))
        folding.writes.moved.append((into.customer, union.turns, other.customer))
        for id in {other.customer, *other.standing.merged}:
            folding.writes.customers[id] = (id, MERGED, "", dumps(into.customer), None, 0)
    if told_now != decision:
        *fact, text, _, kept = folding.writes.events.pop()
        folding.writes.events.append((*fact, decision_text(told_now), text, kept))
    return told_now
