"""Posting: what is granted goes into the ledger, the schedule or the outbox."""

from collections.abc import Callable

from attrs import frozen

from retention_sdk.actions import (
    Credit,
    Debit,
    Giving,
    HoldItem,
    HoldUnits,
    IssueNumber,
    ReleaseItem,
    ReleaseUnits,
    Schedule,
    SetTier,
    TakeBack,
    TakePlace,
)
from retention_sdk.customer import Reward
from retention_sdk.decision import Granted
from retention_sdk.events import Event
from retention_sdk.guards import Grant
from retention_sdk.ledger import Policy, Returns, capture, hold, release
from retention_sdk.store.outbox import BOOKED, WAITING
from retention_sdk.store.rows import Writes
from retention_sdk.times import to_micros
from retention_sdk.turns.desk import Desk
from retention_sdk.wire import converter, dumps, to_json


@frozen
class Posting:
    """Posts what is granted for one event.

    Args:
        desk: the customer.
        event: the event.
        writes: what the batch writes.
        policy: how units are taken back and given back.
    """

    desk: Desk
    event: Event
    writes: Writes
    policy: Callable[[str], Policy]

    def post(self, grant: Granted) -> None:
        """Post one action."""
        account, by = self.desk.account, (grant.plugin, grant.key)
        match grant.action:
            case Credit(cost=cost):
                account.credit(grant.action, *by)
                if cost is not None:
                    self._give(grant, BOOKED)
            case Debit(hold=""):
                account.debit(grant.action, *by)
            case Debit(unit=unit):
                capture(self._returns(unit), grant.action, by)
            case HoldUnits():
                hold(account, grant.action, by)
            case ReleaseUnits(unit=unit, hold=held):
                release(self._returns(unit), unit, held, by)
            case Schedule(event=later):
                row = (grant.key, later.customer, to_micros(later.occurred_at), to_json(later))
                self.writes.schedule.append(row)
            case SetTier() | TakeBack() | HoldItem() | ReleaseItem():
                pass
            case TakePlace() | IssueNumber():
                self._give(grant, BOOKED)
            case _:
                self._give(grant, WAITING)

    def _returns(self, unit: str) -> Returns:
        return Returns(self.desk.account, self.policy(unit))

    def _give(self, grant: Granted, status: int) -> None:
        """Put an action into the outbox, which is also the list of what was given."""
        action, at, desk = grant.action, to_micros(self.event.occurred_at), self.desk
        charge = action.charge if isinstance(action, Giving) else None
        due = at if grant.not_before is None else to_micros(grant.not_before)
        self.writes.outbox.append(
            (
                *(grant.key, 0, desk.customer, desk.turn, grant.plugin, action.kind),
                *(dumps(converter.unstructure(action)), 0 if charge is None else charge.minor),
                *(at, status, due, grant.under),
            )
        )
        desk.grants.append(Grant(self.event.occurred_at, grant.plugin, action))
        if isinstance(action, Giving):
            desk.rewards.append(Reward(grant.plugin, action, self.event.occurred_at))
