"""What is scheduled for somebody else goes the way of what scheduled it, also where it has happened by then.

No transaction holds two customers. Whoever takes back what had scheduled an event of somebody else's leaves a fact for
them in the schedule: that the event is withdrawn. It is put just before the event, so it is a late fact like any other,
and the event is decided again as one that counts for nothing.
"""

from datetime import timedelta

from retention_sdk.actions import Schedule
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.events import Event, Withdrawn
from retention_sdk.store import Row
from retention_sdk.times import to_micros
from retention_sdk.turns.desk import standing_of
from retention_sdk.turns.replay.facts import Fact
from retention_sdk.wire import fingerprint, loads, to_json

JUST_BEFORE = timedelta(microseconds=1)


def for_another(schedule: Schedule, fact: Fact) -> bool:
    """Whether an event was scheduled for somebody else; the two may have become one customer since.

    Args:
        schedule: what is scheduled.
        fact: what it was scheduled for.
    """
    told_of, merged = str(loads(fact.body)["customer"]), standing_of(fact.view).merged
    # a fact may be told under the id of somebody who was another by then
    ids = {told_of, fact.event.customer, *merged} if told_of in merged else {told_of}
    return schedule.event.customer not in ids


def withdrawal(event: Event, key: str, turn: int, *, stands: bool) -> Row:
    """The row of the schedule that withdraws an event of somebody else's, or has it count again.

    There is one for each key and event, which says what counts last; whoever is told of it twice keeps both, and they
    are sorted by the turn of whoever scheduled it.

    Args:
        event: the event.
        key: the key that it was scheduled with.
        turn: of the customer whose fact had scheduled it, as of now.
        stands: whether it counts again.
    """
    name = fingerprint(f"{key}{len(event.source)}:{event.source}{event.id}")
    fact = Withdrawn(
        id=f"{name}-{turn:012}",
        customer=event.customer,
        occurred_at=event.occurred_at - JUST_BEFORE,
        source=SOURCE,
        event=event.id,
        event_source=event.source,
        stands=stands,
    )
    return name, fact.customer, to_micros(fact.occurred_at), to_json(fact)
