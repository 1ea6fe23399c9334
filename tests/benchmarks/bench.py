"""What a row of the benchmark is given: how much to do, and fresh databases to do it on."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from retention_sdk import Engine
from retention_sdk.store import open_store
from tests.benchmarks.floor import CUSTOMERS, purchases
from tests.benchmarks.floor_databases import PostgresFloor, SqliteFloor
from tests.benchmarks.orders import purchases as our_purchases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from retention_sdk import Purchase
    from tests.benchmarks.floor import Event, Floor

POINTS: Mapping[str, Any] = {"points": {}}
"""One strategy, as the floor has it: one point for each whole euro."""

ALL: Mapping[str, Any] = {
    "welcome": {},
    "points": {},
    "punch_card": {"count": "orders", "free_sku": "SKU0001"},
    "frequent_buyer": {},
    "complaint_recovery": {},
    "save_offer": {},
    "birthday_gift": {},
}
"""Every strategy that comes with the SDK. Each order is stamped, the tenth one brings a coupon."""


@frozen(kw_only=True)
class Effort:
    """How much is done.

    Args:
        rounds: rounds that count.
        single: events of a round, one by one.
        batched: events of a round in batches, 1,000 each.
        threaded: events of a round from threads.
        previews: previews of each kind.
        whys: orders that are asked about.
        decisions: decisions of a round in memory.
        imported: orders of the large file.
        backfilled: orders of the large shop.
        cdnow: whether CDNOW's file is imported, where it is at hand.
        customers: customers of the large store.
    """

    rounds: int
    single: int
    batched: int
    threaded: int
    previews: int
    whys: int
    decisions: int
    imported: int
    backfilled: int
    cdnow: bool
    customers: int


FULL = Effort(
    rounds=5, single=1_000, batched=4_000, threaded=2_000, previews=2_000, whys=200, decisions=4_000,
    imported=1_000_000, backfilled=100_000, cdnow=True, customers=1_000_000,
)  # fmt: skip
QUICK = Effort(
    rounds=3, single=300, batched=2_000, threaded=640, previews=500, whys=50, decisions=1_000,
    imported=20_000, backfilled=5_000, cdnow=False, customers=20_000,
)  # fmt: skip


@frozen
class Rounds:
    """The floor's events and ours, cut into rounds; round 0 warms up.

    Args:
        events: the floor's.
        orders: the same as ours.
        size: the events of a round.
    """

    events: list[Event]
    orders: list[Purchase]
    size: int

    @classmethod
    def of(cls, rounds: int, size: int, *, seed: int = 7, customers: int = CUSTOMERS) -> Rounds:
        """The first events that the floor makes of a seed."""
        events = purchases((rounds + 1) * size, seed, customers=customers)
        return cls(events, our_purchases(events), size)

    def floors(self, number: int) -> list[Event]:
        """The floor's events of a round."""
        return self.events[number * self.size : (number + 1) * self.size]

    def ours(self, number: int) -> list[Purchase]:
        """Our events of a round."""
        return self.orders[number * self.size : (number + 1) * self.size]


@frozen
class Bench:
    """One run.

    Args:
        effort: how much is done.
        folder: where SQLite's files and others go.
        postgres: makes a new database by its name and answers its URL.
    """

    effort: Effort
    folder: Path
    postgres: Callable[[str], str]
    _numbers: Iterator[int] = field(factory=count, init=False)

    def url(self, database: str) -> str:
        """The URL of a new, empty database, "SQLite" or "Postgres"."""
        name = f"bench_{next(self._numbers)}"
        return f"sqlite:///{self.folder / name}.db" if database == "SQLite" else self.postgres(name)

    def floor(self, database: str, customers: int = CUSTOMERS) -> Floor:
        """The floor on a new database."""
        url = self.url(database)
        if database == "SQLite":
            return SqliteFloor(url.removeprefix("sqlite:///"), customers)
        return PostgresFloor(url, customers)

    def engine(self, database: str, plugins: Mapping[str, Any] = POINTS) -> Engine:
        """An engine on a new database."""
        return self.engine_on(self.url(database), plugins)

    def engine_on(self, url: str, plugins: Mapping[str, Any] = POINTS) -> Engine:
        """An engine on a database, which gets its tables where it has none."""
        store = open_store(url, KEY)
        store.upgrade()
        store.close()
        return Engine.from_config(config(url, plugins))


DATABASES = ("SQLite", "Postgres")
KEY = "bench"


def config(url: str, plugins: Mapping[str, Any] = POINTS) -> dict[str, Any]:
    """A store's configuration."""
    store = {"name": "Benchmark", "key": KEY, "currency": "EUR", "timezone": "Europe/Prague", "database": url}
    return {"store": store, "plugins": dict(plugins)}
