"""A complaint from the first word to the last, told as its decisions tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from retention_sdk import Action, Complaint, CreateTask, IssueCoupon, PercentOff, RefundMoney, SendMessage, Severity
from tests.audit import audit
from tests.build import complaint, eur, order
from tests.cases.build import at, case, fire, step, store

if TYPE_CHECKING:
    from collections.abc import Iterator

TOLD = """\
Complaint k-1 of customer c, 2100-01-01 15:00 UTC, medium (damaged).
- recovery sends the message 'apology'.
- recovery issues a coupon: 10 % off, valid for ever.
- cases sets the first response clock to warn at 2100-01-04 10:00 UTC.
- cases sets the first response clock to breach at 2100-01-04 11:00 UTC.
- cases sets the resolution clock to warn at 2100-01-07 15:00 UTC.
- cases sets the resolution clock to breach at 2100-01-08 15:00 UTC.

Clock rang k-1:first_response:warn:21000104T100000 of customer c, 2100-01-04 10:00 UTC, warn of first response, \
case k-1.
- cases gives the agent a task for the next 1 hour: Case k-1: the first response is nearly due \
(medium complaint, damaged, order o-1).

Clock rang k-1:first_response:breach:21000104T110000 of customer c, 2100-01-04 11:00 UTC, breach of first response, \
case k-1.
- cases gives the help desk a task: Case k-1 is yours: the first response was not in time \
(medium complaint, damaged, order o-1).
- cases sets the first response clock to warn at 2100-01-04 15:00 UTC.
- cases sets the first response clock to breach at 2100-01-04 16:00 UTC.

Complaint mail-7 of customer c, 2100-01-04 11:30 UTC, high (damaged).
- recovery sends the message 'apology'.
- engine asks the supervisor within 5 hours to approve: pay back 40.00 EUR of order o-1 (for complaint mail-7).
- cases sets the resolution clock to warn at 2100-01-06 16:00 UTC.
- cases sets the resolution clock to breach at 2100-01-07 11:30 UTC.
- cases sets the approval clock to warn at 2100-01-04 15:30 UTC.
- cases sets the approval clock to breach at 2100-01-04 16:30 UTC.
- recovery wanted to pay back 40.00 EUR of order o-1, refused [over_authority]: 40.00 EUR is above the 20.00 EUR that \
agent may give; supervisor may.
- Note [joins_case]: It joins case k-1, as message 2 about it."""


def recovery(event: Any, _: object) -> Iterator[Action]:
    """Says sorry; a coupon for what is not too bad, money for what is worse."""
    if not isinstance(event, Complaint):
        return
    yield SendMessage("apology")
    if event.severity is Severity.MEDIUM:
        yield IssueCoupon(PercentOff(10))
    else:
        yield RefundMoney(event.order, eur(40))


def test_from_agent_to_supervisor(database_url: str) -> None:
    """A case goes up by clock, for nobody answered; then by authority, for what is asked is above it; and is closed."""
    with store(database_url, {"recovery": recovery}) as engine:
        engine.handle(order(total=80, at=at(1, 12)))
        first = engine.handle(complaint(at=at(1, 15), category="damaged", order="o-1"))
        assert (case(engine).level, case(engine).state) == ("agent", "remedy_proposed")
        warned, missed = fire(engine, at(4, 11))
        assert (case(engine).level, case(engine).owner) == ("help desk", "")
        phoned = complaint(
            "mail-7", at=at(4, 11, 30), category="damaged", order="o-1", severity=Severity.HIGH, source="mail"
        )
        second = engine.handle(phoned)
        assert (case(engine).level, case(engine).severity, case(engine).messages) == ("supervisor", "high", 2)
        said = "\n\n".join(decision.explain() for decision in (first, warned, missed, second))
        assert said == TOLD

        engine.handle(step("answered", at(4, 13, 30), by="Sue"))
        engine.handle(step("applied", at(4, 14), remedy="refund_money", amount=eur(40), by="Sue", role="supervisor"))
        refused = engine.handle(step("closed", at(4, 15)))
        assert [note.code for note in refused.notes] == ["follow_up_due"]
        assert "hand in FollowUpDone with who asked" in refused.explain()
        fire(engine, at(8, 12))
        assert case(engine).state == "follow_up_due"
        engine.handle(step("followed", at(8, 13), by="Bea"))
        assert engine.handle(step("closed", at(8, 13, 30))).notes == ()
        assert case(engine).state == "closed"
        assert engine.customer("c").complaints == ()
        assert all(decision.notes for decision in fire(engine, at(31, 12)) if decision.event.occurred_at > at(8, 13))
        assert [one.what for one in case(engine).steps] == [
            "opened",
            "warned: first_response",
            "missed: first_response",
            "went up to help desk",
            "joined",
            "went up to supervisor",
            "answered",
            "applied: refund_money",
            "warned: promise",
            "settled",
            "closed",
        ]


def test_by_authority_and_then_by_clock(sqlite_url: str) -> None:
    """What the help desk may give goes to them; when they do not decide in time, it goes to the supervisor."""

    def pays(event: Any, _: object) -> Iterator[Action]:
        if isinstance(event, Complaint):
            yield RefundMoney("o-1", eur(25))

    with store(sqlite_url, {"pays": pays}, first_response_hours=None, resolution_hours={}) as engine:
        (refusal,) = engine.handle(complaint(at=at(4, 9), order="o-1")).refusals
        assert refusal.sentence == "25.00 EUR is above the 20.00 EUR that agent may give; help desk may."
        assert case(engine).level == "help desk"
        warned, missed = fire(engine, at(4, 14))
        assert [action.kind for action in warned.actions] == ["create_task"]
        task = missed.actions[0]
        assert isinstance(task, CreateTask)
        assert (task.role, task.title) == ("supervisor", "Case k-1 is yours: the approval was not in time")
        engine.handle(step("applied", at(4, 15), remedy="refund_money", amount=eur(25), by="Sue", role="supervisor"))
        assert {note.code for one in fire(engine, at(7, 17))[2:4] for note in one.notes} == {"clock_met"}


ANSWERED = """\
Complaint k-1 of customer c, 2100-01-04 09:00 UTC, medium (damaged).
- engine asks the help desk within 5 hours to approve: pay back 25.00 EUR of order o-1 (for complaint k-1).
- cases sets the approval clock to warn at 2100-01-04 12:00 UTC.
- cases sets the approval clock to breach at 2100-01-04 14:00 UTC.
- pays wanted to pay back 25.00 EUR of order o-1, refused [over_authority]: 25.00 EUR is above the 20.00 EUR that \
agent may give; help desk may.

