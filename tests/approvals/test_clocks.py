"""A request has one clock: the role's own, in the hours of the store, or its case's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retention_sdk import ApprovalDue, CreateTask, RefundMoney, RemedyApplied, RequestApproval, Schedule
from tests.approvals.build import ROLES, approval, asking, card, fire, refused, shop
from tests.audit import audit
from tests.build import START, after, complaint, eur, visit
from tests.cases.build import CASES, at, case, step
from tests.cases.build import fire as fire_cases


def told(engine_or_decisions: list[Any]) -> list[tuple[str, str]]:
    """Who is told or asked what by some decisions."""
    actions = [action for decision in engine_or_decisions for action in decision.actions]
    asks = [one for one in actions if isinstance(one, CreateTask | RequestApproval)]
    return [(one.role, one.title if isinstance(one, CreateTask) else "asked") for one in asks]


def test_warned_escalated_breached(database_url: str) -> None:
    """Nobody answers: the role is warned, then the next one is asked, and at the top it is told."""
    with asking(database_url, card(30)) as engine:
        rung = fire(engine, after(3))
        assert told(rung) == [
            ("lead", "Answer soon: issue a gift card of 30.00 EUR"),
            ("owner", "asked"),
            ("owner", "Answer soon: issue a gift card of 30.00 EUR"),
            ("owner", "Answer at once: issue a gift card of 30.00 EUR"),
        ]
        assert [one.event.occurred_at for one in rung] == [after(hours=hours) for hours in (3, 4, 10, 12)]
        now = approval(engine)
        assert (now.role, now.above, now.since, now.due_at) == ("owner", (), after(hours=4), after(hours=12))
        assert (now.warned_at, now.breached_at, now.state) == (after(hours=10), after(hours=4), "open")
        assert refused(engine.approve(now.key, "c", role="lead", at=after(4))) == [
            ("role_not_asked", "The owner is asked now; the lead cannot answer for them.")
        ]
        assert engine.approve(now.key, "c", role="owner", at=after(4)).actions == (card(30),)
        assert audit(engine) == []


def test_answered_in_time(database_url: str) -> None:
    """What rings after the answer, or for a role that is not asked any more, is nothing to speak of."""
    with asking(database_url, card(30)) as engine:
        engine.approve(approval(engine).key, "c", role="owner", at=after(hours=1))
        rung = fire(engine, after(3))
        assert [(one.actions, one.notes, one.refusals) for one in rung] == [((), (), ())] * 2
        assert (approval(engine).warned_at, approval(engine).breached_at) == (None, None)


def test_without_answers_in_there_is_no_clock(sqlite_url: str) -> None:
    """A role that the file gives no hours has time."""
    with asking(sqlite_url, card(30), roles={"agent": "20 EUR", "lead": "50 EUR"}) as engine:
        assert approval(engine).due_at is None
        assert fire(engine, after(99)) == []


def test_in_open_hours(sqlite_url: str) -> None:
    """Nights and holidays do not count, when it is asked and when it went up; what rings rings in open hours."""
    calendar = {"calendar": CASES["calendar"]}
    with asking(sqlite_url, card(30), at=at(4, 16), cases=calendar) as engine:  # a Monday; Tuesday is a holiday
        assert approval(engine).due_at == at(6, 12)
        assert [one.event.occurred_at for one in fire(engine, at(8, 12))] == [
            *(at(6, 11), at(6, 12)),  # the lead's four hours
            *(at(7, 11), at(7, 14)),  # the owner's eight
        ]


@pytest.mark.parametrize("hours", [4, None])
def test_one_clock_in_a_case(database_url: str, hours: int | None) -> None:
    """Where the case has a clock for approvals, that is the one; else it is the role's."""
    roles = {**ROLES, "supervisor": {"amount": "100 EUR", "answers_in": 2}, "agent": "20 EUR"}
    with shop(database_url, card(60), roles=roles, cases={"approval_hours": hours}) as engine:
        decision = engine.handle(complaint())
        rings = [one.event for one in decision.actions if isinstance(one, Schedule)]
        clocks = {"clock_rang"} if hours else {"approval_due"}
        assert {ring.kind for ring in rings} == clocks
        (request,) = (one for one in decision.actions if isinstance(one, RequestApproval))
        assert request.due == timedelta(hours=hours or 2)
        assert (case(engine).level, approval(engine).case) == ("supervisor", "k-1")
        assert (case(engine).clock("approval") is None) == (hours is None)
        engine.approve(approval(engine).key, "c", role="supervisor", by="Sue", at=after(hours=1))
        clock = case(engine).clock("approval")
        assert clock is None or clock.met_at == after(hours=1)
        assert [(one.what, one.by) for one in case(engine).steps][-1] == ("approved: issue_gift_card", "Sue")
        assert [(one.what, one.cost) for one in case(engine).remedies] == [("issue_gift_card", eur(60))]
        assert case(engine).state == "remedy_proposed"
        assert audit(engine) == []


