"""What a replay changes in the store, as rows."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from retention_sdk.actions import Schedule
from retention_sdk.clock import Timetable
from retention_sdk.customer import Wallet
from retention_sdk.guards import Counters
from retention_sdk.ledger import Lot
from retention_sdk.store import Row, Writes
from retention_sdk.times import to_micros
from retention_sdk.turns.kept import customer_row
from retention_sdk.turns.replay.difference import difference
from retention_sdk.turns.replay.facts import Fact
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
    old, new = _stored(before), _stored(after)
    writes.unscheduled += [(key,) for key in old.keys() - new.keys()]
    for key, row in new.items():
        if key not in old:
            writes.schedule.append((key, *row))
        elif old[key] != row:
            writes.rescheduled.append((*row, key))


def _stored(scheduled: Mapping[str, Schedule]) -> dict[str, Row]:
    """Whose, when, and the event in its stored form, by key."""
    return {
        key: (one.event.customer, to_micros(one.event.occurred_at), to_json(one.event))
        for key, one in scheduled.items()
    }


def _schedule(facts: Iterable[Fact]) -> dict[str, Schedule]:
    """What facts have scheduled, by key."""
    found: dict[str, Schedule] = {}
    for fact in facts:
        if fact.decision is None:
            continue
        for grant in fact.decision.granted:
            if isinstance(grant.action, Schedule):
                found[grant.key] = grant.action
        for reversal in fact.decision.reversals:
            if isinstance(reversal.action, Schedule) and not reversal.stands:
                found.pop(reversal.key, None)
            elif isinstance(reversal.action, Schedule):
                found[reversal.key] = reversal.action
    return found
