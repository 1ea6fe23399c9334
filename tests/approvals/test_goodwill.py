"""People at the desk give by themselves, within their authority; what is above it goes to the next role."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import (
    BadConfig,
    BadValue,
    CurrencyMismatch,
    EventConflict,
    GoodwillProposed,
    IssueGiftCard,
    Money,
    RequestApproval,
)
from tests.approvals.build import ROLES, approval, card, given, refused, shop
from tests.audit import audit
from tests.build import START, after, complaint, eur, opened, order
from tests.cases.build import case


def test_given_at_once(database_url: str) -> None:
    """Within the role's authority it is granted at once, in the name of the staff, and is a remedy of its case."""
    with shop(database_url) as engine:
        engine.handle(complaint(order="o-1", value=eur(80)))
        decision = engine.give(
            *("c", card(20)), role="agent", by="Bea", reason="waited", case="k-1", request_id="7", at=after(1)
        )
        assert [(one.plugin, one.action) for one in decision.granted] == [("staff", card(20))]
        assert "Goodwill proposed" in decision.explain()
        assert "by Bea (agent)" in decision.explain()
        assert [(one.what, one.by, one.cost) for one in case(engine).remedies] == [
            ("issue_gift_card", "staff", eur(20))
        ]
        assert (case(engine).steps[-1].what, case(engine).steps[-1].by) == ("gave: issue_gift_card", "Bea")
        assert engine.customer("c").approvals == ()
        assert audit(engine) == []


def test_once_by_its_request(database_url: str) -> None:
    """The same request gives nothing more and answers an equal decision; with another gift it is refused."""
    with shop(database_url) as engine:
        first = engine.give("c", card(20), role="agent", request_id="7")
        assert engine.give("c", card(20), role="agent", request_id="7") == first
        with pytest.raises(EventConflict):
            engine.give("c", card(19), role="agent", request_id="7")
        engine.give("c", card(20), role="agent", request_id="8")
        assert given(engine) == ["issue_gift_card"] * 2
        assert audit(engine) == []


def test_above_a_role(database_url: str) -> None:
    """What is above goes to the next role that may give it, not to the one who asks; approved it is the staff's."""
    with shop(database_url) as engine:
        decision = engine.give("c", card(30), role="agent", by="Bea", reason="waited", request_id="7", at=START)
        assert refused(decision) == [
            ("over_authority", "30.00 EUR is above the 20.00 EUR that agent may give; lead may.")
        ]
        asked = approval(engine)
        assert (asked.plugin, asked.role, asked.above, asked.due_at) == ("staff", "lead", ("owner",), after(hours=4))
        assert engine.approve(asked.key, "c", role="lead", at=after(1)).granted[0].plugin == "staff"
        higher = engine.give("c", card(60), role="lead", request_id="8", at=after(2))
        request = higher.actions[0]
        assert isinstance(request, RequestApproval)
        assert request.role == "owner"
        most = engine.give("c", card(501), role="owner", request_id="9", at=after(3))
        assert refused(most)[0][1].endswith("owner may give; nobody in the file may.")
        assert most.actions == ()
        assert audit(engine) == []


def test_bounds_are_the_role_s_own(sqlite_url: str) -> None:
    """Reason, share of the order and days are those of the role that gives."""
    roles = {
        "agent": {"amount": "20 EUR", "reason": True, "days": 30},
        "lead": {"amount": "90 EUR", "share": 50},
    }
    with shop(sqlite_url, roles=roles) as engine:
        engine.handle(order(total=40))
        told: list[Any] = [
            engine.give("c", card(5, "a gift"), role="agent", request_id="1", at=after(1)),
            engine.give("c", card(15), role="agent", reason="late", request_id="2", at=after(2)),
            engine.give("c", card(6), role="agent", reason="late", request_id="3", at=after(3)),
            engine.give("c", card(21), role="lead", order="o-1", request_id="4", at=after(4)),
        ]
        assert [code for one in told for code, _ in refused(one)] == [
            *("reason_required", "over_authority", "over_authority"),
        ]
        assert refused(told[3])[0][1].startswith("21.00 EUR is above the 50 % of 40.00 EUR that lead may give")


def test_all_other_guards(database_url: str) -> None:
    """The budget and the cap of an order's remedies hold for people too; an experiment does not."""
    tables: dict[str, Any] = {"limits": {"monthly_budget": "50 EUR"}, "holdout": {"percent": 100}}
    with shop(database_url, roles={"agent": "100 EUR"}, **tables) as engine:
        engine.handle(complaint(order="o-1", value=eur(20)))
        assert engine.give("c", card(20), role="agent", request_id="1", at=after(1)).actions == (card(20),)
        cap = engine.give("c", card(31), role="agent", case="k-1", request_id="2", at=after(2))
        assert refused(cap)[0][0] == "over_remedy_cap"
        capped = engine.give("c", card(31), role="agent", order="o-1", request_id="3", at=after(2))
        assert refused(capped)[0][0] == "over_remedy_cap"
        budget = engine.give("c", card(31), role="agent", request_id="4", at=after(2))
        assert refused(budget)[0][0] == "over_budget"
        assert audit(engine) == []


def test_what_cannot_be(sqlite_url: str) -> None:
    """A role or a case that is not there, money of another currency, and a strategy that is called like the staff."""
    with shop(sqlite_url) as engine:
        with pytest.raises(BadValue, match="did you mean 'agent'"):
            engine.give("c", card(5), role="agnet", request_id="1")
        with pytest.raises(CurrencyMismatch):
            engine.give("c", IssueGiftCard(Money.of(5, "USD")), role="agent", request_id="2")
        assert refused(engine.give("c", card(5), role="agent", case="k-9", request_id="3")) == [
            ("no_such_case", "There is no case 'k-9'; the customer's cases are: none.")
        ]
        fact: Any = {"id": "x", "customer": "c", "occurred_at": START, "action": card(5), "role": "boss"}
        assert refused(engine.handle(GoodwillProposed(**fact)))[0][0] == "unknown_role"
        with pytest.raises(BadValue, match=r"GoodwillProposed\.action"):
            GoodwillProposed(**{**fact, "action": "a card"})
    with pytest.raises(BadConfig, match="'staff' is what the engine itself is called"):
        opened(sqlite_url, {"staff": lambda *_: None}, authority=ROLES)


def test_without_roles_nobody_is_limited(sqlite_url: str) -> None:
    """A file without [authority] limits nobody."""
    with opened(sqlite_url) as engine:
        assert engine.give("c", card(900), role="anybody", request_id="1").actions == (card(900),)