Approval given approval-KEY-0 of customer c, 2100-01-04 10:00 UTC, by Bea (agent).
- pays wanted to pay back 25.00 EUR of order o-1, refused [role_not_asked]: The help desk is asked now; the agent \
cannot answer for them.

Clock rang k-1:approval:warn:21000104T120000 of customer c, 2100-01-04 12:00 UTC, warn of approval, case k-1.
- cases gives the help desk a task for the next 2 hours: Case k-1: the approval is nearly due \
(medium complaint, damaged, order o-1).

Clock rang k-1:approval:breach:21000104T140000 of customer c, 2100-01-04 14:00 UTC, breach of approval, case k-1.
- cases gives the supervisor a task: Case k-1 is yours: the approval was not in time \
(medium complaint, damaged, order o-1).
- cases sets the approval clock to warn at 2100-01-04 17:00 UTC.
- cases sets the approval clock to breach at 2100-01-06 10:00 UTC.

Approval given approval-KEY-1 of customer c, 2100-01-04 14:10 UTC, by Hal (help desk).
- pays wanted to pay back 25.00 EUR of order o-1, refused [role_not_asked]: The supervisor is asked now; the help desk \
cannot answer for them.

Complaint mail-7 of customer c, 2100-01-04 15:00 UTC, high (damaged).
- engine asks the supervisor within 43 hours to approve: pay back 40.00 EUR of order o-1 (for complaint mail-7).
- cases sets the next response clock to warn at 2100-01-06 11:30 UTC.
- cases sets the next response clock to breach at 2100-01-06 14:00 UTC.
- pays wanted to pay back 40.00 EUR of order o-1, refused [over_authority]: 40.00 EUR is above the 20.00 EUR that \
agent may give; supervisor may.
- Note [joins_case]: It joins case k-1, as message 2 about it.

Approval refused approval-KEY-2 of customer c, 2100-01-04 15:10 UTC, by Sue (supervisor).
- pays wanted to pay back 25.00 EUR of order o-1, refused [approval_refused]: Sue (supervisor) refused it: it broke, \
so they get more.

Approval given approval-KEY-0 of customer c, 2100-01-04 15:11 UTC, by Sue (supervisor).
- pays pays back 40.00 EUR of order o-1.

Approval given approval-KEY-1 of customer c, 2100-01-04 16:00 UTC, by Sam (supervisor).
- pays wanted to pay back 40.00 EUR of order o-1, refused [approval_answered]: Sue (supervisor) approved it on \
2100-01-04."""


def test_approved_and_refused(database_url: str) -> None:
    """A case goes up by authority and by clock; who is not asked cannot answer, and the supervisor says no and yes."""

    def pays(event: Any, _: object) -> Iterator[Action]:
        if isinstance(event, Complaint):
            yield RefundMoney("o-1", eur(40 if event.severity is Severity.HIGH else 25))

    with store(database_url, {"pays": pays}, first_response_hours=None, resolution_hours={}) as engine:
        told = [engine.handle(complaint(at=at(4, 9), category="damaged", order="o-1"))]
        key = engine.customer("c").approvals[0].key
        told.append(engine.approve(key, "c", role="agent", by="Bea", at=at(4, 10)))
        told += fire(engine, at(4, 14))
        told.append(engine.approve(key, "c", role="help desk", by="Hal", at=at(4, 14, 10)))
        phoned = complaint("mail-7", at=at(4, 15), category="damaged", order="o-1", severity=Severity.HIGH)
        told.append(engine.handle(phoned))
        less, more = engine.customer("c").approvals
        supervisor: Any = {"role": "supervisor", "by": "Sue"}
        told.append(engine.refuse(less.key, "c", **supervisor, reason="it broke, so they get more", at=at(4, 15, 10)))
        told.append(engine.approve(more.key, "c", **supervisor, reason="sent back", at=at(4, 15, 11)))
        assert engine.approve(more.key, "c", **supervisor, reason="again", at=at(4, 16)) == told[-1]
        told.append(engine.approve(more.key, "c", role="supervisor", by="Sam", at=at(4, 16)))
        said = "\n\n".join(decision.explain() for decision in told)
        assert re.sub("[0-9a-f]{32}", "KEY", said) == ANSWERED
        assert [(one.what, one.by) for one in case(engine).steps] == [
            ("opened", ""),
            ("went up to help desk", ""),
            ("warned: approval", ""),
            ("missed: approval", ""),
            ("went up to supervisor", ""),
            ("joined", ""),
            ("refused: refund_money", "Sue"),
            ("approved: refund_money", "Sue"),
        ]
        clock = case(engine).clock("approval")
        assert clock
        assert clock.met_at == at(4, 15, 11)
        assert [(one.what, one.cost) for one in case(engine).remedies] == [("refund_money", eur(40))]
        assert audit(engine) == []
