"""Approvals do not depend on the order in which facts arrive."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from retention_sdk import (
    ApprovalGiven,
    ApprovalRefused,
    Complaint,
    Event,
    GoodwillProposed,
    RefundMoney,
    Severity,
)
from retention_sdk.deciding import action_key
from retention_sdk.store.rows import WITHDRAWN
from retention_sdk.wire import from_json
from tests.approvals.build import card, fire
from tests.audit import audit
from tests.build import complaint, eur, opened, order, rows
from tests.cases.build import CASES, at, step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retention_sdk import Action, Customer, Engine

ROLES = {
    "agent": "20 EUR",
    "help desk": {"amount": "30 EUR", "answers_in": 5},
    "supervisor": {"amount": "60 EUR", "answers_in": 9, "days": 9},
    "owner": {"amount": "900 EUR", "share": 80, "reason": True},
}


def pays(event: Any, _: object) -> Iterator[Action]:
    """Pays some back for a complaint, more than an agent may where it is bad."""
    if isinstance(event, Complaint):
        yield RefundMoney("o-1", eur(50 if event.severity is Severity.HIGH else 25))


def engine(url: str, name: str, *, clock: bool) -> Engine:
    """A store of its own database key's name; keys are made of the key, which both stores share in turn."""
    cases = {**CASES, "approval_hours": CASES["approval_hours"] if clock else None}
    return opened(url, {"pays": pays}, cases=cases, authority=ROLES, store={"name": name})


def facts(chance: random.Random, key: str) -> list[Event]:
    """Complaints, what somebody gives, and answers of whatever roles to whatever was asked, within two weeks."""
    found: list[Event] = [order(total=70, at=at(3, 9))]
    asked: list[str] = []
    for number in range(chance.randint(5, 14)):
        when, id = at(chance.randint(4, 16), chance.randint(7, 18), number), f"e-{number}"
        role, kind = chance.choice(list(ROLES)), chance.random()
        fact: dict[str, Any] = {"id": id, "customer": "c", "occurred_at": when, "role": role}
        if kind < 0.3 or not number:
            severity = chance.choice([Severity.MEDIUM, Severity.HIGH])
            one = complaint(id, at=when, severity=severity, order="o-1", category=chance.choice(["a", "b"]))
            found.append(one)
            asked.append(action_key(key, one, "engine/pays", 0))
        elif kind < 0.5:
            given = GoodwillProposed(**fact, action=card(chance.randint(15, 70)), case=chance.choice([None, "e-0"]))
            found.append(given)
            asked.append(action_key(key, given, "engine/staff", 1_000))
        elif kind < 0.9:
            answers = chance.choice([ApprovalGiven, ApprovalGiven, ApprovalRefused])
            fact |= {
                "role": chance.choice(["supervisor", "owner", "owner"]),
                "reason": chance.choice(["", "kind", "kind"]),
            }
            found.append(answers(**fact, approval=chance.choice(asked)))
        else:
            found.append(step(chance.choice(["answered", "applied", "followed", "closed"]), when, case="e-0"))
    return found


def left(engine: Engine) -> tuple[Any, ...]:
    """What was left behind, apart from keys, which are each store's own."""
    assert audit(engine) == []
    customer = engine.customer("c")
    kinds = sorted(
        (row.kind, row.plugin, row.cost, row.at) for row in rows(engine, "outbox") if row.status != WITHDRAWN
    )
    schedule = sorted((row.due_at, row.event.count("clock_rang")) for row in rows(engine, "schedule"))
    approvals = [evolve(one, key="") for one in customer.approvals]
    return approvals, customer.cases, customer.complaints, kinds, schedule


@pytest.mark.parametrize("seed", range(12))
def test_shuffled(sqlite_url: str, seed: int) -> None:
    """The same facts in turn and shuffled end in the same approvals, cases, gifts, requests and rings."""
    chance, told = random.Random(seed), []
    drawn = {key: facts(random.Random(seed), key) for key in ("in-turn", "shuffled")}
    shuffle = list(range(len(drawn["shuffled"])))
    chance.shuffle(shuffle)
    for key in ("in-turn", "shuffled"):
        with engine(sqlite_url, key.replace("-", " "), clock=seed % 2 == 0) as one:
            assert one.config.store.key == key
            events = drawn[key]
            if key == "in-turn":
                events = sorted(events, key=lambda event: event.occurred_at)
            else:
                events = [events[place] for place in shuffle]
            cut = chance.randint(0, len(events))
            one.handle_many(events[:cut])
            for event in events[cut:]:
                one.handle(event)
            fire(one, at(31, 12))
            told.append(left(one))
            every: list[Event] = [from_json(row.body, Event) for row in rows(one, "events")]
            assert all(one.handle(event).event == event for event in every)
    assert told[0] == told[1]


def test_a_late_fact_leaves_nothing_to_approve(database_url: str) -> None:
    """What was approved is taken back where a late fact finds that it would not have been proposed."""

    def first_only(event: Any, customer: Customer) -> list[Action]:
        dear = isinstance(event, Complaint) and not customer.complaints
        return [RefundMoney("o-1", eur(25 if dear else 5))] if isinstance(event, Complaint) else []

    with opened(database_url, {"pays": first_only}, authority=ROLES) as one:
        one.handle(complaint("k-2", at=at(5, 9)))
        (asked,) = one.customer("c").approvals
        one.approve(asked.key, "c", role="supervisor", by="Sue", at=at(5, 10))
        assert [row.cost for row in rows(one, "outbox") if row.kind == "refund_money"] == [2500]
        one.handle(complaint("k-1", at=at(4, 9), category="late"))
        live = [row for row in rows(one, "outbox") if row.status != WITHDRAWN]
        assert sorted((row.kind, row.cost) for row in live) == [("refund_money", 500), ("request_approval", 0)]
        assert [(one.event, one.state) for one in one.customer("c").approvals] == [("k-1", "open")]
        assert audit(one) == []
