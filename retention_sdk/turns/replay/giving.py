"""The outbox as a replay leaves it: what is given now, taken back, given again, or given otherwise."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from retention_sdk.actions import Credit
from retention_sdk.store import Row, Writes
from retention_sdk.store.outbox import BOOKED, DONE, GIVEN_AGAIN, STANDING, UNDOING, WAITING
from retention_sdk.times import to_micros
from retention_sdk.turns.replay.replay import Replayed
from retention_sdk.turns.replay.settled import cost_of
from retention_sdk.turns.replay.story import leaves_the_house
from retention_sdk.wire import converter, dumps, loads

Month = Callable[[int], str]
"""The month, as "2026-11", of an instant in microseconds; empty where there is no budget."""


def given(replayed: Replayed, writes: Writes, month: Month) -> None:
    """Add to what a batch writes the outbox as it should be, and what that costs more or less in each month.

    Args:
        replayed: the replay.
        writes: what the batch writes.
        month: the months of the budget.
    """
    stored, spent = replayed.history.outbox, Counter[str]()
    wanted = {str(row[0]): row for row in _outbox(replayed)}
    for key, row in wanted.items():
        _give(stored.get(key), row, writes)
        spent[month(row[8])] += row[7]
    for key, _, _, cost, at, status, number in stored.values():
        if status not in STANDING:
            continue
        spent[month(at)] -= cost
        if key not in wanted:
            writes.taken.append((key, number))
    for period, minor in spent.items():
        if period and minor:
            writes.spent[period] = writes.spent.get(period, 0) + minor


def _give(known: Row | None, wanted: Row, writes: Writes) -> None:
    """Give what is wanted, if it is not given as it should be."""
    if known is None:
        writes.outbox.append(wanted)
        return
    key, _, body, _, _, status, number = known
    # what left the house keeps its words
    same = _deed(body) == _deed(wanted[6]) if status in (DONE, UNDOING) else body == wanted[6]
    if same and status in STANDING:
        return
    if same and status in GIVEN_AGAIN:
        writes.given.append((key, number))
        return
    if status in STANDING:
        writes.taken.append((key, number))
    writes.outbox.append((key, number + 1, *wanted[2:]))


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
        at, status = to_micros(fact.event.occurred_at), BOOKED if isinstance(action, Credit) else WAITING
        due = at if grant.not_before is None else to_micros(grant.not_before)
        yield key, 0, customer, fact.turn, grant.plugin, action.kind, body, cost, at, status, due
