"""Hindsight: all that ever happened to one customer, read at once; what would follow is decided in memory."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property

from attrs import define

from retention_sdk.decision import Decision
from retention_sdk.ledger import Journal, Lot, Movement
from retention_sdk.store import Loaded, Past, Row
from retention_sdk.times import from_micros
from retention_sdk.turns.desk import Desk, desks
from retention_sdk.turns.fold import Folding
from retention_sdk.turns.incoming import Incoming
from retention_sdk.turns.program import Program, Programs
from retention_sdk.turns.replay.batch import replay_one
from retention_sdk.turns.replay.replay import History, histories
from retention_sdk.wire import loads


def _no_lots(_customers: Sequence[str], _unit: str) -> Sequence[Row]:
    """Nothing is read any more: the past has been read whole."""
    return ()


@define(slots=False)
class Hindsight:
    """A customer's past.

    Args:
        customer: whose.
        loaded: what a batch about them would read.
        past: all that ever happened to them.
        program: strategies, guards and settings of now.
        programs: those of each version of the settings.
    """

    customer: str
    loaded: Loaded
    past: Past
    program: Program
    programs: Programs

    @cached_property
    def history(self) -> History:
        """Their facts, in the order in which they happened, and what those moved and gave."""
        found = histories(self.past).get(self.customer) or History()
        found.facts.sort(key=lambda fact: fact.position)
        return found

    def not_before(self, at: datetime) -> datetime:
        """A time behind all that is known of them: what is done next is done after it."""
        latest = [from_micros(loads(row[3])[0]) for row in self.loaded.customers if row[3]]
        return max([at, *(one + timedelta(microseconds=1) for one in latest)])

    def ledger(self, at: datetime) -> tuple[Mapping[str, Lot], Sequence[Movement]]:
        """Their lots by key, and all that moved, as of a time: what is due by then is available, or has expired.

        Args:
            at: a time behind all that is known of them.

        Returns:
            The lots, spent ones too, and the movements.
        """
        journal = Journal()
        rows = Loaded(customers=self.loaded.customers, wallets=self.loaded.wallets)
        desk = desks(rows, journal, self._lots).get(self.customer) or Desk(self.customer, journal)
        desk.account.begin(desk.turn, at)
        lots = {key: lot for unit in desk.wallets for key, lot in desk.account.lots(unit).items()}
        return lots, [*self.history.movements, *journal.movements]

    def _lots(self, _customers: Sequence[str], unit: str) -> Sequence[Row]:
        return [row for row in self.past.lots if row[2] == unit]

    def decide(self, correction: Incoming) -> Decision:
        """Decide a correction of an order as `handle` would; nothing is written, and nothing is remembered.

        Args:
            correction: one that is not known, and happened after all that is.

        Returns:
            The decision.

        Raises:
            RetentionError: what `handle` would raise.
        """
        folding = Folding(self.loaded, _no_lots, self.program, datetime.now(UTC))
        replay_one(folding, self.history, [correction], self.past, self.programs)
        result = folding.handle(correction)
        if isinstance(result, Decision):
            return result
        raise result
