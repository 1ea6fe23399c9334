"""The year, day by day: what happens is handled, the clock ticks, what waits is carried out, and customers react."""

from __future__ import annotations

import heapq
import random
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field

from retention_sdk import Engine
from retention_sdk.demo import year
from retention_sdk.demo.orders import YEAR, ZONE
from tests.delivery.shop import Shop
from tests.year.habits import Habits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from retention_sdk import Decision, Event

TICKS = (9, 12, 20)
"""The hours of the day at which the clock ticks."""

DAYS = 365 + 31
"""The year, and a month in which whoever came in January has been a customer for one."""


def settings(url: str) -> dict[str, Any]:
    """The shop's file, on a database."""
    written = tomllib.loads(Path(__file__).with_name("shop.toml").read_text(encoding="utf-8"))
    written["store"]["database"] = url
    return written


@define
class Year:
    """A year of the shop.

    Args:
        engine: the shop's.
        platform: carries out what is decided.
        habits: what customers do after something else.

    Attributes:
        decisions: every one, in the order in which they were made.
        ticked: what the clock brought.
    """

    engine: Engine
    platform: Shop
    habits: Habits
    decisions: list[Decision] = field(factory=list["Decision"])
    ticked: int = 0
    _coming: list[tuple[datetime, int, Event]] = field(factory=list[Any])
    _seen: int = 0
    _number: int = 0

    def run(self, orders: int, seed: int, days: int) -> None:
        """Let the days pass."""
        told = year(orders, seed)
        self._expect([*told, *self.habits.besides(told)])
        begin = datetime(YEAR, 1, 1, tzinfo=ZONE)
        for day in range(days):
            for hour in TICKS:
                self._until(begin + timedelta(days=day, hours=hour))

    def _until(self, now: datetime) -> None:
        """All up to a moment."""
        events: list[Event] = []
        while self._coming and self._coming[0][0] <= now:
            events.append(heapq.heappop(self._coming)[2])
        for decision in self.engine.handle_many(events):
            self.decisions.append(decision)
            self._expect(event for event in self.habits.after(decision))
        told = self.engine.tick(now)
        assert not told.errors, told.errors
        self.ticked += told.fired
        self.engine.deliver_pending(now=now)
        for call in self.platform.calls[self._seen :]:
            whom = call.attempt.whom
            self._expect(self.habits.asked(call.action, whom.id, now) if whom else ())
        self._seen = len(self.platform.calls)

    def _expect(self, events: Iterable[Event]) -> None:
        for event in events:
            self._number += 1
            heapq.heappush(self._coming, (event.occurred_at, self._number, event))


def lived(url: str, orders: int, refunds: int = 0, seed: int = 7, days: int = DAYS) -> Year:
    """A whole year; the engine is still open."""
    platform = Shop()
    engine = Engine.from_config(settings(url), {}, {"shop": platform})
    whole = Year(engine, platform, Habits(random.Random(seed), refunds))
    whole.run(orders, seed, days)
    return whole
