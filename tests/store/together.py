"""Work that begins at once, in threads and in processes."""

from __future__ import annotations

from multiprocessing import get_context
from threading import Barrier, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from retention_sdk.store import open_store, settings_version, upgrading

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 60
"""Seconds that no machine needs."""


def in_threads(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Run a function in threads that begin at once; it gets the thread's number. An error is answered as its text."""
    start = Barrier(count)
    found: dict[int, Any] = {}

    def begin(number: int) -> None:
        start.wait(PATIENCE)
        try:
            found[number] = work(number)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            found[number] = f"{type(error).__name__}: {error}"

    # stuck ones must not keep the test run from ending
    threads = [Thread(target=begin, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    end = monotonic() + PATIENCE
    for thread in threads:
        thread.join(max(end - monotonic(), 0))
    return [found.get(number, "stuck") for number in range(count)]


def in_processes(count: int, work: Callable[..., Any], *arguments: Any) -> list[Any]:
    """Run a function of a module in processes of their own, several times, each time beginning at once.

    Args:
        count: how many processes.
        work: what to run; it gets the number of its process, and one of the arguments.
        arguments: one for each time.

    Returns:
        For each time, the answers; an error is answered as its text.
    """
    spawn = get_context("spawn")
    start, answers = spawn.Barrier(count), spawn.Queue()
    workers = [
        spawn.Process(target=_each, args=(number, work, arguments, start, answers), daemon=True)
        for number in range(count)
    ]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=PATIENCE) for _ in range(count * len(arguments))]
    for worker in workers:
        worker.join(PATIENCE)
        assert worker.exitcode == 0
    answers.close()
    answers.join_thread()
    return [[answer for at, answer in found if at == time] for time in range(len(arguments))]


def _each(number: int, work: Callable[..., Any], arguments: tuple[Any, ...], start: Any, answers: Any) -> None:
    for time, argument in enumerate(arguments):
        start.wait(PATIENCE)
        try:
            answer = work(number, argument)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            answer = f"{type(error).__name__}: {error}"
        answers.put((time, answer))


def version(url: str, key: str, body: str, now: int = 0) -> int:
    """The version of a store's settings, through a connection of its own, the tables being made where they are not."""
    store = open_store(url, key)
    try:
        store.check_version()
        return settings_version(store, key, body, now)
    finally:
        store.close()


def version_of_some(number: int, what: tuple[str, str, bool]) -> int:
    """The version of settings that all processes have in common, or of a process's own."""
    url, key, common = what
    return version(url, key, "common" if common else f"of {number}")


def version_of_each(_: int, folder: str) -> list[int]:
    """The versions of settings in four new files, opened at once by threads."""
    return in_threads(4, lambda number: version(f"sqlite:///{folder}/{number}.db", "any", "body"))


def upgraded(_: int, url: str) -> str | None:
    """The version of a database's tables after an upgrade."""
    store = open_store(url, "any")
    try:
        store.upgrade()
        return upgrading.version_of(store.engine)
    finally:
        store.close()
