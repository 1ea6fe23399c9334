"""Merges and forgets people in processes that are killed: `python -m tests.people.killed URL KILLS SEED`.

Each life goes on behind the pair that the last one was killed at, which stays as it was left. It prints how many pairs
were begun, and how many lives were killed at work.
"""

from __future__ import annotations

import json
import random
import sys
from time import sleep
from typing import TYPE_CHECKING

from retention_sdk import HoldPlaced, Redemption
from tests.build import after
from tests.laws.worker import end_life, listen, live
from tests.people.build import pair_shop
from tests.rewards.build import bought

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from retention_sdk import Event

PAIRS = 120
"""More than are begun, but on a machine that is very fast."""


def pairs() -> Iterator[Event]:
    """Two customers each: both have bought, have had the same reward, and hold something."""
    for number in range(PAIRS):
        for day, who in enumerate((f"a-{number}", f"b-{number}")):
            yield bought(f"o-{who}", 100, after(day), who)
            yield Redemption(id=f"r-{who}", customer=who, occurred_at=after(day, hours=1), reward="beans")
            hold = HoldPlaced(
                id=f"h-{who}", customer=who, occurred_at=after(day, hours=2), unit="points", amount=10, minutes=9999
            )
            yield hold


def act(url: str, begin: int, say: Callable[[int], None]) -> None:
    """Merge a pair, forget one of the next, and merge and forget the third, until killed."""
    with pair_shop(url) as engine:
        say(begin)
        for number in range(begin, PAIRS):
            if number % 3 != 1:
                engine.merge(f"a-{number}", f"b-{number}", at=after(3))
            if number % 3 != 0:
                engine.erase(f"b-{number}", at=after(4))
            say(number + 1)


def main(url: str, kills: int, seed: int) -> None:
    """Kill lives and print a report."""
    with pair_shop(url) as engine:
        engine.handle_many(list(pairs()))
    dice, begin, at_work = random.Random(seed), 0, 0
    for _ in range(kills):
        child, ear = live(lambda say, begin=begin: act(url, begin, say))
        heard = listen(ear, dice.choice([1, 2, 3]))
        sleep(dice.random() * 0.01)
        _, last = end_life(child, ear, kill=True)
        at_work += bool(heard)
        begin = max([begin, *heard, last or 0]) + 1
    sys.stdout.write(json.dumps({"begun": min(begin, PAIRS), "at work": at_work}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
