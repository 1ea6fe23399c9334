"""The outbox as a replay leaves it: what is given now, taken back, given again, or given otherwise."""

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from retention_sdk.actions import Credit, IssueNumber, TakePlace
from retention_sdk.guards import Counters, Gift
from retention_sdk.store import Row, Writes
from retention_sdk.store.outbox import BOOKED, GIVEN_AGAIN, GIVEN_UP, OUTSIDE, STANDING, WAITING
from retention_sdk.times import from_micros, to_micros
from retention_sdk.turns.replay.replay import Replayed
from retention_sdk.turns.replay.settled import cost_of
from retention_sdk.turns.replay.story import leaves_the_house
from retention_sdk.wire import converter, dumps, loads


def given(replayed: Replayed, writes: Writes, counters: Counters) -> None:
    """Add to what a batch writes the outbox as it should be, and what that counts more or less.

    Args:
        replayed: the replay.
        writes: what the batch writes.
        counters: the counters that are kept.
    """
    stored, giving = replayed.history.outbox, _Giving(writes, counters)
    wanted = {str(row[0]): row for row in _outbox(replayed)}
    for key, row in wanted.items():
        giving.give(stored.get(key), row)
    for key, row in stored.items():
        if key not in wanted and row[5] in STANDING:
            giving.take(row)


@frozen
class _Giving:
    """Brings the outbox, and the counters with it, to what is wanted: they count the rows that stand.

    Args:
        writes: what the batch writes.
        counters: the counters that are kept.
    """

    writes: Writes
    counters: Counters

    def give(self, known: Row | None, wanted: Row) -> None:
        """Give what is wanted, if it is not given as it should be."""
        if known is None:
            self._add(wanted)
            return
        key, _, body, cost, at, status, plugin, under, number = known
        if status == GIVEN_UP:
            return  # a person has said so
        # what left the house keeps its words
        same = _deed(body) == _deed(wanted[6]) if status in OUTSIDE else body == wanted[6]
        if same and (status in STANDING or status in GIVEN_AGAIN):
            if status in GIVEN_AGAIN:
                self.writes.given.append((key, number))
                self._count(at, Gift(plugin, under, cost), 1)
            self._date(known, wanted)
            return
        if status in STANDING:
            self.take(known)
        self._add((key, number + 1, *wanted[2:]))

    def take(self, known: Row) -> None:
        """Take back what stands."""
        key, _, _, cost, at, _, plugin, under, number = known
        self.writes.taken.append((key, number))
        self._count(at, Gift(plugin, under, cost), -1)

    def _date(self, known: Row, wanted: Row) -> None:
        """Let it count from when it is given for now: a late fact may have another fact give it first."""
        key, _, _, cost, before, _, plugin, under, number = known
        at, due = wanted[8], wanted[10]
        if at != before:
            self.writes.dated.append((at, due, key, number))
            self._count(before, Gift(plugin, under, cost), -1)
            self._count(at, Gift(plugin, under, cost), 1)

    def _add(self, row: Row) -> None:
        _, _, _, _, plugin, _, _, cost, at, _, _, under = row
        self.writes.outbox.append(row)
        self._count(at, Gift(plugin, under, cost), 1)

    def _count(self, at: int, gift: Gift, sign: int) -> None:
        self.writes.count(self.counters.count(from_micros(at), gift), sign)


def _deed(body: str) -> dict[str, Any]:
    """What an action does, whatever it is for."""
    return {name: value for name, value in loads(body).items() if name != "reason"}


def _outbox(replayed: Replayed) -> Iterator[Row]:
    customer = replayed.desk.customer
    for key, (fact, grant) in replayed.replaying.story.given.items():
        action = grant.action
        if not leaves_the_house(action):
            continue
        cost, body = cost_of(action), dumps(converter.unstructure(action))
        booked = isinstance(action, Credit | IssueNumber | TakePlace)
        at, status = to_micros(fact.event.occurred_at), BOOKED if booked else WAITING
        due = at if grant.not_before is None else to_micros(grant.not_before)
        row = (key, 0, customer, fact.turn, grant.plugin, action.kind, body)
        yield (*row, cost, at, status, due, grant.under)
