"""On Postgres, one customer's events do not make another customer's wait."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep
from typing import TYPE_CHECKING

import psycopg
import pytest

from retention_sdk.store.postgres import PostgresStore
from tests.build import opened, rows, visit
from tests.laws.crowd import PATIENCE, together
from tests.scripted import Scripted

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def held(url: str, *customers: str) -> Iterator[None]:
    """Customers' rows, locked by somebody else."""
    with psycopg.connect(url) as somebody:
        somebody.execute("SELECT FROM customers WHERE customer = ANY(%s) FOR UPDATE", [list(customers)])
        yield


def deadlocks(url: str) -> int:
    """How often Postgres has broken a deadlock; a connection tells what it knows of when it closes, at the latest."""
    with psycopg.connect(url, autocommit=True) as connection:
        query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return int((connection.execute(query).fetchone() or (0,))[0])


def wait_until_blocked(url: str) -> None:
    """Wait until one of our connections waits for a lock."""
    blocked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    with psycopg.connect(url, autocommit=True) as watch:
        while watch.execute(blocked).fetchone() == (0,):
            sleep(0.01)


@pytest.mark.parametrize("limits", [{}, {"monthly_budget": "100 EUR"}], ids=["no budget", "a budget"])
def test_another_customer_does_not_wait(postgres_url: str, limits: dict[str, str]) -> None:
    """While one customer's row is locked, events of others are handled, alone and in batches; theirs comes after it."""
    with opened(postgres_url, {"one": Scripted()}, limits=limits) as engine, ThreadPoolExecutor(4) as pool:
        engine.handle_many([visit(f"v-{name}", name, place="+1") for name in "abc"])
        with held(postgres_url, "a"):
            late = pool.submit(engine.handle, visit("v-1", "a", place="+1 gift:100"))
            wait_until_blocked(postgres_url)
            assert pool.submit(engine.handle, visit("v-2", "b", place="+1 gift:100")).result(PATIENCE).refusals == ()
            more = [visit("v-3", "b", place="+1"), visit("v-4", "c", place="+1"), visit("v-5", "new", place="+1")]
            assert len(pool.submit(engine.handle_many, more).result(PATIENCE)) == 3
            assert pool.submit(engine.preview, visit("v-6", "a")).result(PATIENCE).failures == ()
            assert pool.submit(engine.customer, "a").result(PATIENCE).wallet("points").available == 1
            assert not late.done()
        assert len(late.result(PATIENCE).actions) == 2
        wallets = {row.customer: row.available for row in rows(engine, "wallets")}
        assert wallets == {"a": 2, "b": 3, "c": 2, "new": 1}


def test_many_events_of_one_customer_leave_room_for_others(postgres_url: str) -> None:
    """However many events of a locked customer wait, another customer's event is handled."""
    many = 4 * PostgresStore.writers
    with opened(postgres_url, {"one": Scripted()}) as engine, ThreadPoolExecutor(many + 1) as pool:
        engine.handle_many([visit(f"v-{name}", name, place="+1") for name in "ab"])
        with held(postgres_url, "a"):
            late = [pool.submit(engine.handle, visit(f"late-{n}", "a", place="+1")) for n in range(many)]
            wait_until_blocked(postgres_url)
            assert len(pool.submit(engine.handle, visit("v-2", "b", place="+1")).result(PATIENCE).actions) == 1
            assert not any(one.done() for one in late)
        assert all(one.result(PATIENCE).actions for one in late)
        assert engine.customer("a").wallet("points").available == 1 + many


def test_new_customers_are_locked_in_order(postgres_url: str) -> None:
    """Batches that share customers whom nobody knew, at once, do not block each other until Postgres breaks it up."""
    before = deadlocks(postgres_url)
    with opened(postgres_url, {"one": Scripted()}) as engine:
        for number in range(15):

            def handle(caller: int, number: int = number) -> int:
                customers = [f"c-{number}-{n}" for n in range(6)]
                if caller % 2:
                    customers.reverse()
                events = [visit(f"v-{caller}-{name}", name, place="+1") for name in customers]
                return len([engine.handle_many(events[at : at + 3]) for at in range(len(events) - 2)])

            assert together(8, handle) == [4] * 8
        assert {row.available for row in rows(engine, "wallets")} == {8}
    assert deadlocks(postgres_url) == before
