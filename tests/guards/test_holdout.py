"""Holdout: some customers are given nothing, always the same ones, and what they would have got is told."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import (
    Consent,
    Credit,
    Engine,
    IssueGiftCard,
    Profile,
    SendMessage,
    SetTier,
    Tag,
)
from retention_sdk.guards import held_out
from tests.build import after, eur, gives, opened, visit

CARD, AD = IssueGiftCard(eur(1)), SendMessage("sale", purpose="marketing")
YES = Profile(consents=(Consent(channel="email"),))


def engine_of(url: str, *actions: Any, **holdout: Any) -> Engine:
    """An engine with two strategies and a holdout."""
    return opened(url, {"one": gives(*(actions or (CARD,))), "two": gives(CARD)}, holdout=holdout)


def given(engine: Engine, customer: str) -> list[str]:
    """The strategies that give a customer something."""
    return [one.plugin for one in engine.preview(visit(customer=customer)).granted]


def test_a_tenth_of_the_customers(sqlite_url: str) -> None:
    """About so many are held out, by all strategies together, each with the sentence."""
    with engine_of(sqlite_url, percent=10) as engine:
        decisions = engine.handle_many([visit(f"v-{n}", customer=f"c-{n}") for n in range(1000)])
        out = [decision for decision in decisions if not decision.actions]
        assert 70 <= len(out) <= 130
        assert all(len(decision.actions) in (0, 2) for decision in decisions)
        refused = {(one.code, one.sentence) for decision in out for one in decision.refusals}
        assert refused == {("holdout", "The customer is one of the 10 % who are given nothing, to compare with.")}
        assert [one.action for one in out[0].refusals] == [CARD, CARD]


@pytest.mark.parametrize(("percent", "everybody"), [(0, ["one", "two"]), (100, [])])
def test_nobody_and_everybody(sqlite_url: str, percent: int, everybody: list[str]) -> None:
    """0 is nobody, 100 is everybody."""
    with engine_of(sqlite_url, percent=percent) as engine:
        assert all(given(engine, f"c-{n}") == everybody for n in range(20))


def test_it_is_sticky(database_url: str) -> None:
    """Whoever is held out stays it, with other events, in another process, and where more are held out."""
    with engine_of(database_url, percent=20) as engine:
        few = [n for n in range(100) if not given(engine, f"c-{n}")]
    with engine_of(database_url, percent=40) as engine:
        more = [n for n in range(100) if not given(engine, f"c-{n}")]
    assert set(few) < set(more)
    assert [n for n in range(100) if held_out(20, "bean-leaf", "", "", f"c-{n}")] == few
    assert [n for n in range(100) if held_out(20, "bean-leaf", "again", "", f"c-{n}")] != few
    assert [n for n in range(100) if held_out(20, "another", "", "", f"c-{n}")] != few


def test_by_one_strategy(sqlite_url: str) -> None:
    """A strategy's own holdout keeps back what it gives and nothing of others; it draws customers of its own."""
    with engine_of(sqlite_url, strategies={"one": 50}) as engine:
        seen = [given(engine, f"c-{n}") for n in range(100)]
        assert {tuple(names) for names in seen} == {("two",), ("one", "two")}
        sentence = next(one.sentence for n in range(100) for one in engine.preview(visit(customer=f"c-{n}")).refusals)
        assert sentence == "The customer is one of the 50 % whom one gives nothing, to compare with."
    assert [held_out(50, "s", "", "one", f"c-{n}") for n in range(50)] != [
        held_out(50, "s", "", "", f"c-{n}") for n in range(50)
    ]


def test_what_is_due_is_given(sqlite_url: str) -> None:
    """Duties, messages that must be known and what is no gift are not held out."""
    owed = IssueGiftCard(eur(1), entitlement=True)
    due = (owed, SendMessage("hello"), Tag("x"))
    kept = (CARD, Credit("points", 5), SetTier("gold"), AD)
    with engine_of(sqlite_url, *due, *kept, percent=100) as engine:
        decision = engine.handle(visit(profile=YES))
        assert decision.actions == due
        assert [one.action for one in decision.refusals if one.plugin == "one"] == list(kept)


def test_it_tells_what_would_have_been_given(sqlite_url: str) -> None:
    """What another guard refuses anyway is told with that guard's code, not the holdout's."""
    limits = {"monthly_budget": "1 EUR"}
    strategies = {"one": gives(IssueGiftCard(eur(2)), CARD)}
    with opened(sqlite_url, strategies, limits=limits, holdout={"percent": 100}) as engine:
        assert [one.code for one in engine.handle(visit()).refusals] == ["over_budget", "holdout"]


def test_what_a_customer_pays_for(database_url: str) -> None:
    """Points are no experiment once they are earned: whoever is held out can spend theirs."""
    rewards = {"mug": {"title": "A mug", "cost": 5, "gives": {"gift_card": "1 EUR"}}}
    tables = {"holdout": {"strategies": {"two": 100}}, "rewards": rewards}
    with opened(database_url, {"one": gives(Credit("points", 5)), "two": gives(CARD)}, **tables) as engine:
        assert [one.plugin for one in engine.handle(visit()).granted] == ["one"]
    tables["holdout"] = {"percent": 100}
    with opened(database_url, {"one": gives(CARD), "two": gives(CARD)}, **tables) as engine:
        assert engine.handle(visit("v-2", at=after(1))).actions == ()
        decision = engine.redeem("c", "mug", "request", at=after(2))
        assert [one.plugin for one in decision.granted] == ["rewards", "rewards"]
        assert engine.customer("c").wallet("points").available == 0
