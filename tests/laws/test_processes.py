"""Exactly once, with four processes at once."""

from __future__ import annotations

from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from tests.laws.contests import GIVEN_UP, TABLES, Contest, contend
from tests.laws.crowd import Crowd, must_hold, shop, work_alone

PROCESSES = 4
CROWD = Crowd(PROCESSES, shared=60, own=12)


def crowd(url: str) -> list[dict[str, str]]:
    """Let processes handle their events, all beginning at once.

    Returns:
        What each was answered, by event id.
    """
    spawn = get_context("spawn")
    start, answers = spawn.Barrier(PROCESSES), spawn.Queue()
    workers = [
        spawn.Process(target=work_alone, args=(url, CROWD, number, start, answers), daemon=True)
        for number in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    found: dict[int, Any] = dict(answers.get(timeout=120) for _ in workers)
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    answers.close()
    answers.join_thread()
    return [found[number] for number in range(PROCESSES)]


def test_a_crowd_of_processes(database_url: str) -> None:
    """Four processes handle the same and different events at once, each with an engine of its own.

    Every event is decided once, all processes get equal decisions, wallets are exact, and the budget holds.
    """
    answered = crowd(database_url)
    with shop(database_url) as engine:
        must_hold(engine, answered, CROWD)


def test_one_of_all_gets_it(database_url: str) -> None:
    """Four processes want what there is one of: exactly one event gets it; once it is taken back, exactly one more."""
    contests = {name: Contest(database_url, name) for name in TABLES}
    spawn = get_context("spawn")
    meet = spawn.Barrier(PROCESSES + 1)
    workers = [
        spawn.Process(target=contend, args=(database_url, list(TABLES), caller, 4, meet), daemon=True)
        for caller in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    for name, contest in contests.items():
        won = set[str]()
        for _ in range(2):
            meet.wait(120)
            meet.wait(120)
            (winner,) = contest.winners()
            won.add(winner)
            if name in GIVEN_UP and len(won) == 1:
                contest.give_up(winner)
        assert len(won) == (2 if name in GIVEN_UP else 1), name
        contest.close()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0


def test_a_file_that_is_not_there_yet(tmp_path: Path) -> None:
    """Four processes may open a SQLite file that none of them has made yet: it is made once, and all go on."""
    url = f"sqlite:///{tmp_path / 'new.db'}"
    answered = crowd(url)
    with shop(url) as engine:
        must_hold(engine, answered, CROWD)


@pytest.mark.parametrize("name", ["crowd", "Läden & Söhne"])
def test_keys_are_the_same_on_every_machine(sqlite_url: str, name: str) -> None:
    """An action's key depends on store, source, event, plugin and place alone: here is one, written down."""
    from retention_sdk.deciding import action_key
    from tests.build import visit

    with shop(sqlite_url, name) as engine:
        decision = engine.handle(visit("v-1", place="+5 tag:x"))
        key = engine.config.store.key
        expected = [action_key(key, visit("v-1"), plugin, place) for plugin in ("one", "two") for place in (0, 1)]
        assert [grant.key for grant in decision.granted] == expected
    if name == "crowd":
        assert expected[0] == "bf8b0dfc344176593333e4129cc7169c"
