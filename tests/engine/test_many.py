"""Many events at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import Credit, CurrencyMismatch, Customer, Debit, Event, EventConflict, Line, Money
from retention_sdk.engine import BATCH
from tests.build import after, opened, order, rows, visit

if TYPE_CHECKING:
    from collections.abc import Iterator


def grows(_: Event, customer: Customer) -> Iterator[Any]:
    """One point more with each event, and five taken away where there are ten."""
    yield Credit("points", customer.wallet("points").lifetime % 4 + 1)
    if customer.wallet("points").available >= 10:
        yield Debit("points", 5)


def test_decisions_come_in_order(database_url: str) -> None:
    """One decision for each event, in the order of the events, and each sees what the ones before it left."""
    with opened(database_url, {"one": grows}) as engine:
        events = [visit(f"v-{n}", customer="ab"[n % 2], at=after(n)) for n in range(20)]
        decisions = engine.handle_many(events)
        assert [decision.event for decision in decisions] == events
        assert [d.actions[0].amount for d in decisions[::2]][:4] == [1, 2, 4, 4]


def test_many_is_one_by_one(sqlite_url: str, postgres_url: str) -> None:
    """A batch decides what single calls decide, on both databases, keys and all."""
    events = [visit(f"v-{n}", customer="abc"[n % 3], at=after(n)) for n in range(40)]
    with opened(sqlite_url, {"one": grows}) as one, opened(postgres_url, {"one": grows}) as many:
        assert [one.handle(event) for event in events] == many.handle_many(events)
        assert [row[:-1] for row in rows(one, "wallets")] == [row[:-1] for row in rows(many, "wallets")]


def test_duplicates_inside_a_batch(database_url: str) -> None:
    """An event that comes twice in a batch is decided once, and both places answer the same."""
    with opened(database_url, {"one": grows}) as engine:
        known = engine.handle(visit("v-0"))
        decisions = engine.handle_many([visit("v-1"), visit("v-0"), visit("v-1"), visit("v-2"), visit("v-0")])
        assert decisions[0] == decisions[2]
        assert decisions[1] == decisions[4] == known
        assert len(rows(engine, "events")) == 3


def test_a_conflict_takes_nobody_along(database_url: str) -> None:
    """One event with a changed body is the error; all other events of the batch are committed."""
    with opened(database_url, {"one": grows}) as engine:
        engine.handle(visit("v-0"))
        with pytest.raises(EventConflict, match="'v-0'"):
            engine.handle_many([visit("v-1"), visit("v-0", place="x"), visit("v-2")])
        assert [row.id for row in rows(engine, "events")] == ["v-0", "v-1", "v-2"]


def test_a_conflict_makes_no_customer(database_url: str) -> None:
    """An event that is refused leaves no trace of the customer that it names, whatever is in the batch with it."""
    with opened(database_url, {"one": grows}) as engine:
        engine.handle(visit("v-0"))
        for others in ([visit("v-0")], [visit("v-1"), visit("v-2")]):
            results = list(engine.results([visit("v-0", customer="nobody"), *others]))
            assert isinstance(results[0], EventConflict)
        assert [row.customer for row in rows(engine, "customers")] == ["c"]


def test_several_conflicts_come_together(database_url: str) -> None:
    """Several changed bodies come as a group; the first of two new bodies under one id wins."""
    with opened(database_url, {"one": grows}) as engine:
        engine.handle(visit("v-0"))
        changed = [visit("v-0", place="x"), visit("v-1"), visit("v-1", place="x"), visit("v-2")]
        with pytest.raises(ExceptionGroup) as caught:
            engine.handle_many(changed)
        assert [error.id for error in caught.value.exceptions] == ["v-0", "v-1"]
        assert [row.id for row in rows(engine, "events")] == ["v-0", "v-1", "v-2"]
        assert engine.handle(visit("v-1")).event == visit("v-1")


def test_results_put_errors_in_their_places(database_url: str) -> None:
    """Whoever wants to go on asks for results: decisions, and errors in their places."""
    with opened(database_url) as engine:
        engine.handle(visit("v-0"))
        results = list(engine.results([visit("v-1"), visit("v-0", place="x"), visit("v-2")]))
        assert [type(result).__name__ for result in results] == ["Decision", "EventConflict", "Decision"]


def test_more_than_a_batch(database_url: str) -> None:
    """Any number of events may be handed in; a generator is read as it goes, and a second run changes nothing."""
    count = 2 * BATCH + 1
    with opened(database_url, {"one": grows}) as engine:

        def events() -> Iterator[Event]:
            return (visit(f"v-{n}", customer=f"c-{n % 7}", at=after(0, minutes=n)) for n in range(count))

        decisions = engine.handle_many(events())
        assert len(decisions) == len(rows(engine, "events")) == count
        wallets = rows(engine, "wallets")
        assert engine.handle_many(events()) == decisions
        assert rows(engine, "wallets") == wallets


def test_a_batch_in_another_currency(database_url: str) -> None:
    """An event in another currency is refused alone: what comes before and after it is committed."""
    with opened(database_url) as engine:
        events = [visit(f"v-{n}") for n in range(BATCH)]
        bad = order(lines=[Line(sku="a", quantity=1, total=Money.of(1, "USD"))])
        with pytest.raises(CurrencyMismatch):
            engine.handle_many([*events, visit("v-before"), bad, visit("v-after")])
        assert len(rows(engine, "events")) == BATCH + 2


def test_nothing_at_all(database_url: str) -> None:
    """No events, no decisions."""
    with opened(database_url) as engine:
        assert engine.handle_many([]) == []
