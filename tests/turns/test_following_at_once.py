"""What is scheduled for somebody else, while clocks tick on all sides and orders come and go, and after a kill."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from retention_sdk import OrderCancelled, OrderReopened
from retention_sdk.calls.clockwork import LEASE
from retention_sdk.store.sqlite import SqliteBatch
from tests.audit import audit
from tests.build import after, order, rows
from tests.turns.test_following import NOTHING, has, join, shop, told

if TYPE_CHECKING:
    from retention_sdk import Engine
    from retention_sdk.store import Writes

ROUNDS = 8
FRIENDS = ("f-1", "f-2", "f-3")


def comes_and_goes(engine: Engine, friend: str) -> None:
    """An order is cancelled and reopened, again and again; in the end the first friend's is cancelled."""
    for number in range(ROUNDS + (friend == FRIENDS[0])):
        kind = OrderReopened if number % 2 else OrderCancelled
        at = after(16, minutes=number)
        engine.handle(kind(id=f"x-{friend}-{number}", customer=friend, occurred_at=at, order=f"o-{friend}"))


def ticks(engine: Engine) -> None:
    """A clock that ticks all the time."""
    for _ in range(ROUNDS):
        engine.tick(after(17))


def test_clocks_on_all_sides(database_url: str) -> None:
    """Whoever comes first, in the end what stands is what the orders say, once each."""
    with shop(database_url) as engine:
        engine.handle_many([join("rex"), *(order(f"o-{friend}", friend) for friend in FRIENDS)])
        with ThreadPoolExecutor(5) as pool:
            runs = [pool.submit(comes_and_goes, engine, friend) for friend in FRIENDS]
            runs += [pool.submit(ticks, engine) for _ in range(2)]
            for run in runs:
                run.result()
        engine.tick(after(17) + LEASE)
        points, _, tags, memory, _ = has(engine)
        assert (points, memory) == (200, {"brings": {"brought": 2}})
        assert tags == [f"brought-{friend}" for friend in FRIENDS[1:]]
        assert has(engine, FRIENDS[0]) == NOTHING
        assert rows(engine, "schedule") == []
        assert audit(engine) == []


@pytest.mark.parametrize("kills", [1, 2, 3])
def test_killed_in_between(sqlite_url: str, kills: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is killed before a commit leaves nothing half done, and what was claimed is due again."""
    write, left = SqliteBatch.write, kills

    def killed(batch: Any, writes: Writes) -> None:
        nonlocal left
        write(batch, writes)
        if writes.fired and left:
            left -= 1
            raise KeyboardInterrupt

    with shop(sqlite_url) as engine:
        engine.handle_many([join("rex"), order("o-1", "fay")])
        monkeypatch.setattr(SqliteBatch, "write", killed)
        now = after(15)
        for _ in range(4):
            now += LEASE
            try:
                engine.tick(now)
            except KeyboardInterrupt:
                continue
        assert has(engine)[:3] == (100, "bringer", ["brought-fay"])
        left = kills
        engine.handle(told("r-1", 20))
        for hour in range(8):
            try:
                engine.tick(after(20, hours=hour))
            except KeyboardInterrupt:
                continue
        assert (has(engine), has(engine, "fay"), rows(engine, "schedule")) == (NOTHING, NOTHING, [])
        assert audit(engine) == []
