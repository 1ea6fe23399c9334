"""Handles the stream in processes that are killed, until so many were: `python -m tests.laws.worker URL KILLS SEED`.

This process opens an engine once, so that everything is imported, and closes it. For each life it forks: the child
opens an engine of its own, goes on behind the last event that was acknowledged, and tells how far it is after each
commit. Then it is killed, at any moment. When enough were killed, the failures are retried in the same way.

It prints how many were killed, when, and how many events the stream had.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import traceback
from collections import Counter
from itertools import count
from time import sleep
from typing import TYPE_CHECKING

from tests.laws.stream import event, shop

if TYPE_CHECKING:
    from collections.abc import Callable


def handle(url: str, begin: int, seed: int, end: int | None, say: Callable[[int], None]) -> None:
    """Handle the stream from a place on, in batches and single calls of any size."""
    dice = random.Random(seed)
    with shop(url) as engine:
        say(begin)
        at = begin
        while end is None or at < end:
            size = dice.choice([1, 1, 1, 2, 5, 20])
            batch = [event(number) for number in range(at, at + size if end is None else min(at + size, end))]
            if size == 1:
                engine.handle(batch[0])
            else:
                engine.handle_many(batch)
            at += len(batch)
            say(at)


def retry(url: str, say: Callable[[int], None]) -> None:
    """Ask again what failed, everybody well."""
    with shop(url, well=True) as engine:
        say(0)
        engine.retry_failures()


def live(run: Callable[[Callable[[int], None]], None]) -> tuple[int, int]:
    """Begin a life: fork a process that runs something.

    Returns:
        Its id, and the end of the pipe that it reports to.
    """
    ear, mouth = os.pipe()
    child = os.fork()
    if child:
        os.close(mouth)
        return child, ear
    try:
        os.close(ear)
        run(lambda number: os.write(mouth, b"%8d\n" % number) and None)
    except BaseException:  # noqa: BLE001, whatever it is, a child must not go on as its parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def end_life(child: int, ear: int, *, kill: bool) -> tuple[int, int | None]:
    """End a life, or wait for its end.

    Returns:
        The signal that ended it (0 where it came to its end), and the last number that it said.
    """
    if kill:
        os.kill(child, signal.SIGKILL)
    said = b""
    while part := os.read(ear, 65536):
        said += part
    os.close(ear)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status):
        raise SystemExit("a worker failed")
    lines = said[: len(said) // 9 * 9].split()
    return (os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0), int(lines[-1]) if lines else None


def listen(ear: int, times: int) -> list[int]:
    """Wait until a life has said something so many times; fewer where it ends."""
    heard = []
    for _ in range(times):
        line = os.read(ear, 9)
        if not line:
            break
        heard.append(int(line))
    return heard


def work(url: str, kills: int, seed: int) -> tuple[Counter[str], int]:
    """Let lives work and kill them; the last one may finish.

    Returns:
        When lives were killed, and how many events the stream had.
    """
    dice, killed, acknowledged = random.Random(seed), Counter[str](), 0
    while killed.total() < kills:
        begin, life = max(acknowledged - dice.randrange(4), 0), dice.randrange(1 << 30)
        child, ear = live(lambda say, begin=begin, life=life: handle(url, begin, life, None, say))
        words = dice.choice([0, 1, 1, 2, 3, 5, 8])
        heard = listen(ear, words)
        sleep(dice.random() * (0.05 if words == 0 else 0.01))
        _, last = end_life(child, ear, kill=True)
        acknowledged = max([acknowledged, *heard, last or 0])
        killed["at work" if heard or last is not None else "while it opened the engine"] += 1
    end = acknowledged + 40
    child, ear = live(lambda say: handle(url, acknowledged, 0, end, say))
    signalled, last = end_life(child, ear, kill=False)
    if (signalled, last) != (0, end):
        raise SystemExit(f"the last worker ended at {last} of {end}, by signal {signalled}")
    return killed, end


def work_off_failures(url: str, kills: int, seed: int) -> int:
    """Let lives retry and kill them; the last one may finish.

    Returns:
        How many were killed.
    """
    dice, killed = random.Random(seed), 0
    for number in count():
        child, ear = live(lambda say: retry(url, say))
        if number < kills:
            listen(ear, 1)
            sleep(dice.random() * 0.01)
        signalled, _ = end_life(child, ear, kill=number < kills)
        killed += signalled == signal.SIGKILL
        if number >= kills:
            return killed
    raise AssertionError("count() does not end")


def main(url: str, kills: int, seed: int) -> None:
    """Kill workers and print a report."""
    shop(url).close()
    late = kills // 10
    killed, events = work(url, kills, seed)
    retried = work_off_failures(url, late, seed)
    report = {"kills": killed.total(), "when": killed, "kills while it retried": retried, "events": events}
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
