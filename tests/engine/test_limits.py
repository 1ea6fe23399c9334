"""Limits: what is refused, with its code and its sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from retention_sdk import (
    Action,
    AmountOff,
    CancelRequest,
    Credit,
    Debit,
    Decision,
    Engine,
    FreeItem,
    Giving,
    IssueCoupon,
    IssueGiftCard,
    Money,
    Offer,
    RefundMoney,
    RequestApproval,
    SendMessage,
)
from tests.build import START, Does, after, complaint, eur, gives, opened, rows, visit

MONTH = {"monthly_budget": "10 EUR"}


def card(amount: str | int) -> IssueGiftCard:
    """A gift card."""
    return IssueGiftCard(eur(amount))


def per_place(event: Any, _: object) -> list[Action]:
    """Gives gift cards of the amounts that a visit's place names."""
    return [card(amount) for amount in event.place.split()]


def spent(engine: Engine) -> dict[str, int]:
    """What was spent by month; the month of now may be there without anything spent in it."""
    return {row.period: row.amount for row in rows(engine, "counters") if row.amount}


def said(decision: Decision) -> list[tuple[str, str]]:
    """The codes and sentences of a decision."""
    return [(refusal.code, refusal.sentence) for refusal in decision.refusals]


def test_balance(database_url: str) -> None:
    """A debit of more than is available is refused with both figures."""
    with opened(database_url, {"one": gives(Debit("points", 6))}) as engine:
        decision = engine.handle(visit())
        assert said(decision) == [("balance", "6 points are more than the 0 available.")]
        assert "one wanted to take 6 points, refused [balance]: 6 points are more than" in decision.explain()


def test_balance_counts_what_the_event_gives(database_url: str) -> None:
    """What was credited before, in the same event, can be spent; what is pending cannot."""
    day = after(1) - START
    strategies = {
        "one": gives(Credit("points", 5), Debit("points", 3)),
        "two": gives(Debit("points", 2), Debit("points", 1), Credit("points", 9, pending_for=day), Debit("points", 1)),
    }
    with opened(database_url, strategies) as engine:
        decision = engine.handle(visit())
        assert said(decision) == [("balance", "1 point is more than the 0 available.")] * 2
        wallet = engine.customer("c").wallet("points")
        assert (wallet.available, wallet.pending) == (0, 9)


def test_the_monthly_budget(database_url: str) -> None:
    """What would go over the month's budget is refused with what is left; the exact rest is granted."""
    with opened(database_url, {"one": per_place}, limits=MONTH) as engine:
        engine.handle(visit("v-1", place="6.50"))
        decision = engine.handle(visit("v-2", customer="d", place="3.51 3.50 0.01"))
        assert decision.actions == (card("3.50"),)
        assert said(decision) == [
            ("over_budget", "3.51 EUR is more than the 3.50 EUR left of 10.00 EUR for 2100-01."),
            ("over_budget", "0.01 EUR is more than the 0.00 EUR left of 10.00 EUR for 2100-01."),
        ]
        assert spent(engine) == {"2100-01": 1000}


def test_a_new_month_has_its_own_budget(database_url: str) -> None:
    """The budget is by the month in which the event happened; a late event counts for its own month."""
    with opened(database_url, {"one": per_place}, limits=MONTH) as engine:
        days = [("v-1", 0, "10"), ("v-2", 31, "10"), ("v-3", 3, "1")]
        events = [visit(id, at=after(day), place=place) for id, day, place in days]
        january, february, late = engine.handle_many(events)
        assert len(january.actions) == len(february.actions) == 1
        assert "left of 10.00 EUR for 2100-01." in late.refusals[0].sentence
        assert spent(engine) == {"2100-01": 1000, "2100-02": 1000}


@pytest.mark.parametrize(
    ("zone", "at", "period"),
    [
        ("UTC", datetime(2100, 1, 31, 23, 30, tzinfo=UTC), "2100-01"),
        ("Europe/Prague", datetime(2100, 1, 31, 22, 59, tzinfo=UTC), "2100-01"),
        ("Europe/Prague", datetime(2100, 1, 31, 23, 0, tzinfo=UTC), "2100-02"),
        ("Pacific/Auckland", datetime(2099, 12, 31, 11, 0, tzinfo=UTC), "2100-01"),
        ("America/Los_Angeles", datetime(2100, 1, 1, 7, 59, tzinfo=UTC), "2099-12"),
    ],
)
def test_a_month_begins_at_the_stores_midnight(sqlite_url: str, zone: str, at: datetime, period: str) -> None:
    """The month is that of the store's time zone, whatever UTC says."""
    with opened(sqlite_url, {"one": per_place}, limits=MONTH, store={"timezone": zone}) as engine:
        engine.handle(visit(at=at, place="1"))
        assert spent(engine) == {period: 100}


