"""(g) `retention import`: time and peak memory of its process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from tests.benchmarks.bench import DATABASES, Bench, config
from tests.benchmarks.orders import write_orders
from tests.benchmarks.table import Goal, Row
from tests.benchmarks.verifying import rows, verify_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
CDNOW = Path(os.environ.get("RETENTION_SHARED", ROOT.parent / "shared")) / "data/orders/cdnow/CDNOW_master.txt"

RETENTION = "from retention_sdk.cli import main; raise SystemExit(main())"


@frozen
class Orders:
    """A file of orders.

    Args:
        what: its name in the table.
        path: where it is.
        currency: of its amounts.
        count: its orders.
        points: the sum over them of the whole dollars.
    """

    what: str
    path: Path
    currency: str
    count: int
    points: int

    @classmethod
    def cdnow(cls) -> Orders:
        """CDNOW's master file, counted by hand."""
        lines = CDNOW.read_text(encoding="utf-8").splitlines()[1:]
        dollars = [int(line.split()[3].partition(".")[0]) for line in lines if line.strip()]
        return cls(f"CDNOW's {len(dollars):,} orders", CDNOW, "USD", len(dollars), sum(dollars))

    @classmethod
    def made_up(cls, path: Path, count: int) -> Orders:
        """A file with any number of orders."""
        return cls(f"{count:,} orders", path, "EUR", count, write_orders(path, count))


def _import(bench: Bench, orders: Orders, database: str) -> Row:
    """Import a file into a new database and see that all of it is there."""
    url = bench.url(database)
    settings = config(url)
    settings["store"]["currency"] = orders.currency
    path = bench.folder / "retention.toml"
    tables = (f"[store]\n{as_toml(settings['store'])}", "[plugins.points]\n")
    path.write_text("\n".join(tables), encoding="utf-8")
    bench.engine_on(url).close()
    python, imports = sys.executable, ["import", str(orders.path), "--config", str(path)]
    command = [python, "-m", "tests.benchmarks.peak", python, "-c", RETENTION, *imports]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    took = json.loads(done.stdout)
    with bench.engine_on(url) as engine:
        assert rows(engine, "SELECT count(*) FROM events") == [(orders.count,)]
        assert rows(engine, "SELECT sum(available) FROM wallets WHERE unit = 'points'") == [(orders.points,)]
        verify_ledger(engine)
    return Row(
        group="g",
        what=f"import {orders.what}, {database}: peak memory",
        value=took["peak_mib"],
        unit=" MiB",
        goal=Goal("<", 300),
        ours=orders.count / took["seconds"],
        us=took["seconds"] / orders.count * 1e6,
        cpu_us=took["cpu"] / orders.count * 1e6,
        more={"seconds": took["seconds"]},
    )


def as_toml(table: dict[str, object]) -> str:
    """A table's keys and values."""
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())


def run(bench: Bench) -> Iterator[Row]:
    """CDNOW's master file where it is at hand, on both databases, and a large file on SQLite."""
    if bench.effort.cdnow and CDNOW.exists():
        for database in DATABASES:
            yield _import(bench, Orders.cdnow(), database)
    yield _import(bench, Orders.made_up(bench.folder / "orders.csv", bench.effort.imported), "SQLite")
