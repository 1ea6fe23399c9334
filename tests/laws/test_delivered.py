"""Law 4: what was carried out and is taken back is undone, once, whatever came when, and whoever was slow."""

from __future__ import annotations

import random
from collections import Counter
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retention_sdk import (
    AmountOff,
    Credit,
    Engine,
    Event,
    IssueCoupon,
    OrderCancelled,
    OrderReopened,
    Purchase,
    RefundMoney,
    SendMessage,
    Tag,
)
from retention_sdk.delivery import Due, performed
from retention_sdk.store.outbox import STANDING
from retention_sdk.testing import in_order
from retention_sdk.testing.drawn.facts import FACTS, facts
from tests.audit import audit
from tests.build import after, eur, opened, order, rows
from tests.delivery.platform import Platform, agrees, waits, work
from tests.laws.arrival import checked, shop
from tests.laws.test_slices import bought, given_back

if TYPE_CHECKING:
    from collections.abc import Callable

OWN_STORES = [
    HealthCheck.function_scoped_fixture,
    HealthCheck.too_slow,
]  # each example has a store of its own on the database
COUPON = IssueCoupon(AmountOff(eur(10)))


def coupons(event: Event, _: Any) -> list[IssueCoupon]:
    """A coupon for each order."""
    return [COUPON] if isinstance(event, Purchase) else []


def standing(engine: Engine) -> Counter[tuple[str, str, str, int]]:
    """What was granted and stands: key, strategy, kind and cost."""
    return Counter(
        (row.key, row.plugin, row.kind, row.cost) for row in rows(engine, "outbox") if row.status in STANDING
    )


@settings(max_examples=12, suppress_health_check=OWN_STORES, deadline=None)
@given(drawn=FACTS, works=st.lists(st.booleans(), min_size=9, max_size=9), data=st.data())
def test_whenever_the_worker_comes(database_url: str, drawn: Any, works: list[bool], data: st.DataObject) -> None:
    """Facts in any order, with a worker that comes after some of them, leave what they leave without a worker.

    What stands, the wallets and the budgets are equal; what was carried out is undone exactly where it does not stand.
    """
    events = facts(drawn)
    with shop(database_url) as engine:
        engine.handle_many(in_order(events))
        expected, wanted = checked(engine), standing(engine)
    platform = Platform()
    with shop(database_url) as engine:
        for event, comes in zip(data.draw(st.permutations(events)), works, strict=False):
            engine.handle(event)
            if comes:
                work(engine, platform)
        found = checked(engine)
        assert {name: part for name, part in found.items() if name != "outbox"} == {
            name: part for name, part in expected.items() if name != "outbox"
        }
        assert standing(engine) == wanted
        work(engine, platform)
        assert agrees(engine, platform) == []
        assert standing(engine) == wanted


def gifts(event: Event, _: Any) -> list[Any]:
    """Something of each sort for an order of more than two items: undone by an action, by a person, by nothing."""
    if not isinstance(event, Purchase) or event.quantity < 3:
        return []
    return [
        COUPON,
        SendMessage("thanks"),
        RefundMoney(event.id, eur(1)),
        Tag(event.id),
        Credit("points", 5, cost=eur(1)),
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_in_any_slices(database_url: str, seed: int) -> None:
    """Orders that come back in slices while a worker comes and goes leave nothing; what was done is undone once."""
    dice, platform = random.Random(seed), Platform()
    events: list[Event] = []
    for number in range(12):
        bought_now = bought(dice, number)
        events += [bought_now, *given_back(dice, bought_now)]
    events.sort(key=lambda event: (event.occurred_at, event.id))
    if seed == 2:
        dice.shuffle(events)
    with opened(database_url, {"gift": gifts}, limits={"monthly_budget": "1000 EUR"}) as engine:
        for event in events:
            engine.handle(event)
            if dice.random() < 0.5:
                work(engine, platform)
        work(engine, platform)
        assert standing(engine) == Counter()
        assert [row.amount for row in rows(engine, "counters") if row.amount] == []
        assert (agrees(engine, platform), audit(engine)) == ([], [])
        assert platform.kinds.count("issue_coupon") == platform.kinds.count("void_coupon") > 0
        assert platform.kinds.count("refund_money") == platform.kinds.count("create_task")


STEPS = st.lists(
    st.sampled_from(["cancel", "reopen"])
    | st.tuples(st.just("read"), st.none())
    | st.tuples(st.just("do"), st.integers(0, 9)),
    min_size=1,
    max_size=14,
)


@settings(max_examples=30, suppress_health_check=OWN_STORES, deadline=None)
@given(steps=STEPS)
def test_slow_workers(sqlite_url: str, steps: list[Any]) -> None:
    """However late a worker does what it has read, and however often, platform and outbox agree in the end."""
    platform, read = Platform(), list[Due]()
    with shop(sqlite_url, plugins={}) as first:
        first.close()
    with opened(sqlite_url, {"gift": coupons}) as engine:
        engine.handle(order())
        for day, step in enumerate(steps, start=1):
            if isinstance(step, str):
                kind: Callable[..., Event] = OrderCancelled if step == "cancel" else OrderReopened
                engine.handle(kind(id=f"x-{day}", customer="c", order="o-1", occurred_at=after(day)))
            elif step[0] == "read":
                read += waits(engine)
            elif read:
                one = read[step[1] % len(read)]
                platform.perform(one)
                performed(engine.store, engine.config.store.key, one)
        for _ in range(3):
            work(engine, platform)
        assert agrees(engine, platform) == []
        assert audit(engine) == []
        live = Counter(key.removesuffix("-undo") for key in platform.done)
        stands = steps_end(steps) != "cancel"
        assert [count for count in live.values() if count == 1] == [1] * stands


def steps_end(steps: list[Any]) -> str:
    """The last thing that happened to the order."""
    return next((step for step in reversed(steps) if isinstance(step, str)), "")


@pytest.mark.parametrize("workers", [3])
def test_at_the_same_time(database_url: str, workers: int) -> None:
    """Orders are cancelled and reopened while workers carry out what waits: in the end both agree."""
    platform, over = Platform(), list[bool]()

    def works(engine: Engine) -> None:
        while not over:
            work(engine, platform)

    with opened(database_url, {"gift": coupons}, limits={"monthly_budget": "1000 EUR"}) as engine:
        engine.handle_many(order(f"o-{n}", customer=f"c-{n}") for n in range(4))
        threads = [Thread(target=works, args=(engine,)) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for day in range(1, 12):
            kind: Callable[..., Event] = OrderCancelled if day % 2 else OrderReopened
            for n in range(4):
                engine.handle(
                    kind(id=f"x-{day}-{n}", customer=f"c-{n}", order=f"o-{n}", occurred_at=after(day, hours=n))
                )
        over.append(True)
        for thread in threads:
            thread.join()
        for _ in range(3):
            work(engine, platform)
        assert agrees(engine, platform) == []
        assert audit(engine) == []
        assert standing(engine) == Counter()
