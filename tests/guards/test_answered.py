"""Two machines do not answer each other for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from retention_sdk import CreateTask, IssueCoupon, PercentOff, SendMessage
from tests.build import after, complaint, gives, opened

if TYPE_CHECKING:
    from retention_sdk import Decision

ANSWER = gives(SendMessage("apology"), IssueCoupon(PercentOff(5)), CreateTask("Call"))


def kinds(decision: Decision) -> list[str]:
    """What a strategy was granted."""
    return [one.action.kind for one in decision.granted if one.plugin == "answers"]


def test_an_answer_that_is_answered(database_url: str) -> None:
    """Of a hundred automatic replies to our answer, an hour apart, none is answered; the case has them all."""
    with opened(database_url, {"answers": ANSWER}) as engine:
        first = engine.handle(complaint("k-0"))
        replies = [engine.handle(complaint(f"k-{n}", at=after(hours=n))) for n in range(1, 101)]
        assert kinds(first) == ["send_message", "issue_coupon", "create_task"]
        assert {tuple(kinds(reply)) for reply in replies} == {("issue_coupon", "create_task")}
        (refusal,) = replies[0].refusals
        assert (refusal.code, refusal.sentence) == (
            "answered",
            "Case k-0 had a message less than 24 hours ago, and an answer to that.",
        )
        (case,) = engine.customer("c").cases
        assert case.messages == 101


@pytest.mark.parametrize(("hours", "answers"), [(23, 1), (24, 2)])
def test_after_a_while(sqlite_url: str, hours: int, answers: int) -> None:
    """Once the case has been silent for a day, a message is answered again."""
    with opened(sqlite_url, {"answers": ANSWER}) as engine:
        decisions = [engine.handle(complaint(f"k-{n}", at=after(hours=hours * n))) for n in range(2)]
        assert sum("send_message" in kinds(one) for one in decisions) == answers


def test_another_matter(sqlite_url: str) -> None:
    """A complaint about something else is answered at once; and 0 hours answers everything."""
    with opened(sqlite_url, {"answers": ANSWER}) as engine:
        engine.handle(complaint("k-0", category="late"))
        assert "send_message" in kinds(engine.handle(complaint("k-1", category="broken")))
    with opened(sqlite_url, {"answers": ANSWER}, cases={"answer_again_hours": 0}, store={"key": "other"}) as engine:
        engine.handle(complaint("k-0"))
        assert "send_message" in kinds(engine.handle(complaint("k-1")))
