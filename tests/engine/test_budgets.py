"""Budgets of a period, a strategy and a role: granted, refused, held back, given back, and counted anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import (
    Action,
    Credit,
    Decision,
    Engine,
    Event,
    IssueGiftCard,
    OrderCancelled,
    Refund,
    SessionAbandoned,
)
from tests.audit import audit
from tests.build import START, after, complaint, eur, gives, opened, order, rows, visit
from tests.engine.leaving import TwoOffers, leaving, session, shop

if TYPE_CHECKING:
    from retention_sdk import Customer

AUTHORITY = {"agent": "50 EUR", "supervisor": "100 EUR"}
KINDS: dict[str, dict[str, Any]] = {
    "of a day": {"period": "day"},
    "of a year": {"period": "year"},
    "of a strategy": {"strategy": "one", "period": "week"},
    "of a role": {"role": "agent"},
}


def limits(*budgets: dict[str, Any]) -> dict[str, Any]:
    """Tables with budgets, and with roles."""
    return {"limits": {"budgets": list(budgets)}, "authority": AUTHORITY}


def counted(engine: Engine) -> dict[tuple[str, str], int]:
    """What each counter came to, by name and period."""
    return {(row.name, row.period): row.amount for row in rows(engine, "counters") if row.amount}


def said(decision: Decision) -> list[str]:
    """The sentences of what was over a budget."""
    assert {refusal.code for refusal in decision.refusals} <= {"over_budget"}
    return [refusal.sentence for refusal in decision.refusals]


def card(amount: str | int) -> IssueGiftCard:
    """A gift card."""
    return IssueGiftCard(eur(amount))


def per_place(event: Any, _: object) -> list[Action]:
    """Gives gift cards of the amounts that a visit's place names."""
    return [card(amount) for amount in event.place.split()]


def test_each_day_has_its_own(database_url: str) -> None:
    """A day's budget begins anew at the store's midnight, and what one day left over is not the next one's."""
    strategies, zone = {"one": per_place}, {"timezone": "Asia/Kathmandu"}
    midnight = datetime(2100, 1, 1, 18, 15, tzinfo=UTC)
    times = (midnight - timedelta(microseconds=1), midnight, midnight + timedelta(hours=23))
    with opened(database_url, strategies, store=zone, **limits({"amount": "5 EUR", "period": "day"})) as engine:
        decisions = engine.handle_many(visit(f"v-{n}", at=at, place="3") for n, at in enumerate(times))
        assert [len(decision.granted) for decision in decisions] == [1, 1, 0]
        assert said(decisions[2]) == ["3.00 EUR is more than the 2.00 EUR left of 5.00 EUR for 2100-01-02."]
        assert counted(engine) == {("budget", "2100-01-01"): 300, ("budget", "2100-01-02"): 300}
        assert audit(engine) == []


def test_a_strategy_has_its_own(database_url: str) -> None:
    """What one strategy has left is nobody else's, and all of them share the budget of all."""
    own = {"amount": "4 EUR", "period": "year", "strategy": "one"}
    with opened(database_url, {"one": per_place, "two": per_place}, **limits(own, {"amount": "9 EUR"})) as engine:
        decision = engine.handle(visit(place="3 2"))
        assert [(grant.plugin, grant.action) for grant in decision.granted] == [
            *(("one", card(3)), ("two", card(3)), ("two", card(2)))
        ]
        assert said(decision) == ["2.00 EUR is more than the 1.00 EUR left of 4.00 EUR of one for 2100."]
        later = engine.handle(visit("v-2", at=after(31), place="1 1 1"))
        assert [grant.plugin for grant in later.granted] == ["one", "two", "two", "two"]
        assert counted(engine) == {
            ("budget", "2100-01"): 800,
            ("budget", "2100-02"): 400,
            ("strategy:one", "2100"): 400,
        }
        assert audit(engine) == []


def test_a_role_has_its_own(database_url: str) -> None:
    """What is given for a complaint takes the first role's authority and counts in its budget; other gifts do not."""
    both = gives(card(3))
    with opened(database_url, {"one": both}, **limits({"amount": "4 EUR", "role": "agent"})) as engine:
        granted = engine.handle_many([complaint(), visit(), visit("v-2"), complaint("k-2", "d")])
        assert [[grant.under for grant in one.granted if grant.plugin == "one"] for one in granted] == [
            *(["role:agent"], [""], [""], [])
        ]
        assert said(granted[3]) == ["3.00 EUR is more than the 1.00 EUR left of 4.00 EUR of agent for 2100-01."]
        assert counted(engine) == {("role:agent", "2100-01"): 300}
        assert engine.handle(complaint()) == granted[0]
        assert audit(engine) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_given_before_counts(database_url: str, kind: str) -> None:
    """A budget that is set in the middle of its period begins with what was given until then, and a larger one too."""
    events = [complaint(), complaint("k-2", "d", at=after(minutes=1)), visit(at=after(minutes=2))]
    budget = {"amount": "7 EUR", **KINDS[kind]}
    with opened(database_url, {"one": gives(card(2))}, authority=AUTHORITY) as engine:
        engine.handle_many(events)
        assert counted(engine) == {}
    with opened(database_url, {"one": gives(card(2))}, **limits(budget)) as engine:
        before = 4 if kind == "of a role" else 6
        assert list(counted(engine).values()) == [before * 100]
        decisions = engine.handle_many(complaint(f"k-{n}", "e", at=after(hours=n)) for n in (3, 4))
        assert [bool(said(one)) for one in decisions] == ([False, True] if before == 4 else [True, True])
        assert audit(engine) == []
    with opened(database_url, {"one": gives(card(2))}, **limits({**budget, "amount": "9 EUR"})) as engine:
        assert not said(engine.handle(complaint("k-9", "f", at=after(hours=5))))
        assert list(counted(engine).values()) == [800]


