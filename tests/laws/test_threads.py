"""Exactly once, and within the budget, with 32 threads at once."""

from __future__ import annotations

from typing import Any

import pytest

from retention_sdk import Decision, Engine, EventConflict
from retention_sdk.store.outbox import STANDING
from tests.audit import audit
from tests.build import after, opened, rows, visit
from tests.laws.crowd import must_hold, shop, together, work
from tests.scripted import Scripted

THREADS = 32


@pytest.mark.parametrize("engines", [1, 4])
def test_a_crowd(database_url: str, engines: int) -> None:
    """32 threads handle the same and different events at once, on one engine or on four.

    Every event is decided once, all its callers get equal decisions, wallets are exact, and the budget holds.
    """
    shops = [shop(database_url) for _ in range(engines)]

    def answers(number: int) -> dict[str, str]:
        return {decision.event.id: repr(decision) for decision in work(shops[number % engines], number)}

    must_hold(shops[0], together(THREADS, answers), THREADS)
    for one in shops:
        one.close()


def test_one_event_from_everywhere(database_url: str) -> None:
    """The same event from 32 threads at once, of a customer that nobody knew, is decided once."""
    with opened(database_url, {"one": Scripted()}) as engine:
        for number in range(10):
            event = visit(f"v-{number}", customer=f"c-{number}", place="+5 tag:x")
            decisions = together(THREADS, lambda _, event=event: engine.handle(event))
            assert all(decision == decisions[0] for decision in decisions)
        assert [row.available for row in rows(engine, "wallets")] == [5] * 10
        assert audit(engine) == []


def test_two_bodies_under_one_id(database_url: str) -> None:
    """Of two bodies that come at once under one id exactly one wins; all callers of the other get the conflict."""
    with opened(database_url, {"one": Scripted()}) as engine, opened(database_url, {"one": Scripted()}) as other:
        for number in range(20):
            bodies = [
                visit(f"v-{number}", customer="a", place="+1"),
                visit(f"v-{number}", customer="ab"[number % 2], place="+2"),
            ]

            def handle(at: int, bodies: list[Any] = bodies) -> object:
                try:
                    return (engine, other)[at // 2 % 2].handle(bodies[at % 2])
                except EventConflict as error:
                    return error

            found = together(8, handle)
            winner = 0 if isinstance(found[0], Decision) else 1
            for at, answer in enumerate(found):
                assert isinstance(answer, Decision if at % 2 == winner else EventConflict)
        assert len(rows(engine, "events")) == 20
        assert audit(engine) == []


def test_the_last_of_the_budget(database_url: str) -> None:
    """32 threads want a gift when there is money for ten: exactly ten are given, whoever asks."""
    limits = {"monthly_budget": "10 EUR"}
    engines: list[Engine] = [opened(database_url, {"one": Scripted()}, limits=limits) for _ in range(2)]

    def ask(number: int) -> Decision:
        return engines[number % 2].handle(visit(f"v-{number}", customer=f"c-{number}", place="gift:100"))

    decisions = together(THREADS, ask)
    assert sum(len(decision.actions) for decision in decisions) == 10
    assert {refusal.code for decision in decisions for refusal in decision.refusals} == {"over_budget"}
    assert [row.amount for row in rows(engines[0], "counters") if row.amount] == [1000]
    assert audit(engines[0]) == []
    for engine in engines:
        engine.close()


def test_one_wallet_from_everywhere(database_url: str) -> None:
    """32 threads spend from one wallet that has enough for ten: exactly ten debits stand, those of the first facts."""
    with opened(database_url, {"one": Scripted()}) as engine, opened(database_url, {"one": Scripted()}) as other:
        engine.handle(visit("v-first", place="+50"))
        at = after(1)
        together(THREADS, lambda n: (engine, other)[n % 2].handle(visit(f"v-{n:02}", at=at, place="-5 tag:x")))
        debits = [row for row in rows(engine, "outbox") if row.kind == "tag" and row.status in STANDING]
        assert len(debits) == 10
        stand = {row.id for row in rows(engine, "events") if "granted" in (row.revised or row.decision)}
        assert stand == {"v-first", *(f"v-{n:02}" for n in range(10))}
        assert engine.customer("c").wallet("points").available == 0
        assert audit(engine) == []


def test_a_limit_for_one_customer(database_url: str) -> None:
    """32 threads ask for gifts for one customer: no more than the customer's limit is given."""
    limits = {"per_customer": {"amount": "7 EUR", "days": 30}}
    with opened(database_url, {"one": Scripted()}, limits=limits) as engine:
        decisions = together(THREADS, lambda n: engine.handle(visit(f"v-{n}", place="gift:100")))
        assert sum(len(decision.actions) for decision in decisions) == 7


def test_an_error_comes_to_its_own_caller(database_url: str) -> None:
    """Among callers that share a commit, the conflict of one is raised in that one alone."""
    with opened(database_url, {"one": Scripted()}) as engine:
        engine.handle(visit("known", place="+1"))

        def ask(number: int) -> object:
            try:
                return engine.handle(visit("known", place="other") if number == 7 else visit(f"v-{number}"))
            except EventConflict as error:
                return error

        found = together(THREADS, ask)
        assert [number for number, answer in enumerate(found) if isinstance(answer, EventConflict)] == [7]
        assert len(rows(engine, "events")) == THREADS
