"""What was given, and ends with an event: the customer and the month are without it while that is decided."""

from collections.abc import Sequence
from datetime import datetime

from retention_sdk.actions import Giving
from retention_sdk.customer import Reward
from retention_sdk.deciding.own import Taken
from retention_sdk.guards import Grant
from retention_sdk.store.outbox import EVERY_ROUND, TAKEN_BACK
from retention_sdk.store.rows import Writes
from retention_sdk.turns.desk import Desk
from retention_sdk.turns.program import Program


class Released:
    """Takes back what ends with an event, for as long as it is not said that it stands after all.

    Args:
        taken: what ends.
        program: whose months are counted.
        writes: what the batch writes.
        desk: the customer.
        before: (when, minor units) of what the event took back when it was decided before: the months know of it.
    """

    def __init__(
        self,
        taken: Sequence[Taken],
        program: Program,
        writes: Writes,
        desk: Desk,
        before: Sequence[tuple[datetime, int]] = (),
    ) -> None:
        self._taken, self._program, self._writes, self._desk = taken, program, writes, desk
        self._rewards, self._grants = desk.rewards, desk.grants
        for at, cost in before:
            self._add(at, cost)
        if taken:
            gone = [Reward(one.plugin, one.action, one.at) for one in taken]
            desk.rewards = [reward for reward in desk.rewards if reward not in gone]
            without = [Grant(one.at, one.plugin, one.action) for one in taken]
            desk.grants = [grant for grant in desk.grants if grant not in without]
            self._spend(-1)

    def end(self, *, stands: bool) -> None:
        """Take it back for good, or give all of it back.

        Args:
            stands: whether the event takes it.
        """
        if not self._taken:
            return
        if not stands:
            self._desk.rewards, self._desk.grants = self._rewards, self._grants
            self._spend(1)
            return
        for one in self._taken:
            self._withdraw(one)

    def _spend(self, sign: int) -> None:
        for one in self._taken:
            self._add(one.at, sign * _cost(one))

    def _add(self, at: datetime, cost: int) -> None:
        spent, period = self._writes.spent, self._program.period(at)
        if period and cost:
            spent[period] = spent.get(period, 0) + cost
            if not spent[period]:
                del spent[period]

    def _withdraw(self, one: Taken) -> None:
        for place, row in enumerate(self._writes.outbox):
            if row[0] == one.key:  # given in the same batch
                *said, status, due = row
                self._writes.outbox[place] = (*said, TAKEN_BACK.get(status, status), due)
                return
        self._writes.taken.append((one.key, EVERY_ROUND))


def _cost(one: Taken) -> int:
    charge = one.action.charge if isinstance(one.action, Giving) else None
    return 0 if charge is None else charge.minor