def test_a_batch_keeps_the_budget(database_url: str) -> None:
    """In a batch each event sees what the ones before it spent."""
    with opened(database_url, {"one": per_place}, limits=MONTH) as engine:
        decisions = engine.handle_many([visit(f"v-{n}", customer=f"c-{n}", place="3") for n in range(5)])
        assert [len(decision.actions) for decision in decisions] == [1, 1, 1, 0, 0]
        assert spent(engine) == {"2100-01": 900}


def test_a_budget_of_nothing(database_url: str) -> None:
    """A budget of zero refuses all that costs something, and nothing else."""
    coupons = [IssueCoupon(FreeItem("a")), IssueCoupon(FreeItem("b"), cost=eur(0))]
    free = [Credit("points", 1), *coupons, SendMessage("hello")]
    with opened(database_url, {"one": gives(*free, card(1))}, limits={"monthly_budget": "0 EUR"}) as engine:
        decision = engine.handle(visit())
        assert decision.actions == tuple(free)
        assert [refusal.code for refusal in decision.refusals] == ["over_budget"]


def test_a_budget_that_was_lowered(database_url: str) -> None:
    """A budget below what was spent refuses everything and says that nothing is left."""
    with opened(database_url, {"one": per_place}, limits=MONTH) as engine:
        engine.handle(visit("v-1", place="9"))
    with opened(database_url, {"one": per_place}, limits={"monthly_budget": "5 EUR"}) as engine:
        decision = engine.handle(visit("v-2", place="1"))
        assert said(decision) == [("over_budget", "1.00 EUR is more than the 0.00 EUR left of 5.00 EUR for 2100-01.")]


def test_a_budget_that_came_later(database_url: str) -> None:
    """What was given this month before there was a budget counts for it."""
    now = datetime.now(UTC)
    with opened(database_url, {"one": per_place}) as engine:
        engine.handle_many([visit("v-1", at=now, place="6"), visit("v-old", at=now - timedelta(days=40), place="9")])
    with opened(database_url, {"one": per_place}, limits=MONTH) as engine:
        decision = engine.handle(visit("v-2", at=now, place="4.01 4"))
        if datetime.now(UTC).month != now.month:
            pytest.skip("the month ended while the test ran")
        assert decision.actions == (card(4),)
        assert [refusal.code for refusal in decision.refusals] == ["over_budget"]


def test_one_customer_within_a_span(database_url: str) -> None:
    """One customer is given so much within so many days, by all strategies together; others are not concerned."""
    limits = {"per_customer": {"amount": "10 EUR", "days": 30}}
    with opened(database_url, {"one": per_place, "two": gives(card(2))}, limits=limits) as engine:
        assert len(engine.handle(visit("v-1", place="8")).actions) == 2
        decision = engine.handle(visit("v-2", at=after(10), place="0.01"))
        assert said(decision) == [
            ("over_customer_limit", "0.01 EUR on top of 10.00 EUR is more than 10.00 EUR for one customer in 30 days."),
            ("over_customer_limit", "2.00 EUR on top of 10.00 EUR is more than 10.00 EUR for one customer in 30 days."),
        ]
        assert len(engine.handle(visit("v-3", customer="d", at=after(10), place="8")).actions) == 2
        assert len(engine.handle(visit("v-4", at=after(30, seconds=1), place="8")).actions) == 2


def test_the_edge_of_the_span(database_url: str) -> None:
    """What was given exactly so many days ago still counts."""
    limits = {"per_customer": {"amount": "10 EUR", "days": 30}}
    with opened(database_url, {"one": per_place}, limits=limits) as engine:
        decisions = engine.handle_many([visit("v-1", place="10"), visit("v-2", at=after(30), place="1")])
        assert [refusal.code for refusal in decisions[1].refusals] == ["over_customer_limit"]


