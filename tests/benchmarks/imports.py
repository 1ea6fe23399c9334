"""(g) Importing files of orders in a process of its own: time and peak memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.bench import DATABASES, POINTS, Bench, config
from tests.benchmarks.orders import write_orders
from tests.benchmarks.table import Goal, Row
from tests.benchmarks.verifying import rows, verify_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CDNOW = Path(os.environ.get("RETENTION_SHARED", ROOT.parent / "shared")) / "data/orders/cdnow/CDNOW_master.txt"


def _cdnow() -> tuple[int, int]:
    """The orders in CDNOW's file, and the sum of their whole dollars, read by hand."""
    lines = CDNOW.read_text(encoding="utf-8").splitlines()[1:]
    orders = [line.split() for line in lines if line.strip()]
    return len(orders), sum(int(order[3].partition(".")[0]) for order in orders)


def _import(bench: Bench, what: str, file: Path, database: str, currency: str, due: tuple[int, int]) -> Row:
    """Import a file into a new database and see that all of it is there: so many orders, so many points."""
    url = bench.url(database)
    settings = config(url, POINTS)
    settings["store"]["currency"] = currency
    path = bench.folder / "retention.toml"
    tables = (f"[store]\n{_toml(settings['store'])}", "[plugins.points]\n")
    path.write_text("\n".join(tables), encoding="utf-8")
    bench.engine_on(url).close()
    python = [sys.executable, "-m"]
    command = [*python, "tests.benchmarks.peak", *python, "tests.benchmarks.import_file", str(path), str(file)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    took = json.loads(done.stdout)
    with bench.engine_on(url) as engine:
        assert rows(engine, "SELECT count(*) FROM events") == [(due[0],)]
        assert rows(engine, "SELECT sum(available) FROM wallets WHERE unit = 'points'") == [(due[1],)]
        verify_ledger(engine)
    return Row(
        group="g",
        what=f"import {what}, {database}: peak memory",
        value=took["peak_mib"],
        unit=" MiB",
        goal=Goal("<", 300),
        ours=due[0] / took["seconds"],
        us=took["seconds"] / due[0] * 1e6,
        cpu_us=took["cpu"] / due[0] * 1e6,
        more={"seconds": took["seconds"]},
    )


def _toml(table: dict[str, object]) -> str:
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())


def run(bench: Bench) -> Iterator[Row]:
    """CDNOW's master file where it is at hand, on both databases, and a large file on SQLite."""
    if CDNOW.exists():
        for database in DATABASES:
            yield _import(bench, "CDNOW's 69,659 orders", CDNOW, database, "USD", _cdnow())
    file, count = bench.folder / "orders.csv", bench.effort.imported
    due = (count, write_orders(file, count))
    yield _import(bench, f"{count:,} orders", file, "SQLite", "EUR", due)
