"""What a replay changes in the store, as rows."""

from collections.abc import Iterable, Iterator

from attrs import evolve

from retention_sdk.actions import Schedule
from retention_sdk.clock import Timetable
from retention_sdk.customer import Wallet
from retention_sdk.events import CustomersMerged
from retention_sdk.guards import Counters
from retention_sdk.ledger import Lot
from retention_sdk.store import Row, Writes
from retention_sdk.times import to_micros
from retention_sdk.turns.kept import customer_row
from retention_sdk.turns.replay.difference import difference
from retention_sdk.turns.replay.facts import Fact
from retention_sdk.turns.replay.following import for_another, withdrawal
from retention_sdk.turns.replay.giving import given
from retention_sdk.turns.replay.replay import Replayed
from retention_sdk.turns.stored import decision_text
from retention_sdk.wire import to_json


def write(replayed: Replayed, writes: Writes, counters: Counters, timetable: Timetable) -> None:
    """Add to what a batch writes what a replay changes.

    Args:
        replayed: the replay.
        writes: what the batch writes.
        counters: the counters that are kept.
        timetable: says when the clock has to look at the customer.
    """
    desk = replayed.desk
    _events(replayed, writes)
    _ledger(replayed, writes)
    given(replayed, writes, counters)
    _scheduled(replayed, writes)
    writes.failures += replayed.replaying.writes.failures
    writes.customers[desk.customer] = customer_row(desk, timetable)


def _events(replayed: Replayed, writes: Writes) -> None:
    redone = replayed.redone
    rows = {row[3]: row for row in replayed.replaying.writes.events}
    for fact, decision in replayed.told:
        text = decision_text(decision)
        if fact.turn not in redone:
            writes.events.append((*rows[fact.turn][:11], text, None, None))
        elif (old := redone[fact.turn]).decision != decision or old.view != fact.view:
            writes.revised.append((fact.view, text, fact.event.source, fact.event.id))
    writes.kept += _kept(replayed)


def _kept(replayed: Replayed) -> Iterator[Row]:
    """What is left of purchases, where it is not what it was."""
    orders, known = replayed.replaying.story.orders, {id(fact.event): fact.kept for fact in replayed.facts}
    for name, paid in orders.paid.items():
        left = orders.left(name)
        body = "" if left is None else None if left == paid else to_json(left)
        if body != known[id(paid)]:
            yield body, paid.source, paid.id


def _ledger(replayed: Replayed, writes: Writes) -> None:
    customer, redone, turn = replayed.desk.customer, replayed.redone, replayed.desk.turn
    made = replayed.replaying.writes.journal.movements
    new = [movement for movement in made if movement.cause not in redone]
    before = [movement for movement in replayed.history.movements if movement.cause in redone]
    after = [movement for movement in made if movement.cause in redone]
    place = sum(movement.turn == turn for movement in new)
    writes.journal.movements += [*new, *difference(customer, before, after, turn, place)]
    # of a unit that nothing gives any more the wallet is empty
    wallets = {lot.unit: Wallet(lot.unit) for lot in replayed.history.lots.values()} | replayed.desk.wallets
    writes.journal.wallets.update({(customer, unit): wallet for unit, wallet in wallets.items()})
    writes.journal.lots.update({(customer, lot.key): lot for lot in _lots(replayed)})


def _lots(replayed: Replayed) -> Iterator[Lot]:
    """The lots that are not what they were; one that is no more is empty."""
    known, account = replayed.history.lots, replayed.desk.account
    now = {key: lot for unit in account.wallets for key, lot in account.lots(unit).items()}
    for key, lot in now.items():
        if known.get(key) != lot:
            yield lot
    for key, lot in known.items():
        if key not in now and (lot.amount or lot.remaining):
            yield evolve(lot, amount=0, remaining=0, pending=False)


def _scheduled(replayed: Replayed, writes: Writes) -> None:
    before, after = _schedule(replayed.facts), _schedule(replayed.replaying.story.facts)
    writes.unscheduled += [(key,) for key in before.keys() - after.keys()]
    for key, (schedule, _) in after.items():
        row = _row(schedule)
        if key not in before or _is_another(before[key][0], schedule):
            writes.schedule.append((key, *row))
        elif _row(before[key][0]) != row:
            writes.rescheduled.append((*row, key))
    writes.schedule += _withdrawals(replayed, before, after)


def _withdrawals(replayed: Replayed, before: "_Scheduled", after: "_Scheduled") -> Iterator[Row]:
    """What is told to others whose events are scheduled no more, or again: it may have happened."""
    turn, new = replayed.desk.turn, {fact.turn for fact, _ in replayed.told} - replayed.redone.keys()
    for key, (schedule, fact) in before.items():
        gone = key not in after or _is_another(schedule, after[key][0])
        if gone and for_another(schedule, fact):
            yield withdrawal(schedule.event, key, turn, stands=False)
    if any(isinstance(fact.event, CustomersMerged) for fact in replayed.facts if fact.turn in new):
        return  # whom a fact of before is about has another name now: that is no other customer
    for key, (schedule, fact) in after.items():
        again = key not in before or _is_another(before[key][0], schedule)
        # what a new fact schedules was never withdrawn
        if again and fact.turn not in new and for_another(schedule, fact):
            yield withdrawal(schedule.event, key, turn, stands=True)


def _is_another(one: Schedule, other: Schedule) -> bool:
    """Whether what is scheduled under a key is another event by now, and not the same at another time."""
    return (one.event.source, one.event.id) != (other.event.source, other.event.id)


def _row(schedule: Schedule) -> Row:
    """Whose, when, and the event in its stored form."""
    event = schedule.event
    return event.customer, to_micros(event.occurred_at), to_json(event)


_Scheduled = dict[str, tuple[Schedule, Fact]]
"""What is scheduled, each with the fact that it was first scheduled for, by key."""


def _schedule(facts: Iterable[Fact]) -> _Scheduled:
    found: _Scheduled = {}
    first: dict[str, Fact] = {}
    for fact in facts:
        if fact.decision is None:
            continue
        for grant in fact.decision.granted:
            if isinstance(grant.action, Schedule):
                found[grant.key] = grant.action, first.setdefault(grant.key, fact)
        for reversal in fact.decision.reversals:
            if isinstance(reversal.action, Schedule) and not reversal.stands:
                found.pop(reversal.key, None)
            elif isinstance(reversal.action, Schedule):
                found[reversal.key] = reversal.action, first.setdefault(reversal.key, fact)
    return found
