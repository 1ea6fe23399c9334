"""One database for many: processes that open it at once, and stores that share it."""

from __future__ import annotations

import subprocess
import sys

from retention_sdk import Credit
from retention_sdk.store import open_store
from tests.build import opened, rows, visit

PROCESSES = 8

OPEN = """
import sys
from datetime import UTC, datetime
from retention_sdk import Engine, Visit

url, name = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
with Engine.from_config({"store": {"name": "Shop", "currency": "EUR", "database": url}}) as engine:
    engine.handle(Visit(id=name, customer=name, occurred_at=datetime.now(UTC)))
"""


def at_once(url: str) -> list[str]:
    """Open a database by many processes at the same moment, each handling an event.

    Returns:
        What each of them had to complain about.
    """
    command = [sys.executable, "-c", OPEN, url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen([*command, f"v-{number}"], **pipes) for number in range(PROCESSES)]  # type: ignore[call-overload]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=120)[1] for process in processes]


def test_processes_open_a_postgres_at_once(postgres_url: str) -> None:
    """The settings are written down once, whoever is first."""
    store = open_store(postgres_url, "any")
    store.upgrade()
    store.close()
    assert at_once(postgres_url) == [""] * PROCESSES
    with opened(postgres_url, store={"name": "Shop"}) as engine:
        assert len(rows(engine, "events")) == PROCESSES
        assert [row.version for row in rows(engine, "settings")] == [1]


def test_two_stores_know_nothing_of_each_other(database_url: str) -> None:
    """The same event, customer and unit in two stores are two events, two customers and two wallets."""
    store = open_store(database_url, "any")
    store.upgrade()
    store.close()
    gives = {
        "left": {"five": lambda *_: [Credit("points", 5)]},
        "right": {"two": lambda *_: [Credit("points", 2)], "more": lambda *_: [Credit("stamps", 1)]},
    }
    with (
        opened(database_url, gives["left"], store={"key": "left"}) as left,
        opened(database_url, gives["right"], store={"key": "right"}) as right,
    ):
        first, second = left.handle(visit()), right.handle(visit())
        assert [grant.key for grant in first.granted] != [grant.key for grant in second.granted]
        right.handle_many([visit("v-2"), visit("v-3", customer="d")])
        assert [left.handle(visit()), right.handle(visit())] == [first, second]
        assert [one.customer("c").wallet("points").available for one in (left, right)] == [5, 4]
        assert [one.customer("d").wallet("points").available for one in (left, right)] == [0, 2]
        assert [one.customer("c").wallet("stamps").available for one in (left, right)] == [0, 2]
        assert [len(rows(one, "events")) for one in (left, right)] == [1, 3]
        assert {row.store for row in rows(left, "movements")} == {"left"}
        assert left.retry_failures() == right.retry_failures() == []
