"""Gifts in part: where a limit leaves less than one costs, it is granted for what is left."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import (
    Action,
    Credit,
    Debit,
    Decision,
    Engine,
    IssueCoupon,
    IssueGiftCard,
    IssueStoreCredit,
    Money,
    Offer,
    OrderReopened,
    PercentOff,
    Refund,
    RefundMoney,
)
from retention_sdk.guards.partly import is_part, part
from retention_sdk.store.outbox import WITHDRAWN
from tests.audit import audit
from tests.build import after, eur, gives, opened, order, rows, visit
from tests.engine.leaving import TwoOffers, leaving, session, shop

BUDGET = {"monthly_budget": "10 EUR"}
CUSTOMER = {"per_customer": {"amount": "10 EUR", "days": 30}}
BOTH = {"monthly_budget": "10 EUR", "per_customer": {"amount": "8 EUR", "days": 30}}


def cents(minor: int) -> Money:
    """Cents."""
    return Money(minor, "EUR")


def told(decision: Decision) -> list[str]:
    """What the notes say of gifts in part."""
    assert {note.code for note in decision.notes} <= {"partly"}
    return [note.sentence for note in decision.notes]


@pytest.mark.parametrize(
    ("limits", "left"), [(BUDGET, 4), (CUSTOMER, 4), (BOTH, 2)], ids=["budget", "customer", "both"]
)
@pytest.mark.parametrize(
    "gift",
    [
        IssueStoreCredit(eur(6), partly=True),
        IssueGiftCard(eur(6), partly=True),
        RefundMoney("o-9", eur(6), partly=True),
        Credit("points", 600, cost=eur(6), partly=True),
    ],
    ids=lambda gift: gift.kind,
)
def test_what_is_left_is_given(database_url: str, gift: Any, limits: Any, left: int) -> None:
    """The second gift is granted for what the scarcest limit leaves, with a note; the third is refused."""
    with opened(database_url, {"one": gives(gift)}, limits=limits) as engine:
        first, second, third = engine.handle_many(visit(f"v-{n}", at=after(n)) for n in range(3))
        assert (first.actions, first.notes) == ((gift,), ())
        (less,) = second.actions
        assert isinstance(less, type(gift))
        assert (less.cost, less.amount) == (eur(left), 100 * left if isinstance(gift, Credit) else eur(left))
        (sentence,) = told(second)
        assert sentence.startswith("one wanted to ")
        assert sentence.count("6.00 EUR") + sentence.count("600 points") >= 1
        assert sentence in second.explain()
        assert (third.actions, [one.code for one in third.refusals][:1]) == ((), [third.refusals[0].code])
        assert engine.handle(visit("v-1", at=after(1))) == second
        assert audit(engine) == []


GIFTS = st.builds(
    lambda amount, cost: IssueStoreCredit(cents(amount), cost=cents(cost), partly=True),
    st.integers(1, 5000),
    st.integers(0, 5000),
)


@given(GIFTS, st.integers(-5, 6000))
def test_the_largest_part(gift: IssueStoreCredit, left: int) -> None:
    """A part costs no more than is left, in the proportion of the whole, and one cent more would cost too much."""
    less, cost = part(gift, left), gift.cost.minor if gift.cost else 0
    if not 0 < left < cost:
        assert less is None
        return
    most = max(amount for amount in range(gift.amount.minor + 1) if amount * cost <= left * gift.amount.minor)
    if less is None:
        assert most == 0
        return
    assert isinstance(less, IssueStoreCredit)
    assert less.cost is not None
    assert (less.amount.minor, 0 < less.cost.minor <= left) == (most, True)
    assert less.amount.minor * cost <= less.cost.minor * gift.amount.minor
    assert is_part(less, gift)
    assert not is_part(gift, less)


@pytest.mark.parametrize(
    "answer",
    [
        [IssueStoreCredit(eur(12))],
        [IssueCoupon(PercentOff(5), cost=eur(12))],
        [Credit("points", 1, cost=eur(12), partly=True)],
        [Debit("points", 1), IssueStoreCredit(eur(12), partly=True)],
        [Offer("more", [IssueStoreCredit(eur(12), partly=True)])],
    ],
    ids=["not allowed", "no amount", "less than a unit", "paid for", "promised"],
)
def test_all_or_nothing(database_url: str, answer: list[Action]) -> None:
    """What does not say so, has no amount, comes to no unit, is paid for, or is offered, is refused as a whole."""

    def one(event: Any, _: object) -> list[Action]:
        return [Credit("points", 1)] if event.place == "before" else answer

    with opened(database_url, {"one": one}, limits=BUDGET) as engine:
        engine.handle(visit("v-0", place="before"))
        decision = engine.handle(visit(at=after(1)))
        assert (decision.granted, decision.notes) == ((), ())
        assert "over_budget" in {refusal.code for refusal in decision.refusals}
        assert audit(engine) == []


def test_another_guard_refuses_it_still(database_url: str) -> None:
    """Where the whole is above somebody's authority, a limit that leaves less makes no part of it go through."""
    tables = {"limits": BUDGET, "authority": {"agent": "11 EUR"}}
    with shop(database_url, {"two": TwoOffers([IssueStoreCredit(eur(12), partly=True)])}, **tables) as engine:
        decision = engine.handle(leaving())
        assert [one.code for one in decision.refusals] == ["over_authority"]


