"""The storm itself, and what is looked at when it is over."""

from __future__ import annotations

import asyncio
import os
import pickle
import random
import select
import socket
from collections import Counter
from contextlib import ExitStack
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING

from attrs import frozen

from retention_sdk.store.inbox_shelf import backlog, counted
from tests.audit import audit
from tests.build import rows
from tests.inbox.shop import points
from tests.storm.lives import Life, asked, serve, work
from tests.storm.plan import planned
from tests.storm.sending import send
from tests.storm.shop import Careless, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from retention_sdk import Engine
    from tests.storm.plan import Plan
    from tests.storm.sending import Told

WORKERS = 2
CALM = (0.2, 2.5)
"""Seconds from one kill to the next: some come while a process begins, and mostly there is time to work."""

PATIENCE = 300.0
"""Seconds after which what still waits is taken for lost."""


@frozen(kw_only=True)
class Report:
    """What was sent, who was killed, and what was found.

    Args:
        plan: what was sent.
        told: what the platform was told.
        seconds: from the first webhook to the last answer.
        kills: how often each was killed.
        inbox: how many webhooks are in it, by status.
        coupons: how many the platform has made.
        wrong: what is not as it should be; nothing where all is well.
    """

    plan: Plan
    told: Told
    seconds: float
    kills: dict[str, int]
    inbox: dict[str, int]
    coupons: int
    wrong: list[str]

    def lines(self) -> list[str]:
        """It in lines."""
        told, counts = self.told, self.plan.counts
        return [
            f"sent: {len(self.plan.webhooks):,} webhooks over 16 connections in {self.seconds:.1f} s: "
            + ", ".join(f"{count:,} {kind}" for kind, count in counts.items()),
            "answered: "
            + ", ".join(f"{count:,} with {status}" for status, count in sorted(told.statuses.items()))
            + f"; {told.lost:,} sends were cut off by kills, and repeated",
            "an answer took: "
            + ", ".join(f"{name} {told.percentile(share):,.1f} ms" for name, share in _SHARES.items()),
            "killed: " + ", ".join(f"{name} {count} times" for name, count in self.kills.items()),
            "in the inbox: " + ", ".join(f"{count:,} {status}" for status, count in sorted(self.inbox.items())),
            f"at the platform: {self.coupons:,} coupons, each asked for by an action of its own",
            *(self.wrong or [_WELL]),
        ]


_WELL = "every good event counted once, every action performed exactly once; what was bad was answered and kept"

_SHARES = {"p50": 0.5, "p99": 0.99, "at most": 1.0}


def storm(url: str, platform: Path, count: int, seed: int) -> Report:
    """Let a storm go over a shop.

    Args:
        url: a database that has its tables.
        platform: a file for the platform, which is not there yet.
        count: how many webhooks.
        seed: of the storm; who is killed when depends on the machine besides.
    """
    plan, dice = planned(count, seed), random.Random(seed)
    engines = partial(opened, url, platform)
    Careless(platform=platform).begin()
    engines().close()
    with ExitStack() as ends:
        listening = ends.enter_context(socket.create_server(("127.0.0.1", 0), backlog=128))
        port = listening.getsockname()[1]
        lives = {"service": Life(partial(serve, engines, listening))}
        lives |= {f"worker {number + 1}": Life(partial(work, engines)) for number in range(WORKERS)}
        for life in lives.values():
            ends.callback(life.kill)
        begun = monotonic()
        child, ear = asked(lambda: pickle.dumps(asyncio.run(send(port, plan.webhooks))))
        while not select.select([ear], [], [], dice.uniform(*CALM))[0]:
            lives[dice.choice(sorted(lives))].again()
        with os.fdopen(ear, "rb") as answer:
            told: Told = pickle.loads(answer.read())  # noqa: S301 - from our own child
        os.waitpid(child, 0)
        seconds = monotonic() - begun
        _work_off(engines, lives, dice)
        kills = {name: life.kills for name, life in lives.items()}
    with engines() as engine:
        inbox = {status.word: number for status, number in counted(engine.store, engine.config.store.key).items()}
        wrong = [*_answers(plan, told), *_events(plan, engine), *_kept(plan, inbox), *audit(engine)]
        wrong += _made(plan, made := Careless(platform=platform).made())
        return Report(
            plan=plan, told=told, seconds=seconds, kills=kills, inbox=inbox, coupons=made.total(), wrong=wrong
        )


def _work_off(engines: Callable[[], Engine], lives: dict[str, Life], dice: random.Random) -> None:
    """Wait until nothing waits any more; workers are killed a few times still."""
    end, left = monotonic() + PATIENCE, 3
    with engines() as engine:
        key = engine.config.store.key
        while (backlog(engine.store, key).waiting or engine.next_delivery()) and monotonic() < end:
            sleep(dice.uniform(0.05, 0.2))
            if left:
                left -= 1
                lives[dice.choice([name for name in lives if name != "service"])].again()


def _answers(plan: Plan, told: Told) -> list[str]:
    expected = Counter(one.status for one in plan.webhooks)
    final = told.statuses.copy()
    final.pop(503, None)
    right = final == expected and not told.wrong
    return [] if right else [f"answers were {dict(final)}, {told.wrong} of them wrong; expected {dict(expected)}"]


def _events(plan: Plan, engine: Engine) -> list[str]:
    found = Counter(row.id for row in rows(engine, "events"))
    wrong = [f"customer {one} has {points(engine, one)} points, not {many}"
             for one, many in plan.points.items() if points(engine, one) != many]  # fmt: skip
    if len(found) != plan.counts["orders"]:
        wrong.append(f"{len(found)} events, not {plan.counts['orders']}")
    if points(engine, "thief"):
        wrong.append("what was not signed as it should be was handled")
    return wrong


def _kept(plan: Plan, inbox: dict[str, int]) -> list[str]:
    counts = plan.counts
    expected = {"done": counts["orders"], "unreadable": counts["unreadable"], "unsigned": counts["wrong"]}
    return [] if inbox == expected else [f"the inbox has {inbox}, not {expected}"]


def _made(plan: Plan, made: Counter[str]) -> list[str]:
    wrong = [f"coupon {key} was made {times} times" for key, times in made.items() if times > 1]
    orders = plan.counts["orders"]
    return wrong if len(made) == orders else [*wrong, f"{len(made)} coupons were made for {orders} orders"]
