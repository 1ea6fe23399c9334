"""SQLite: the file's settings that durability and speed rest on, and who may write."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from retention_sdk.store import open_store, sqlite
from retention_sdk.store.filelock import FileLock
from tests.build import opened, rows, visit
from tests.conftest import DURABLE


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 30_000)])
def test_pragmas(sqlite_url: str, pragma: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each connection is durable to the last commit, and waits for another process instead of failing."""
    monkeypatch.setattr(sqlite, "PRAGMAS", DURABLE)
    with opened(sqlite_url) as engine:
        for _ in range(2):
            with engine.store.engine.connect() as connection:
                assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_an_aborted_batch_leaves_nothing(sqlite_url: str) -> None:
    """What a batch wrote before it raised is rolled back, and the next one can write."""
    store = open_store(sqlite_url, "any")
    store.upgrade()
    with suppress(KeyboardInterrupt), store.batch(locked=True) as batch:
        batch._db.execute("INSERT INTO customers VALUES ('any', 'c', 1, '{}', '', NULL)")  # type: ignore[attr-defined]
        raise KeyboardInterrupt
    with store.batch(locked=True) as batch:
        assert batch._db.execute("SELECT count(*) FROM customers").fetchone() == (0,)  # type: ignore[attr-defined]
    store.close()


def test_readers_do_not_wait_for_the_writer(sqlite_url: str) -> None:
    """While a batch is written, customers can be looked at, as of before it."""
    with opened(sqlite_url) as engine:
        engine.handle(visit())
        begun, done = Event(), Event()

        def write() -> None:
            with engine.store.batch(locked=True):
                begun.set()
                assert done.wait(20)

        writer = Thread(target=write)
        writer.start()
        assert begun.wait(20)
        assert engine.customer("c").id == "c"
        assert engine.preview(visit("v-2")).failures == ()
        done.set()
        writer.join()


def test_a_relative_path_and_a_missing_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file's path may be relative to where the program runs; it lies there with its lock."""
    monkeypatch.chdir(tmp_path)
    with opened("sqlite:///here.db") as engine:
        engine.handle(visit())
        assert len(rows(engine, "events")) == 1
    assert {path.name for path in tmp_path.iterdir()} >= {"here.db", "here.db.lock"}


HOLD = """
import sys
from retention_sdk.store.filelock import FileLock

with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no flock")
def test_a_lock_between_processes(tmp_path: Path) -> None:
    """One process at a time is in it, and one that dies in it lets go."""
    path = str(tmp_path / "a.lock")
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    lock, entered = FileLock(path), Event()

    def enter() -> None:
        with lock:
            entered.set()

    waits = Thread(target=enter)
    waits.start()
    assert not entered.wait(0.2)
    other.kill()
    assert entered.wait(20)
    waits.join()
    lock.close()
    other.communicate()
