"""Ticks in processes that are killed: `python -m tests.clock.killed URL KILLS SEED`.

Two lives tick at once, over and over; one of them is killed, and the other stopped. It prints how many were killed
before they were done.
"""

from __future__ import annotations

import json
import random
import sys
from time import sleep
from typing import TYPE_CHECKING

from retention_sdk import Credit
from retention_sdk.calls.clockwork import LEASE
from tests.build import order
from tests.clock.build import born, on, shop
from tests.laws.worker import end_life, listen, live

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from retention_sdk import Engine

CUSTOMERS = 200
NOON = on("2101-06-14 12:00")
POINTS = Credit("points", 10, pending_for=LEASE)


def busy(url: str) -> Engine:
    """A shop whose customers have birthday on the same day, and points that wait; a silence of a day is a lapse."""
    return shop(url, points=POINTS, lapse_days=[1])


def fill(engine: Engine) -> None:
    """Each customer has ordered, and was born on one day."""
    engine.handle_many(born(f"c-{n}", NOON) for n in range(CUSTOMERS))
    engine.handle_many(order(f"o-{n}", f"c-{n}", at=NOON) for n in range(CUSTOMERS))


def tick(url: str, now: datetime, say: Callable[[int], None]) -> None:
    """Tick, a little each time, until nothing is left."""
    with busy(url) as engine:
        say(0)
        while engine.tick(now, 40).more:
            say(1)
        say(2)


def main(url: str, kills: int, seed: int) -> None:
    """Kill lives and print a report."""
    with busy(url) as engine:
        fill(engine)
    dice, at_work = random.Random(seed), 0
    for number in range(kills):
        now = on("2101-06-15 13:00") + number * 2 * LEASE
        lives = [live(lambda say, now=now: tick(url, now, say)) for _ in range(2)]
        heard = [listen(ear, dice.choice([1, 2])) for _, ear in lives]
        sleep(dice.random() * 0.03)
        ends = [end_life(child, ear, kill=True)[1] for child, ear in lives]
        at_work += any(2 not in [*one, end] for one, end in zip(heard, ends, strict=True))
    sys.stdout.write(json.dumps({"at work": at_work}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
