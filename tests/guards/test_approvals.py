"""Authority as data: by role and kind of remedy, and what is above it becomes a request to the next role."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from retention_sdk import (
    Action,
    ApprovalDue,
    BadConfig,
    CancelRequest,
    Decision,
    Engine,
    IssueGiftCard,
    RefundMoney,
    RequestApproval,
    Schedule,
    SendReplacement,
)
from tests.build import START, Does, after, complaint, eur, gives, opened, order


def card(amount: int, reason: str = "") -> IssueGiftCard:
    """A gift card."""
    return IssueGiftCard(eur(amount), reason=reason)


def engine_of(url: str, authority: dict[str, Any], *actions: Action, **tables: Any) -> Engine:
    """An engine that answers complaints, and nothing else, with some actions."""

    def answer(event: Any, _: object) -> list[Action]:
        return list(actions) if event.kind == "complaint" else []

    return opened(url, {"one": answer}, authority=authority, **tables)


def said(decision: Decision) -> list[str]:
    """The sentences of what is over somebody's authority."""
    assert {one.code for one in decision.refusals} <= {"over_authority"}
    return [one.sentence for one in decision.refusals]


def asked(decision: Decision) -> list[RequestApproval]:
    """What the engine asks of others."""
    return [one.action for one in decision.granted if isinstance(one.action, RequestApproval)]


def test_the_next_role_is_asked(database_url: str) -> None:
    """What is above the first role's authority is a task for the first one who may, by its own clock."""
    roles = {"agent": "20 EUR", "lead": {"amount": "50 EUR", "answers_in": 4}, "owner": "500 EUR"}
    with engine_of(database_url, roles, card(20), card(30, "late"), card(200), card(501)) as engine:
        decision = engine.handle(complaint())
        assert asked(decision) == [
            RequestApproval(
                [card(30, "late")],
                role="lead",
                plugin="one",
                due=timedelta(hours=4),
                above=["owner"],
                reason="for complaint k-1",
            ),
            RequestApproval([card(200)], role="owner", plugin="one", reason="for complaint k-1"),
        ]
        rings = [one.action.event for one in decision.granted if isinstance(one.action, Schedule)]
        assert [(ring.role, ring.what, ring.occurred_at) for ring in rings if isinstance(ring, ApprovalDue)] == [
            ("lead", "warn", START + timedelta(hours=3)),
            ("lead", "breach", START + timedelta(hours=4)),
        ]
        assert said(decision) == [
            "30.00 EUR is above the 20.00 EUR that agent may give; lead may.",
            "200.00 EUR is above the 20.00 EUR that agent may give; owner may.",
            "501.00 EUR is above the 20.00 EUR that agent may give; nobody in the file may.",
        ]
        keys = [one.key for one in decision.granted]
        assert len(set(keys)) == len(keys) == 5
        assert engine.handle(complaint()) == decision


def test_by_kind_of_remedy(sqlite_url: str) -> None:
    """A kind with bounds of its own is measured by them and not by the role's."""
    agent = {
        "amount": "20 EUR",
        "kinds": {"refund_money": {"amount": "50 EUR"}, "issue_gift_card": {"amount": "5 EUR"}},
    }
    actions = (RefundMoney("o-1", eur(50)), RefundMoney("o-1", eur(51)), card(5), card(6))
    with engine_of(sqlite_url, {"agent": agent, "boss": "500 EUR"}, *actions) as engine:
        decision = engine.handle(complaint())
        assert [one.action for one in decision.granted if one.plugin == "one"] == [actions[0], actions[2]]
        assert [task.role for task in asked(decision)] == ["boss", "boss"]


def test_a_share_of_the_order(database_url: str) -> None:
    """At most so many percent of what was paid, whether the order is known or its value told; else it is no bound."""
    roles = {"agent": {"amount": "100 EUR", "share": 50}, "boss": {"amount": "200 EUR", "share": 150}}
    with engine_of(database_url, roles, card(20), card(21)) as engine:
        engine.handle(order("o-1", total=40))
        known = engine.handle(complaint("k-1", order="o-1", at=after(1)))
        told = engine.handle(complaint("k-2", value=eur(40), at=after(2)))
        expected = ["21.00 EUR is above the 50 % of 40.00 EUR that agent may give; boss may."]
        assert said(known) == said(told) == expected
        assert said(engine.handle(complaint("k-3", at=after(3)))) == []


