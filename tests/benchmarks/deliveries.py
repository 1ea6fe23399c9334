"""(l) Delivery: actions a second by a platform that answers at once, and the share of what a slow one could take."""

from __future__ import annotations

from time import perf_counter, process_time, sleep
from typing import TYPE_CHECKING, Any

from retention_sdk import Engine, IssueGiftCard, Money, hookimpl
from retention_sdk.platforms import Receipt, Repeat
from retention_sdk.store import open_store
from tests.benchmarks.bench import DATABASES, KEY, Bench, Rounds, config
from tests.benchmarks.table import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

ANSWERS_IN = 0.15
"""Seconds that a call of WooCommerce took, measured."""

AT_A_TIME = 8
"""How many calls are under way at a time, where the platform takes its time."""


class Gives:
    """A gift card for each order."""

    @hookimpl
    def on_purchase(self, event: Any) -> list[IssueGiftCard]:
        """Gives it."""
        return [IssueGiftCard(Money.of(5, event.currency))]


class Platform:
    """Answers after a while."""

    name = "shop"

    def __init__(self, seconds: float) -> None:
        self.seconds, self.keys = seconds, list[str]()
        self.capabilities = {IssueGiftCard.kind: Repeat.KEYED}

    def perform(self, _action: Any, key: str, _attempt: Any) -> Receipt:
        """Makes it."""
        if self.seconds:
            sleep(self.seconds)
        self.keys.append(key)
        return Receipt(reference=key)


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database at full speed, and one at the platform's."""
    for database in DATABASES:
        rate, cpu = _delivered(bench, database, Platform(0.0), bench.effort.batched)
        yield Row(
            group="l",
            what=f"delivered, a platform that answers at once, {database}",
            value=rate,
            unit="/s",
            ours=rate,
            us=1e6 / rate,
            cpu_us=cpu,
        )
    most = AT_A_TIME / ANSWERS_IN
    rate, cpu = _delivered(bench, "SQLite", Platform(ANSWERS_IN), max(bench.effort.previews // 5, AT_A_TIME))
    yield Row(
        group="l",
        what=f"delivered, a platform that answers in {ANSWERS_IN * 1e3:.0f} ms, {AT_A_TIME} at a time",
        value=rate / most,
        base=most,
        ours=rate,
        us=1e6 / rate,
        cpu_us=cpu,
    )


def _delivered(bench: Bench, database: str, platform: Any, count: int) -> tuple[float, float]:
    """Actions a second, and microseconds of CPU for one."""
    url = bench.url(database)
    store = open_store(url, KEY)
    store.upgrade()
    store.close()
    delivery = {"delivery": {"concurrency": AT_A_TIME if platform.seconds else 2}}
    orders = Rounds.of(1, count).ours(0)
    with Engine.from_config(config(url, {}) | delivery, {"gives": Gives()}, {"shop": platform}) as engine:
        given = len({order.id for order in orders})
        engine.handle_many(orders)
        begun, cpu = perf_counter(), process_time()
        found = engine.deliver_pending(given + 1)
        seconds, cpu = perf_counter() - begun, process_time() - cpu
        assert (found.done, len(set(platform.keys))) == (given, given) == (found.total, len(platform.keys))
        assert engine.outbox.counts() == {"done": given}
    return given / seconds, cpu / given * 1e6
