"""The laws: each takes a strategy's name and case, and raises where the strategy breaks it."""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings

from retention_sdk import Action, OrderCancelled, Purchase
from retention_sdk.actions import KINDS
from retention_sdk.testing import in_order
from retention_sdk.testing.drawn.facts import FACTS, facts
from tests.audit import audit, books, standing
from tests.build import after
from tests.laws.arrival import ended

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from retention_sdk import Decision, Engine, Event
    from tests.contract.case import Case

SHUFFLES = 2
SLOW = [HealthCheck.too_slow]
"""A slow machine is not a bug."""

DRAWN = 25
END = after(4000)


def deterministic(name: str, case: Case, folder: Path) -> None:
    """The same facts bring the same, row for row, and the story brings each kind of thing that the case names."""
    first, second = (_told(name, case, folder / f"{part}.db") for part in "ab")
    assert first[0] == second[0]
    assert first[1] == second[1]
    given = {action.kind for decision in first[0] for action in _proposed(decision, name)}
    assert given == set(case.most), f"the story brings {sorted(given)}, and the case names {sorted(case.most)}"


def idempotent(name: str, case: Case, folder: Path) -> None:
    """Facts that are told again change nothing, and are answered as they were."""
    with case.opened(name, _url(folder / "twice.db")) as engine:
        once = [engine.handle(event) for event in case.story]
        after_once = ended(engine)
        assert [engine.handle(event) for event in reversed(case.story)] == once[::-1]
        assert ended(engine) == after_once
        assert audit(engine) == []


def bounded(name: str, case: Case, folder: Path) -> None:
    """Whatever happens, one event brings no more of anything than the case says, and only what it says it proposes."""
    with case.opened(name, _url(folder / "drawn.db")) as engine:
        within = partial(_within, case, name, _proposes(engine, name))
        for decision in engine.handle_many(case.story):
            within(decision)
        customers = count()

        @settings(max_examples=DRAWN, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=SLOW)
        @given(FACTS)
        def whatever_happens(drawn: list[Any]) -> None:
            for decision in engine.handle_many(in_order(_of(f"drawn-{next(customers)}", drawn))):
                within(decision)

        whatever_happens()


def reversible(name: str, case: Case, folder: Path) -> None:
    """When every order of the story is called off, nothing stands that an order brought; all else has its inverse."""
    with case.opened(name, _url(folder / "back.db")) as engine:
        for event in case.story:
            engine.handle(event)
        orders = [event for event in case.story if isinstance(event, Purchase)]
        for number, order in enumerate(orders):
            engine.handle(OrderCancelled(id=f"off-{number}", customer=order.customer, occurred_at=END, order=order.id))
        assert audit(engine) == []
        read = books(engine)
        told = [json.loads(row.decision) for row in read["events"] if row.kind == "purchase"]
        bought = {key for one in told for _, key, *_ in one.get("granted", [])}
        left = {key: action for key, (_, plugin, action) in standing(read).items() if plugin == name and key in bought}
        assert not left, f"stands without its order: {left}"
        assert not [kind for kind in case.most if KINDS[kind].undo is Action.undo], "says nothing of its inverse"


def in_any_order(name: str, case: Case, folder: Path) -> None:
    """The same facts in another order of arrival end in the same books."""
    _, expected = _told(name, case, folder / "turn.db")
    for seed in range(SHUFFLES):
        story = list(case.story)
        random.Random(seed).shuffle(story)
        with case.opened(name, _url(folder / f"shuffled-{seed}.db")) as engine:
            engine.handle_many(story[::2])
            for event in story[1::2]:
                engine.handle(event)
            assert ended(engine) == expected, f"shuffle {seed}"
            assert audit(engine) == []


def _url(file: Path) -> str:
    return f"sqlite:///{file}"


def _told(name: str, case: Case, file: Path) -> tuple[list[Decision], Any]:
    """What the story brings, and what the books hold after it."""
    with case.opened(name, _url(file)) as engine:
        told = [engine.handle(event) for event in case.story]
        assert audit(engine) == []
        return told, ended(engine)


def _proposed(decision: Decision, name: str) -> list[Action]:
    """What the strategy gave for an event."""
    assert not [failure for failure in decision.failures if failure.plugin == name]
    return [grant.action for grant in decision.granted if grant.plugin == name]


def _proposes(engine: Engine, name: str) -> tuple[type[Action], ...]:
    """The kinds that the strategy says it may answer; any where it does not say."""
    found = next(one.strategy for one in engine.registry.enabled if one.name == name)
    kinds: tuple[type[Action], ...] = getattr(found, "proposes", (Action,))
    return kinds


def _within(case: Case, name: str, proposes: tuple[type[Action], ...], decision: Decision) -> None:
    given = _proposed(decision, name)
    assert not [action for action in given if not isinstance(action, proposes)]
    for kind, times in Counter(action.kind for action in given).items():
        assert times <= case.most.get(kind, 0), f"{times} × {kind} for one {decision.event.kind}"


def _of(customer: str, drawn: list[Any]) -> list[Event]:
    """Drawn facts of a customer, under ids that nobody else's facts have."""
    found: list[Event] = []
    for event in facts(drawn, customer):
        order = getattr(event, "order", None)
        more: dict[str, Any] = {"order": f"{customer}-{order}"} if order else {}
        found.append(evolve(event, id=f"{customer}-{event.id}", **more))
    return found


LAWS: dict[str, Callable[[str, Case, Path], None]] = {
    "deterministic": deterministic,
    "idempotent": idempotent,
    "bounded": bounded,
    "reversible": reversible,
    "in any order": in_any_order,
}
