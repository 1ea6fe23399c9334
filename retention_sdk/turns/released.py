"""What was given, and ends with an event: the customer and the month are without it while that is decided."""

from collections.abc import Sequence

from retention_sdk.actions import Giving
from retention_sdk.customer import Reward
from retention_sdk.deciding.sessions import Taken
from retention_sdk.store.rows import WITHDRAWN, Writes
from retention_sdk.times import to_micros
from retention_sdk.turns.desk import Desk
from retention_sdk.turns.program import Program
from retention_sdk.wire import converter, dumps


class Released:
    """Takes back what ends with an event, for as long as it is not said that it stands after all.

    Args:
        taken: what ends.
        program: whose months are counted.
        writes: what the batch writes.
        desk: the customer.
    """

    def __init__(self, taken: Sequence[Taken], program: Program, writes: Writes, desk: Desk) -> None:
        self._taken, self._program, self._writes, self._desk = taken, program, writes, desk
        self._rewards = desk.rewards
        if taken:
            gone = [Reward(one.plugin, one.action, one.at) for one in taken]
            desk.rewards = [reward for reward in desk.rewards if reward not in gone]
            self._spend(-1)

    def end(self, *, stands: bool) -> None:
        """Take it back for good, or give all of it back.

        Args:
            stands: whether the event takes it.
        """
        if not self._taken:
            return
        if not stands:
            self._desk.rewards = self._rewards
            self._spend(1)
            return
        for one in self._taken:
            self._withdraw(one)

    def _spend(self, sign: int) -> None:
        spent = self._writes.spent
        for one in self._taken:
            if (period := self._program.period(one.at)) and (cost := _cost(one)):
                spent[period] = spent.get(period, 0) + sign * cost
                if not spent[period]:
                    del spent[period]

    def _withdraw(self, one: Taken) -> None:
        for place, row in enumerate(self._writes.outbox):
            if row[0] == one.key:  # given in the same batch
                self._writes.outbox[place] = (*row[:8], WITHDRAWN, to_micros(one.at))
                return
        body = dumps(converter.unstructure(one.action))
        self._writes.reissued.append((WITHDRAWN, body, _cost(one), one.key))


def _cost(one: Taken) -> int:
    action = one.action
    return action.cost.minor if isinstance(action, Giving) and action.cost is not None else 0