def test_points_that_cost_something_count(database_url: str) -> None:
    """What a credit costs counts for the customer's limit like any other gift, also when the next event comes."""
    limits = {"per_customer": {"amount": "10 EUR", "days": 30}}
    with opened(database_url, {"one": gives(Credit("points", 1, cost=eur(6)))}, limits=limits) as engine:
        assert engine.handle(visit("v-1")).refusals == ()
        assert [refusal.code for refusal in engine.handle(visit("v-2")).refusals] == ["over_customer_limit"]


@pytest.mark.parametrize("together", [True, False], ids=["together", "one by one"])
def test_a_late_event_does_not_open_the_limit(database_url: str, together: bool) -> None:
    """In whatever order events arrive, no span of so many days holds more than the limit.

    What came first has it, and of one batch what happened first.
    """
    limits = {"per_customer": {"amount": "10 EUR", "days": 30}}
    events = [visit("v-1", at=after(10), place="10"), visit("v-2", at=after(1), place="10")]
    with opened(database_url, {"one": per_place}, limits=limits) as engine:
        decisions = engine.handle_many(events) if together else [engine.handle(event) for event in events]
        assert [len(decision.actions) for decision in decisions] == ([0, 1] if together else [1, 0])


def test_authority(database_url: str) -> None:
    """For a complaint, what is above the first role's authority is refused, and the sentence says who may."""
    most = {"agent": "20 EUR", "supervisor": "100 EUR"}
    costs = [RefundMoney("o-1", eur(amount)) for amount in ("20", "20.01", "100.01")]
    with opened(database_url, {"one": gives(*costs)}, authority=most) as engine:
        decision = engine.handle(complaint())
        task = RequestApproval([costs[1]], role="supervisor", plugin="one", reason="for complaint k-1")
        assert decision.actions == (costs[0], task)
        assert said(decision) == [
            ("over_authority", "20.01 EUR is above the 20.00 EUR that agent may give; supervisor may."),
            ("over_authority", "100.01 EUR is above the 20.00 EUR that agent may give; nobody in the file may."),
        ]
        assert len(engine.handle(visit()).actions) == 3


def test_authority_over_a_cancel_request(sqlite_url: str) -> None:
    """An offer to somebody who wants to leave is measured on what its actions cost together."""

    class Saves(Does):
        on_cancel_request = Does.on_visit

    offer = Offer("stay", (card(15), IssueCoupon(AmountOff(eur(6)))))
    assert offer.cost == eur(21)
    request = CancelRequest(id="x", customer="c", occurred_at=START)
    with opened(sqlite_url, {"one": Saves(gives(offer))}, authority={"agent": "20 EUR"}) as engine:
        assert said(engine.handle(request))[0][0] == "over_authority"


def test_the_first_guard_that_refuses_is_told(sqlite_url: str) -> None:
    """Where several limits refuse, one reason is given: authority before the customer's limit before the budget."""
    tables: list[dict[str, Any]] = [
        {"authority": {"agent": "1 EUR"}},
        {"limits": {"per_customer": {"amount": "1 EUR", "days": 1}}},
        {"limits": {"monthly_budget": "1 EUR"}},
    ]
    codes = ["over_authority", "over_customer_limit", "over_budget"]
    for first in range(3):
        merged: dict[str, Any] = {"store": {"name": f"shop {first}"}}
        for table in tables[first:]:
            for name, values in table.items():
                merged[name] = merged.get(name, {}) | values
        with opened(sqlite_url, {"one": gives(card(2))}, **merged) as engine:
            assert [code for code, _ in said(engine.handle(complaint()))] == [codes[first]]


def test_currencies_without_cents(sqlite_url: str) -> None:
    """Limits are in the store's currency with its own number of digits."""
    yen = IssueGiftCard(Money.of(300, "JPY"))
    store = {"currency": "JPY"}
    with opened(sqlite_url, {"one": gives(yen)}, store=store, limits={"monthly_budget": "500 JPY"}) as engine:
        engine.handle(visit("v-1"))
        assert said(engine.handle(visit("v-2"))) == [
            ("over_budget", "300 JPY is more than the 200 JPY left of 500 JPY for 2100-01.")
        ]


def test_what_costs_nothing_known_is_not_measured(sqlite_url: str) -> None:
    """An action whose cost is not known counts as nothing."""
    limits = {**MONTH, "per_customer": {"amount": "0 EUR", "days": 1}}
    gift: Giving = IssueCoupon(FreeItem("beans"))
    with opened(sqlite_url, {"one": gives(gift)}, limits=limits, authority={"agent": "0 EUR"}) as engine:
        assert engine.handle(complaint()).actions == (gift,)
