"""What was given, and ends with an event: the customer and the counters are without it while that is decided."""

from collections.abc import Sequence
from datetime import datetime

from retention_sdk.actions import Giving
from retention_sdk.customer import Reward
from retention_sdk.deciding.own import Taken
from retention_sdk.guards import Gift, Grant, gift_of
from retention_sdk.store.outbox import EVERY_ROUND, TAKEN_BACK
from retention_sdk.store.rows import Writes
from retention_sdk.turns.desk import Desk
from retention_sdk.turns.program import Program


class Released:
    """Takes back what ends with an event, for as long as it is not said that it stands after all.

    Args:
        taken: what ends.
        program: whose counters are kept.
        writes: what the batch writes.
        desk: the customer.
        before: (when, gift) of what the event took back when it was decided before: the counters know of it.
    """

    def __init__(
        self,
        taken: Sequence[Taken],
        program: Program,
        writes: Writes,
        desk: Desk,
        before: Sequence[tuple[datetime, Gift]] = (),
    ) -> None:
        self._taken, self._program, self._writes, self._desk = taken, program, writes, desk
        self._rewards, self._grants = desk.rewards, desk.grants
        for at, gift in before:
            writes.count(program.counters.count(at, gift))
        if taken:
            gone = [Reward(one.plugin, one.action, one.at) for one in taken]
            desk.rewards = [reward for reward in desk.rewards if reward not in gone]
            without = [Grant(one.at, one.plugin, one.action) for one in taken]
            desk.grants = [grant for grant in desk.grants if grant not in without]
            self._count(-1)

    def end(self, *, stands: bool) -> None:
        """Take it back for good, or give all of it back.

        Args:
            stands: whether the event takes it.
        """
        if not self._taken:
            return
        if not stands:
            self._desk.rewards, self._desk.grants = self._rewards, self._grants
            self._count(1)
            return
        for one in self._taken:
            self._withdraw(one)

    def _count(self, sign: int) -> None:
        for one in self._taken:
            if isinstance(one.action, Giving):
                gift = gift_of(one.action, one.plugin, one.under)
                self._writes.count(self._program.counters.count(one.at, gift), sign)

    def _withdraw(self, one: Taken) -> None:
        for place, row in enumerate(self._writes.outbox):
            if row[0] == one.key:  # given in the same batch
                *said, status, due, under = row
                self._writes.outbox[place] = (*said, TAKEN_BACK.get(status, status), due, under)
                return
        self._writes.taken.append((one.key, EVERY_ROUND))