def test_within_a_window(database_url: str) -> None:
    """With days the amount is what one customer gets in them; what strategies gave for other events counts too."""
    roles = {"agent": {"amount": "20 EUR", "days": 30}, "boss": "100 EUR"}
    with engine_of(database_url, roles, card(12)) as engine:
        decisions = [engine.handle(complaint(f"k-{day}", at=after(day))) for day in (0, 29, 30)]
        assert [said(decision) for decision in decisions] == [
            [],
            ["12.00 EUR on top of 12.00 EUR is above the 20.00 EUR that agent may give in 30 days; boss may."],
            [],
        ]
        assert said(engine.handle(complaint("d-1", customer="d", at=after(29)))) == []


def test_a_reason(sqlite_url: str) -> None:
    """A role that must say why gives nothing without a reason, and nobody is asked to approve that."""
    roles = {"agent": {"amount": "20 EUR", "reason": True}, "boss": "100 EUR"}
    replacement = SendReplacement("o-1")
    with engine_of(sqlite_url, roles, card(1), card(1, "it was late"), replacement) as engine:
        decision = engine.handle(complaint())
        assert [(one.action, one.code, one.sentence) for one in decision.refusals] == [
            (card(1), "reason_required", "Agent gives nothing without a reason; say why."),
            (replacement, "reason_required", "Agent gives nothing without a reason; say why."),
        ]
        assert asked(decision) == []


def test_for_a_cancel_request(sqlite_url: str) -> None:
    """A save offer is measured on what the customer pays."""

    class Saves(Does):
        on_cancel_request = Does.on_visit

    roles = {"agent": {"share": 100}, "boss": {"share": 200}}
    with opened(sqlite_url, {"one": Saves(gives(card(11)))}, authority=roles) as engine:
        request = CancelRequest(id="x", customer="c", occurred_at=START, price=eur(10))
        assert said(engine.handle(request)) == [
            "11.00 EUR is above the 100 % of 10.00 EUR that agent may give; boss may."
        ]


def test_what_is_owed_is_no_goodwill(database_url: str) -> None:
    """An entitlement is refused for no budget and no customer's limit, and uses up neither."""
    owed = RefundMoney("o-1", eur(30), entitlement=True)
    limits = {"monthly_budget": "5 EUR", "per_customer": {"amount": "5 EUR", "days": 30}}
    with engine_of(database_url, {}, owed, card(5), owed, card(1), limits=limits) as engine:
        decision = engine.handle(complaint())
        assert decision.actions == (owed, card(5), owed)
        assert [one.action for one in decision.refusals] == [card(1)]
        later = engine.handle(complaint("k-2", at=after(40)))
        assert later.actions == (owed, card(5), owed)
    with engine_of(database_url, {"agent": "20 EUR", "boss": "40 EUR"}, owed) as engine:
        assert [task.role for task in asked(engine.handle(complaint("k-3", at=after(41))))] == ["boss"]


@pytest.mark.parametrize(
    ("authority", "problem"),
    [
        ({"agent": {"amount": "-1 EUR"}}, "authority.agent.amount"),
        ({"agent": {"amont": "1 EUR"}}, "did you mean 'amount'?"),
        ({"agent": {"kinds": {"refund_money": {"share": -1}}}}, "authority.agent.kinds.refund_money.share"),
        ({"agent": {"days": 0}}, "authority.agent.days"),
    ],
)
def test_roles_that_cannot_be(sqlite_url: str, authority: dict[str, Any], problem: str) -> None:
    """A wrong bound is told with its place."""
    with pytest.raises(BadConfig) as raised:
        engine_of(sqlite_url, authority)
    assert problem in str(raised.value)
