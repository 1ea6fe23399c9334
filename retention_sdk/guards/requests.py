"""What is above somebody's authority becomes a request to the next role that may give it, with a clock of its own."""

from datetime import datetime, timedelta

from attrs import evolve, frozen

from retention_sdk.actions import Action, CreateTask, RequestApproval, Schedule
from retention_sdk.approvals import Approval
from retention_sdk.calendars import Calendar, due
from retention_sdk.cancelling.due import SOURCE
from retention_sdk.events import ApprovalDue, ApprovalGiven, Event, Ring
from retention_sdk.explain import wish
from retention_sdk.guards.authority import OVER, Authority, worth_of
from retention_sdk.guards.tally import Tally


@frozen
class Requests:
    """Makes requests for approval.

    Args:
        authority: who may give what.
        calendar: when the store is open; the clocks run then alone.
        warn_percent: at how many percent of its hours a role is warned.
    """

    authority: Authority
    calendar: Calendar
    warn_percent: int

    def request(self, refused: Action, code: str, together: tuple[Action, ...], tally: Tally) -> RequestApproval | None:
        """The request to the first role that may give what was refused to the one that acts.

        Args:
            refused: what was refused.
            code: why.
            together: all that is granted when it is approved.
            tally: what was granted for the event.

        Returns:
            The request, without its clock; None where authority is not why, or nobody in the file may.
        """
        able = self.authority.able(together, tally) if code == OVER else []
        if not able:
            return None
        event = tally.event
        return RequestApproval(
            together,
            role=able[0],
            plugin=tally.plugin,
            above=tuple(able[1:]),
            worth=worth_of(refused, tally),
            approval=event.approval if isinstance(event, ApprovalGiven) else None,
            reason=f"for {event.kind.replace('_', ' ')} {event.id}",
        )

    def clocked(self, request: RequestApproval, key: str, event: Event) -> tuple[Action, ...]:
        """A request with its clock, and the rings of that.

        Args:
            request: the request.
            key: the key of the approval.
            event: what it is made for.
        """
        at, hours = event.occurred_at, self._hours(request.role)
        due_at = None if hours is None else due(self.calendar, at, hours)
        if hours is None or due_at is None:
            return (request,)
        warn_at = due(self.calendar, at, hours * self.warn_percent // 100)
        rings: list[tuple[Ring, datetime | None]] = [("warn", warn_at), ("breach", due_at)]
        scheduled = (
            Schedule(_ring(key, request.role, what, when, event)) for what, when in rings if when and when > at
        )
        return (evolve(request, due=due_at - at), *scheduled)

    def next(self, approval: Approval, event: Event) -> tuple[Action, ...]:
        """The request to the next role, where one was not answered in time; a task where there is none above."""
        above = [name for name in approval.above if name in self.authority.names]
        if not above:
            return (overdue(approval),)
        request = RequestApproval(
            approval.actions,
            role=above[0],
            plugin=approval.plugin,
            above=tuple(above[1:]),
            worth=approval.worth,
            approval=approval.key,
            reason=f"the {approval.role} has not answered in time",
        )
        return self.clocked(request, approval.key, event)

    def outranks(self, role: str, asked: str) -> bool:
        """Whether a role may answer for another: it is that one, or above it."""
        names = self.authority.names
        return role == asked or (role in names and (asked not in names or names.index(role) > names.index(asked)))

    def _hours(self, role: str) -> timedelta | None:
        hours = dict(self.authority.ladder)[role].answers_in
        return None if hours is None else timedelta(hours=hours)


def _ring(key: str, role: str, what: Ring, at: datetime, event: Event) -> ApprovalDue:
    id = f"{key}:{what}:{at:%Y%m%dT%H%M%S}" + (f".{at.microsecond}" if at.microsecond else "")
    return ApprovalDue(
        id=id, source=SOURCE, customer=event.customer, occurred_at=at, approval=key, role=role, what=what
    )


def _wanted(approval: Approval) -> str:
    return " and ".join(map(wish, approval.gifts))


def overdue(approval: Approval) -> CreateTask:
    """The task of whoever has not answered in time, and has nobody above."""
    return CreateTask(f"Answer at once: {_wanted(approval)}", role=approval.role, reason="the answer was not in time")


def nearly_due(approval: Approval, at: datetime) -> CreateTask:
    """The task of whoever has to answer soon."""
    left = approval.due_at - at if approval.due_at and approval.due_at > at else None
    return CreateTask(f"Answer soon: {_wanted(approval)}", role=approval.role, due=left, reason="it is nearly due")