@pytest.mark.parametrize("kind", KINDS)
def test_an_offer_reserves_and_accepting_commits(database_url: str, kind: str) -> None:
    """An open offer's cost is kept back in each budget that it counts in; accepting spends it there, once."""
    budget = {"amount": "6 EUR", **KINDS[kind]}
    with shop(database_url, {"one": TwoOffers()}, **limits(budget)) as engine:
        engine.handle(leaving())
        assert list(counted(engine).values()) == [600]
        assert said(engine.handle(leaving("x-2", "d")))
        discount = engine.offers(session(engine), at=START)[0]
        accepted = engine.accept(discount.token, at=START)
        assert [grant.under for grant in accepted.granted if grant.plugin == "one"] == ["role:agent"]
        assert list(counted(engine).values()) == [600]
        assert said(engine.handle(leaving("x-3", "e", at=after(minutes=5))))
        engine.cancel_directly("x-1", "c", at=after(minutes=9))
        assert counted(engine) == {}
        assert audit(engine) == []


@pytest.mark.parametrize("end", ["declined", "cancelled", "abandoned"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_ends_releases(database_url: str, kind: str, end: str) -> None:
    """An offer that nobody takes is given back in each budget that it counted in, and exactly one other has room."""
    budget = {"amount": "6 EUR", **KINDS[kind]}
    with shop(database_url, {"one": TwoOffers()}, **limits(budget)) as engine:
        engine.handle(leaving())
        ending(engine, end)
        # who declines is offered a coupon of two euros, by nobody's authority
        assert list(counted(engine).values()) == ([200] if end == "declined" and kind != "of a role" else [])
        engine.cancel_directly("x-1", "c", at=after(minutes=2))
        again = engine.handle_many([leaving("x-2", "d", after(minutes=3)), leaving("x-3", "e", after(minutes=3))])
        assert [bool(said(one)) for one in again] == [False, True]
        assert audit(engine) == []


def ending(engine: Engine, how: str) -> None:
    """End a session's offers."""
    at = after(minutes=1)
    if how == "declined":
        engine.decline(engine.offers(session(engine), at=START)[0].token, at=at)
    elif how == "cancelled":
        engine.cancel_directly("x-1", "c", at=at)
    else:
        engine.handle(SessionAbandoned(id="gone", customer="c", occurred_at=at, session="x-1"))


@pytest.mark.parametrize("how", ["refund", "slices", "cancelled"])
def test_an_order_that_comes_back_gives_back(database_url: str, how: str) -> None:
    """What an order cost each budget is given back with the order, however it comes back, and counts for others."""

    def points(event: Any, _: Customer) -> list[Action]:
        return [Credit("points", event.total.minor, cost=event.total)] if event.kind == "purchase" else []

    budgets = {"amount": "20 EUR", "period": "week", "strategy": "one"}, {"amount": "20 EUR", "period": "day"}
    with opened(database_url, {"one": points}, **limits(*budgets)) as engine:
        engine.handle_many([order(total=15), *back(how)])
        assert counted(engine) == {}
        assert not said(engine.handle(order("o-2", "d", total=20)))
        assert counted(engine) == {("strategy:one", "2099-W53"): 2000, ("budget", "2100-01-01"): 2000}
        assert audit(engine) == []


def back(how: str) -> list[Event]:
    """An order of 15 euros comes back."""
    if how == "cancelled":
        return [OrderCancelled(id="x", customer="c", occurred_at=after(2), order="o-1")]
    amounts = [None] if how == "refund" else [eur(4), eur(10), eur(1)]
    return [
        Refund(id=f"r-{n}", customer="c", occurred_at=after(2 + n), order="o-1", amount=amount)
        for n, amount in enumerate(amounts)
    ]


def test_a_late_fact_counts_on_its_own_day(database_url: str) -> None:
    """A fact that arrives late counts in the period in which it happened, with what is left of that one now."""
    budgets = {"amount": "5 EUR", "period": "day"}, {"amount": "9 EUR", "period": "month", "strategy": "one"}
    with opened(database_url, {"one": per_place}, **limits(*budgets)) as engine:
        engine.handle(visit("v-2", at=after(1), place="3"))
        late = engine.handle_many([visit("v-1", place="4 2"), visit("v-0", at=after(-1), place="1")])
        assert said(late[0]) == ["2.00 EUR is more than the 1.00 EUR left of 5.00 EUR for 2100-01-01."]
        assert counted(engine) == {
            ("budget", "2099-12-31"): 100,
            ("budget", "2100-01-01"): 400,
            ("budget", "2100-01-02"): 300,
            ("strategy:one", "2099-12"): 100,
            ("strategy:one", "2100-01"): 700,
        }
        assert audit(engine) == []
