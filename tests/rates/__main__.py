"""`python -m tests.rates cdnow|online_retail [--part N]`: a table of whom each strategy would have touched.

Every customer is taken to have agreed to e-mail. Days pass one by one, and the clock ticks at the end of each.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import tomllib
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from retention_adapters.order_file import OrderFile
from retention_sdk import Consent, Engine, Profile, Purchase
from retention_sdk.store.ledger_check import check_ledger
from tests.conftest import ROOT
from tests.year.counting import tallies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from retention_sdk import Event

SHARED = Path(os.environ.get("RETENTION_SHARED", ROOT.parent / "shared"))
WILLING = Profile(consents=[Consent(channel="email")])


@frozen
class History:
    """A shop that was real.

    Args:
        file: where its orders are, below the folder of orders.
        currency: what it was paid in.
        timezone: where it was.
        refunds: whether the file has them.
    """

    file: str
    currency: str
    timezone: str
    refunds: bool = False


HISTORIES = {
    "cdnow": History("cdnow/CDNOW_master.txt", "USD", "America/New_York"),
    "online_retail": History("online_retail/online_retail.csv.gz", "GBP", "Europe/London", refunds=True),
}


def told(history: History, part: int) -> list[Event]:
    """The facts of a history in the order in which they happened; of one customer in so many."""
    file = OrderFile(SHARED / "data/orders" / history.file, refunds=history.refunds)
    whose: dict[str, int] = {}
    found = [event for event in file.history() if whose.setdefault(event.customer, len(whose)) % part == 0]
    return sorted(_willing(found), key=lambda event: (event.occurred_at, event.source, event.id))


def _willing(events: Iterable[Event]) -> Iterator[Event]:
    """The same, and each customer agrees to e-mail with an order."""
    for event in events:
        yield evolve(event, profile=WILLING) if isinstance(event, Purchase) else event


def settings(history: History, url: str) -> dict[str, Any]:
    """The shop's file."""
    written = tomllib.loads(Path(__file__).with_name("shop.toml").read_text(encoding="utf-8"))
    store = {"name": "History", "currency": history.currency, "timezone": history.timezone, "database": url}
    return {"store": store, **written}


def days(events: list[Event]) -> Iterator[tuple[date, list[Event]]]:
    """Each day from the first on, with what happened on it, and half a year of silence after the last."""
    by_day = {day: [*group] for day, group in groupby(events, key=lambda event: event.occurred_at.date())}
    day, last = min(by_day), max(by_day) + timedelta(days=180)
    while day <= last:
        yield day, by_day.get(day, [])
        day += timedelta(days=1)


def _passed(engine: Engine, day: date, happened: list[Event]) -> int:
    """A day with what happened on it, and how much time brought at its end."""
    engine.handle_many(happened)
    fired, end = 0, datetime.combine(day, time(23, 59), UTC)
    while (ticked := engine.tick(end)).more:
        fired += ticked.fired
    return fired + ticked.fired


def main() -> int:
    """Prints the table.

    Returns:
        How many differences the check of the ledger found.
    """
    asked = argparse.ArgumentParser(prog="tests.rates")
    asked.add_argument("history", choices=HISTORIES)
    asked.add_argument("--part", type=int, default=1, help="one customer in so many")
    wanted, begun = asked.parse_args(), perf_counter()
    history = HISTORIES[wanted.history]
    events = told(history, wanted.part)
    customers = {event.customer for event in events}
    with (
        tempfile.TemporaryDirectory() as folder,
        Engine.from_config(settings(history, f"sqlite:///{Path(folder) / 'rates.db'}")) as engine,
    ):
        fired = sum(_passed(engine, day, happened) for day, happened in days(events))
        found, wrong = tallies(engine), check_ledger(engine.store, engine.config.store.key)
    print(f"{wanted.history}: {len(events):,} facts of {len(customers):,} customers, {fired:,} brought by time,")
    print(f"{perf_counter() - begun:.0f} s, {len(wrong)} differences in the ledger\n")
    print(f"| strategy | customers | of {len(customers):,} | given | taken back | known cost |\n|{' --- |' * 6}")
    for name, one in found.items():
        given, back = (
            ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()) if count)
            for counts in (one.given, one.back)
        )
        share = f"{100 * len(one.customers) / len(customers):.1f} %"
        print(f"| {name} | {len(one.customers):,} | {share} | {given} | {back} | {one.cost / 100:,.2f} |")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
