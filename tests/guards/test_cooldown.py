"""Cooldowns: after one gift it is a while until the next of its kind."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import BadConfig, Engine, FreeShipping, IssueCoupon, IssueGiftCard, Refund
from tests.build import after, eur, gives, opened, order, rows, visit

COUPON = IssueCoupon(FreeShipping())


def engine_of(url: str, *cooldowns: dict[str, Any], **strategies: Any) -> Engine:
    """An engine with cooldowns."""
    return opened(url, strategies or {"one": gives(COUPON)}, limits={"cooldowns": list(cooldowns)})


def codes(engine: Engine, *days: int, customer: str = "c") -> list[list[str]]:
    """The codes of what is refused at visits on some days."""
    events = [visit(f"{customer}-{day}", customer, at=after(day)) for day in days]
    return [[refusal.code for refusal in engine.handle(event).refusals] for event in events]


def test_from_one_grant_to_the_next(database_url: str) -> None:
    """It begins with a grant, not with a refusal, and is over exactly so many days later."""
    with engine_of(database_url, {"kind": "issue_coupon", "days": 30}) as engine:
        assert codes(engine, 0, 1, 29, 30, 31, 60) == [[], ["cooldown"], ["cooldown"], [], ["cooldown"], []]
        sentence = engine.handle(visit("c-29", at=after(29))).refusals[0].sentence
        assert sentence == "The last issue coupon was granted on 2100-01-01, and one in 30 days is enough."
        assert codes(engine, 1, customer="d") == [[]]


def test_other_kinds_are_not_concerned(sqlite_url: str) -> None:
    """Only actions of the kind count, and only they are refused; two of them in one event are one too many."""
    card = IssueGiftCard(eur(1))
    with engine_of(sqlite_url, {"kind": "issue_coupon", "days": 30}, one=gives(card, COUPON, COUPON)) as engine:
        assert codes(engine, 0, 1) == [["cooldown"], ["cooldown", "cooldown"]]


def test_of_one_strategy(sqlite_url: str) -> None:
    """With a strategy's name only its own actions count and are refused."""
    cooldown = {"kind": "issue_coupon", "days": 30, "strategy": "one"}
    with engine_of(sqlite_url, cooldown, one=gives(COUPON), two=gives(COUPON)) as engine:
        decisions = [engine.handle(visit(f"v-{day}", at=after(day))) for day in (0, 1)]
        assert [[one.plugin for one in decision.refusals] for decision in decisions] == [[], ["one"]]


def test_it_goes_on_where_the_gift_is_taken_back(database_url: str) -> None:
    """Whoever sends an order back has had their coupon for these days."""
    with engine_of(database_url, {"kind": "issue_coupon", "days": 30}) as engine:
        assert engine.handle(order()).actions == (COUPON,)
        engine.handle(Refund(id="r", customer="c", order="o-1", occurred_at=after(1)))
        assert [row.status for row in rows(engine, "outbox")] == [2]
        assert codes(engine, 2, 30) == [["cooldown"], []]


@pytest.mark.parametrize("days", [(0, 10, 20, 35), (35, 20, 10, 0), (10, 35, 0, 20)])
def test_in_any_order(database_url: str, days: tuple[int, ...]) -> None:
    """Whatever order the events come in, the first one gets it, and the first after the cooldown."""
    with engine_of(database_url, {"kind": "issue_coupon", "days": 30}) as engine:
        codes(engine, *days)
        given = [row.at for row in rows(engine, "outbox") if row.status != 2]
        assert sorted((at - min(given)) / 86_400e6 for at in given) == [0, 35]


def test_what_was_given_before_it_was_configured(database_url: str) -> None:
    """A cooldown that is new counts what was given before it."""
    with engine_of(database_url) as engine:
        engine.handle(visit("c-0"))
    with engine_of(database_url, {"kind": "issue_coupon", "days": 30}) as engine:
        assert codes(engine, 5, 31) == [["cooldown"], []]


def test_what_is_owed_waits_for_nothing(sqlite_url: str) -> None:
    """An entitlement is no gift: it is given in the cooldown."""
    owed = IssueCoupon(FreeShipping(), entitlement=True)
    with engine_of(sqlite_url, {"kind": "issue_coupon", "days": 30}, one=gives(owed)) as engine:
        assert codes(engine, 0, 1) == [[], []]


@pytest.mark.parametrize("kind", ["issue_cupon", "credit", ""])
def test_kinds_that_have_none(sqlite_url: str, kind: str) -> None:
    """A kind that is none, or that the outbox does not hold, is refused; the nearest is named."""
    with pytest.raises(BadConfig, match="which no cooldown can be of"):
        engine_of(sqlite_url, {"kind": kind, "days": 1})
