"""Workers that deliver until they are killed: `python -m tests.delivery.killed URL PLATFORM KILLS WORKERS SEED`.

This process imports everything once. It keeps some children at work, each with an engine of its own, kills one of them
every now and then, and puts another in its place. It prints how many were killed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import traceback
from time import sleep

from tests.delivery.ledger_shop import LedgerShop
from tests.delivery.story import shop_of


def work(url: str, platform: str, seed: int, mouth: int) -> None:
    """Deliver for ever, and say so each time."""
    with shop_of(url, LedgerShop(platform, seed)) as engine:
        while True:
            found = engine.deliver_pending(8)
            os.write(mouth, b".")
            if not found.total:
                sleep(0.005)


def begin(url: str, platform: str, seed: int) -> tuple[int, int]:
    """A child at work, and the end of the pipe that it speaks into."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child:
        os.close(mouth)
        return child, ear
    try:
        os.close(ear)
        work(url, platform, seed, mouth)
    except BaseException:  # noqa: BLE001, whatever it is, a child must not go on as its parent
        traceback.print_exc()
    os._exit(1)


def end(child: int, ear: int, words: int, wait: float) -> None:
    """Kill a child some time after it has spoken so often."""
    for _ in range(words):
        if not os.read(ear, 1):
            break
    sleep(wait)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(ear)
    if not os.WIFSIGNALED(status):
        raise SystemExit("a worker failed")


def main(url: str, platform: str, kills: int, workers: int, seed: int) -> None:
    """Kill workers."""
    dice = random.Random(seed)
    children = [begin(url, platform, seed + number) for number in range(workers)]
    for number in range(kills):
        end(*children.pop(dice.randrange(workers)), dice.choice([0, 1, 1, 2]), dice.random() * 0.03)
        children.append(begin(url, platform, seed + workers + number))
    for child, ear in children:
        end(child, ear, 1, 0)
    sys.stdout.write(str(kills + workers))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
