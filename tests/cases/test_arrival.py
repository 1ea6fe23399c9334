"""Cases do not depend on the order in which facts arrive: complaints, steps and rings, shuffled, are the same cases."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Action, Complaint, Event, RefundMoney, Severity
from retention_sdk.store.outbox import STANDING
from retention_sdk.wire import from_json
from tests.build import complaint, eur, opened, rows
from tests.cases.build import AUTHORITY, CASES, STEPS, at, fire, step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Engine


def pays(event: Any, _: object) -> Iterator[Action]:
    """Pays some back for a complaint, more than an agent may where it is bad."""
    if isinstance(event, Complaint):
        yield RefundMoney("o-1", eur(30 if event.severity is Severity.HIGH else 5))


def engine(url: str, name: str) -> Engine:
    """A store of its own."""
    return opened(url, {"pays": pays}, cases=CASES, authority=AUTHORITY, store={"name": name})


def facts(chance: random.Random) -> list[Event]:
    """Complaints about two matters, and whatever steps of theirs, within three weeks."""
    found: list[Event] = []
    for number in range(chance.randint(4, 12)):
        when = at(chance.randint(4, 24), chance.randint(7, 18), number)
        if chance.random() < 0.35 or not number:
            severity = chance.choice([Severity.MEDIUM, Severity.HIGH])
            category = chance.choice(["damaged", "late"])
            found.append(complaint(f"k-{number}", at=when, category=category, severity=severity, order="o-1"))
        else:
            name = chance.choice([*STEPS, "answered", "applied", "followed", "closed"])
            found.append(step(name, when, case=f"k-{chance.randint(0, 2)}"))
    return found


def left(engine: Engine) -> tuple[Any, ...]:
    """What was left behind: cases, open complaints, and what leaves the house; keys are each store's own."""
    customer = engine.customer("c")
    outbox = sorted((row.kind, row.body, row.at) for row in rows(engine, "outbox") if row.status in STANDING)
    schedule = sorted(row.event for row in rows(engine, "schedule"))
    return customer.cases, customer.complaints, outbox, schedule


@pytest.mark.parametrize("seed", range(12))
def test_shuffled(sqlite_url: str, seed: int) -> None:
    """The same facts in turn and shuffled end in the same cases, tasks and rings."""
    chance = random.Random(seed)
    with engine(sqlite_url, "in turn") as one, engine(sqlite_url, "shuffled") as two:
        events = sorted(facts(chance), key=lambda event: event.occurred_at)
        for event in events:
            one.handle(event)
        fire(one, at(31, 12))
        every: list[Event] = [from_json(row.body, Event) for row in rows(one, "events")]
        shuffled = chance.sample(every, len(every))
        cut = chance.randint(0, len(shuffled))
        two.handle_many(shuffled[:cut])
        for event in shuffled[cut:]:
            two.handle(event)
        fire(two, at(31, 12))
        assert left(one) == left(two)