def test_an_accepted_offer_is_given_whole(database_url: str) -> None:
    """Where a limit came to leave less than an offer promises, accepting it grants nothing, and the offer stays."""
    gift = IssueStoreCredit(eur(8), partly=True)
    with shop(database_url, {"two": TwoOffers([gift])}) as engine:
        engine.handle(leaving())
    with shop(database_url, {"two": TwoOffers([gift])}, limits={"monthly_budget": "5 EUR"}) as engine:
        token = engine.offers(session(engine), at=after(minutes=1))[1].token
        decision = engine.accept(token, at=after(minutes=1))
        assert (decision.granted, decision.notes) == ((), ())
        assert "over_budget" in {one.code for one in decision.refusals}


def shopping(event: Any, _: object) -> list[Action]:
    """Gives an order's total in points and in store credit, as far as there is money."""
    total = event.total
    return [Credit("points", total.minor, cost=total, partly=True), IssueStoreCredit(total, partly=True)]


def given_by(engine: Engine) -> tuple[int, list[tuple[str, int]], int]:
    """The points, what stands in the outbox with what it costs, and what was counted."""
    outbox = [(row.kind, row.cost) for row in rows(engine, "outbox") if row.status != WITHDRAWN]
    counted = sum(row.amount for row in rows(engine, "counters"))
    return engine.customer("c").wallet("points").available, sorted(outbox), counted


def test_a_late_fact_leaves_it(database_url: str) -> None:
    """What was granted in part stays that part, with its note, when an earlier fact arrives or another limit holds."""
    gift = IssueStoreCredit(eur(6), partly=True)
    with opened(database_url, {"one": gives(gift)}, limits=BUDGET) as engine:
        engine.handle(visit("v-1", "d", at=after(1)))
        decision = engine.handle(visit("v-2", at=after(2)))
        assert decision.actions == (IssueStoreCredit(eur(4), partly=True),)
    with opened(database_url, {"one": gives(gift)}, limits={"monthly_budget": "11 EUR"}) as engine:
        late = engine.handle(visit("v-0", at=after(0)))
        assert [str(action.amount) for action in late.actions if isinstance(action, IssueStoreCredit)] == ["1.00 EUR"]
        assert [row.revised for row in rows(engine, "events") if row.id == "v-2"] == [None]
        assert given_by(engine) == (0, [("issue_store_credit", cost) for cost in (100, 400, 600)], 1100)
        assert audit(engine) == []


@pytest.mark.parametrize("gone", [False, True], ids=["asked again", "settings gone"])
@settings(max_examples=5, deadline=None)
@given(cuts=st.lists(st.integers(1, 1999), max_size=3, unique=True))
def test_slices_come_to_nothing(sqlite_template: Path, gone: bool, cuts: list[int]) -> None:
    """However an order comes back, no slice gives more than was granted, and in the end nothing is left of it."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{shutil.copy(sqlite_template, Path(folder) / 'retention.db')}"
        edges = [0, *sorted(cuts), 2000]
        with opened(url, {"one": shopping}, limits={"monthly_budget": "25 EUR"}) as engine:
            decision = engine.handle(order(total=20))
            assert [note.code for note in decision.notes] == ["partly"]
            assert given_by(engine) == (2000, [("credit", 2000), ("issue_store_credit", 500)], 2500)
        strategies: dict[str, object] = {} if gone else {"one": shopping}
        with opened(url, strategies, limits={"monthly_budget": "25 EUR"}) as engine:
            for place, (before, now) in enumerate(pairwise(edges)):
                engine.handle(_back(f"r-{place}", cents(now - before), place))
                points, outbox, counted = given_by(engine)
                assert points <= 2000 - now
                assert (counted, dict(outbox).get("issue_store_credit", 500)) == (2500, 500) or now == 2000
            assert given_by(engine) == (0, [], 0)
            assert audit(engine) == []


def _back(id: str, amount: Money, day: int) -> Refund:
    return Refund(id=id, customer="c", occurred_at=after(1 + day), order="o-1", amount=amount)


def test_a_refund_gives_no_more_than_was_granted(database_url: str) -> None:
    """Points that were granted in part do not grow by a refund, and reopening the order gives the same part again."""

    def points(event: Any, _: object) -> list[Action]:
        return [Credit("points", event.total.minor, cost=event.total, partly=True)] if event.kind == "purchase" else []

    with opened(database_url, {"one": points}, limits={"monthly_budget": "5 EUR"}) as engine:
        engine.handle(order(total=20))
        assert engine.customer("c").wallet("points").available == 500
        engine.handle(_back("r-1", eur(10), 1))
        assert engine.customer("c").wallet("points").available == 500
        engine.handle(_back("r-2", eur(8), 2))
        assert engine.customer("c").wallet("points").available == 200
        engine.handle(_back("r-3", eur(2), 3))
        assert given_by(engine) == (0, [], 0)
        engine.handle(OrderReopened(id="again", customer="c", occurred_at=after(9), order="o-1"))
        assert given_by(engine) == (500, [("credit", 500)], 500)
        assert audit(engine) == []