CASE_ROLES = {"agent": "20 EUR", "help desk": "30 EUR", "supervisor": "100 EUR", "owner": "900 EUR"}


def test_the_case_s_clock_takes_it_up(database_url: str) -> None:
    """When the case's clock is missed, the case goes up, and with it who may answer; nobody is asked twice."""
    with shop(database_url, card(25), roles=CASE_ROLES, cases={"approval_hours": 4}) as engine:
        engine.handle(complaint(at=at(4, 9)))
        assert (approval(engine).role, case(engine).level) == ("help desk", "help desk")
        warned, missed = fire_cases(engine, at(4, 13))
        assert told([warned, missed])[-1] == ("supervisor", "Case k-1 is yours: the approval was not in time")
        assert (approval(engine).role, approval(engine).above, case(engine).level) == (
            *("supervisor", ("owner",), "supervisor"),
        )
        assert refused(engine.approve(approval(engine).key, "c", role="help desk", at=at(4, 14)))[0][0] == (
            "role_not_asked"
        )
        assert engine.approve(approval(engine).key, "c", role="supervisor", at=at(4, 15)).actions == (card(25),)
        assert {note.code for one in fire_cases(engine, at(9, 9))[2:] for note in one.notes} == {"clock_met"}


def test_the_clock_runs_until_the_last_answer(database_url: str) -> None:
    """A case with two requests waits for both; a remedy made by hand answers those of its kind alone."""
    with shop(
        database_url, card(25), RefundMoney("o-1", eur(26)), roles=CASE_ROLES, cases={"approval_hours": 4}
    ) as engine:
        engine.handle(complaint(at=at(4, 9), order="o-1"))
        engine.handle(
            RemedyApplied(
                id="r", customer="c", occurred_at=at(4, 10), case="k-1", remedy="refund_money", amount=eur(26)
            )
        )
        assert [one.state for one in engine.customer("c").approvals] == ["open", "lapsed"]
        clock = case(engine).clock("approval")
        assert clock
        assert clock.runs
        engine.refuse(approval(engine).key, "c", role="supervisor", by="Sue", reason="no", at=at(4, 11))
        clock = case(engine).clock("approval")
        assert clock
        assert clock.met_at == at(4, 11)
        assert case(engine).steps[-1].what == "refused: issue_gift_card"


def test_a_settled_case_needs_no_answer(database_url: str) -> None:
    """When the customer is content, what nobody has approved lapses."""
    with shop(database_url, card(25), roles=CASE_ROLES, cases={"approval_hours": 4}) as engine:
        engine.handle(complaint(at=at(4, 9)))
        engine.handle(step("answered", at(4, 10)))
        engine.handle(step("followed", at(4, 11)))
        assert approval(engine).state == "lapsed"
        late = engine.approve(approval(engine).key, "c", role="owner", at=at(4, 12))
        assert refused(late) == [("approval_lapsed", "What event k-1 was about was settled without it.")]


def test_a_ring_that_is_handed_in_for_nothing(sqlite_url: str) -> None:
    """A ring of a request that is not there says nothing and does nothing."""
    with asking(sqlite_url, card(30)) as engine:
        engine.handle(visit(at=START))
        ring = ApprovalDue(id="x", customer="c", occurred_at=after(1), approval="x", role="lead", what="breach")
        decision = engine.handle(ring)
        assert (decision.granted, decision.notes) == ((), ())
