"""What `engine.why` says that a return would take back is what the refund then takes back."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from retention_sdk import Credit, Purchase, Refund, RefundLine
from retention_sdk.testing.drawn.facts import FACTS, facts
from tests.audit import audit, books
from tests.build import after
from tests.laws.arrival import shop
from tests.laws.everything import lives
from tests.laws.everything import shop as everyday

if TYPE_CHECKING:
    from retention_sdk import Effect, Engine, Event, Return, Why

LIVES = int(os.environ.get("RETENTION_LIVES", "6"))
POLICIES: list[dict[str, Any]] = [
    {"refunds": {"spent": "only_pending"}},
    {"refunds": {"spent": "within_balance", "grace_days": 5}},
    {"refunds": {"spent": "into_debt"}},
    {"limits": {"monthly_budget": "4 EUR"}},
]


def returned(why: Why, one: Return) -> Refund:
    """The refund that a return is about."""
    lines = [] if one.sku is None else [RefundLine(sku=one.sku, quantity=one.quantity)]
    order = why.order
    return Refund(id="real", customer=order.customer, order=order.id, occurred_at=why.at, lines=lines)


def held(engine: Engine) -> dict[str, int]:
    """The units in a customer's wallets, whatever has expired or not, with what they were ever given."""
    return {row.unit: row.lifetime for row in books(engine)["wallets"]}


@settings(max_examples=25)
@given(FACTS, st.sampled_from(POLICIES), st.data())
def test_a_return_takes_back_what_was_said(tmp_path_factory: Any, drawn: Any, tables: Any, data: Any) -> None:
    """After any facts in any order of arrival, under any policy: asking writes nothing, and the refund keeps word."""
    events = facts(drawn)
    url = f"sqlite:///{tmp_path_factory.getbasetemp() / 'why.db'}"
    with shop(url, **tables) as engine:
        engine.handle_many(events)
        orders = [event for event in events if isinstance(event, Purchase)]
        if not orders:
            return
        before = books(engine)
        why = engine.why("c", data.draw(st.sampled_from(orders)).id)
        assert books(engine) == before
        assert_adds_up(engine, why, events)
        if not why.returns:
            assert why.left is None
            return
        one = data.draw(st.sampled_from(why.returns))
        assert engine.preview(returned(why, one)).reversals == one.reversals
        had = held(engine)
        decision = engine.handle(returned(why, one))
        assert (decision.reversals, decision.notes) == (one.reversals, one.notes)
        taken = [(one.action.unit, one.units) for one in one.reversals if isinstance(one.action, Credit)]
        for unit, lifetime in held(engine).items():
            assert had[unit] - lifetime == sum(units for of, units in taken if of == unit)
        after = engine.why("c", why.order.id)
        assert (why.left and why.left.total.minor) == one.paid.minor + (after.left.total.minor if after.left else 0)
        assert audit(engine) == []


def assert_adds_up(engine: Engine, why: Why, events: list[Event]) -> None:
    """What is told of an order's units agrees with the lots, and its steps with the facts."""
    lots = {row.key: row for row in books(engine)["lots"]}
    for effect in why.effects:
        if isinstance(effect.action, Credit):
            assert effect.units == (lots[effect.key].amount if effect.key in lots else 0)
            assert effect.units == effect.spent + effect.expired + left(effect)
    steps = [step.event for step in why.steps]
    assert steps == sorted(steps, key=lambda event: (event.occurred_at, event.source, event.id))
    assert why.order in steps
    named = [event for event in events if getattr(event, "order", None) == why.order.id]
    assert {event.id for event in steps} >= {event.id for event in named}
    assert why.explain()


def left(effect: Effect) -> int:
    """What is left of all lots of a credit."""
    return sum(lot.units for lot in effect.lots)


@pytest.mark.parametrize("seed", range(LIVES))
def test_whatever_else_happened(sqlite_url: str, seed: int) -> None:
    """A return keeps word after redemptions and holds of what the order gave, approvals, cases, and a merge."""
    dice = random.Random(seed)
    tables = dice.choice(POLICIES[:3])
    with everyday(sqlite_url, **tables) as engine:
        events = lives(dice)
        dice.shuffle(events)
        engine.handle_many(events)
        if seed % 2:
            engine.merge("c", "d", at=after(60))
        orders = [event for event in events if isinstance(event, Purchase)]
        for order in dice.sample(orders, min(len(orders), 3)):
            why = engine.why(order.customer, order.id)
            assert why.explain()
            if not why.returns:
                continue
            one = dice.choice(why.returns)
            refund = evolve(returned(why, one), id=f"real-{order.id}")
            assert engine.preview(refund).reversals == one.reversals
            decision = engine.handle(refund)
            assert (decision.reversals, decision.notes) == (one.reversals, one.notes)
            assert audit(engine) == []
