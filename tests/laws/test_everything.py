"""Laws 3 and 4 for all of it together: orders, complaints, approvals, cancel sessions, rewards, deliveries."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest

from tests.audit import audit, books
from tests.audit import standing as stands
from tests.build import after
from tests.delivery.platform import Platform, agrees, work
from tests.laws.arrival import checked
from tests.laws.everything import known, lives, ring, shop, whole_refunds
from tests.laws.test_delivered import standing

if TYPE_CHECKING:
    from retention_sdk import Engine, Event

LIVES = int(os.environ.get("RETENTION_LIVES", "4"))
"""How many pairs of lives are told, on each database."""


def arrive(engine: Engine, platform: Platform, events: list[Event], dice: random.Random) -> None:
    """Hand facts in, in batches, with a worker that comes after some of them."""
    left = list(events)
    while left:
        size = dice.choice([1, 1, 2, 5])
        now, left = left[:size], left[size:]
        engine.handle_many(now) if size > 1 else engine.handle(now[0])
        if dice.random() < 0.3:
            work(engine, platform)


def apart(ended: dict[str, Any], name: str = "outbox") -> dict[str, Any]:
    """What a store holds, without one part."""
    return {part: found for part, found in ended.items() if part != name}


@pytest.mark.parametrize("seed", range(LIVES))
def test_the_order_of_arrival_does_not_matter(database_url: str, seed: int) -> None:
    """Facts in turn, one by one, with what they schedule behind them; and all of it shuffled, in batches.

    Both end in the same wallets, lots, standings, decisions and schedules; the same stands in the outbox, and what was
    carried out meanwhile is undone where it does not.
    """
    dice = random.Random(seed)
    policy = {"refunds": {"spent": dice.choice(["only_pending", "within_balance", "into_debt"])}}
    with shop(database_url, **policy) as engine:
        for event in lives(dice):
            engine.handle(event)
        ring(engine, after(400))
        events, expected, wanted = known(engine), checked(engine), standing(engine)
        assert audit(engine) == []
    dice.shuffle(events)
    platform = Platform()
    with shop(database_url, **policy) as engine:
        arrive(engine, platform, events, dice)
        assert apart(checked(engine)) == apart(expected)
        assert (standing(engine), audit(engine)) == (wanted, [])
        for _ in range(3):
            work(engine, platform)
        assert (agrees(engine, platform), standing(engine)) == ([], wanted)


OF_ORDERS = ("points", "miles", "punch_card", "frequent_buyer")
"""The strategies that give for orders."""


@pytest.mark.parametrize("seed", range(LIVES))
def test_nothing_is_left_of_orders_that_came_back(database_url: str, seed: int) -> None:
    """Law 5: when the rest of every order is refunded at the end, nothing stands of what orders gave.

    Whatever was redeemed, held, approved or complained about meanwhile: no coupon, no lot, no order in the history.
    """
    dice, platform = random.Random(seed), Platform()
    events = lives(dice)
    events += whole_refunds(events, after(300))
    if seed % 2:
        dice.shuffle(events)
    with shop(database_url, refunds={"spent": "into_debt"}) as engine:
        arrive(engine, platform, events, dice)
        found = books(engine)
        left = [(plugin, action["kind"]) for _, plugin, action in stands(found).values()]
        assert [plugin for plugin, _ in left if plugin in OF_ORDERS] == []
        assert [kind for plugin, kind in left if plugin == "tiers" and kind in ("credit", "issue_coupon")] == []
        given = {row.key for row in found["movements"] if row.plugin in OF_ORDERS and row.source == "issued"}
        assert [row for row in found["lots"] if row.key in given and row.amount] == []
        assert [name for name in "cd" if engine.customer(name).history.orders or engine.customer(name).tier] == []
        for _ in range(3):
            work(engine, platform)
        assert (agrees(engine, platform), audit(engine)) == ([], [])
