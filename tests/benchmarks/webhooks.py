"""(k) Webhooks over HTTP from 16 connections, each on disk when it is answered; and the inbox worked off."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from retention_sdk import Engine
from retention_sdk.store.inbox_shelf import backlog
from tests.benchmarks.bench import DATABASES, KEY, Bench, config
from tests.benchmarks.listening import listens
from tests.benchmarks.measuring import race
from tests.benchmarks.table import Goal, Row
from tests.inbox.shop import QuickShop, order, sent
from tests.storm.plan import Sent
from tests.storm.sending import CONNECTIONS, Told, send

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH = 100
"""How many webhooks are processed at a time."""


def keeping(url: str) -> Engine:
    """An engine that hears from the platform of the storm."""
    return Engine.from_config(config(url), adapters={"shop": QuickShop()})


def webhooks(begin: int, count: int) -> list[Sent]:
    """Orders, each another one."""
    return [Sent(sent(order(f"o-{number}", f"c-{number % 500}")), 200) for number in range(begin, begin + count)]


def run(bench: Bench) -> Iterator[Row]:
    """Two rows for each database."""
    for database in DATABASES:
        url = bench.url(database)
        bench.engine_on(url).close()
        yield _kept(bench, database, url)
        yield _worked_off(bench, database)


def _kept(bench: Bench, database: str, url: str) -> Row:
    """Send to a service that keeps, and to one that only answers, in turns."""
    size, rounds = bench.effort.threaded, bench.effort.rounds
    bare, ours = list[Told](), list[Told]()

    def sends(port: int, number: int, into: list[Told]) -> None:
        into.append(asyncio.run(send(port, webhooks(number * size, size))))

    with listens() as plain, listens(url) as keeps:
        laps = race(lambda n: sends(plain, n, bare), lambda n: sends(keeps, n, ours), rounds, size)
    with keeping(url) as engine:
        assert backlog(engine.store, KEY).waiting == size * (rounds + 1)
    assert not sum(told.wrong for told in ours)
    whole = Told(seconds=[took for told in ours[1:] for took in told.seconds])
    return Row(
        group="k",
        what=f"webhooks kept over HTTP, {CONNECTIONS} connections, {database}: p99",
        value=whole.percentile(0.99),
        unit=" ms",
        goal=Goal("<", 1000),
        base=1e6 / laps.base.us,
        ours=1e6 / laps.ours.us,
        us=laps.ours.us,
        more={"p50 ms": whole.percentile(0.5), "share of a bare server": laps.speed},
    )


def _worked_off(bench: Bench, database: str) -> Row:
    """Process the inbox, against `handle_many` of the same events in the same batches."""
    size, rounds = bench.effort.threaded, bench.effort.rounds
    urls = [bench.url(database), bench.url(database)]
    for url in urls:
        bench.engine_on(url).close()
    with keeping(urls[0]) as engine, keeping(urls[1]) as other:
        shop = QuickShop()
        for number in range(rounds + 1):
            for one in webhooks(number * size, size):
                engine.receive("shop", one.request)

        def handles(number: int) -> None:
            events = [shop.receive(one.request)[0] for one in webhooks(number * size, size)]
            for begin in range(0, size, BATCH):
                other.handle_many(events[begin : begin + BATCH])  # type: ignore[arg-type]

        def processes(_: int) -> None:
            done = 0
            while done < size:
                done += engine.process_inbox(most=min(BATCH, size - done)).counts["done"]

        laps = race(handles, processes, rounds, size)
        assert backlog(engine.store, KEY).waiting == 0
    return Row.of("k", f"inbox worked off in batches of {BATCH}, {database}", laps)
