"""(m) `retention backfill` of a large shop that answers at once: time and peak memory of its process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.benchmarks import large_shop
from tests.benchmarks.bench import DATABASES, Bench, config
from tests.benchmarks.imports import RETENTION, ROOT, as_toml
from tests.benchmarks.table import Row
from tests.benchmarks.verifying import rows, verify_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(bench: Bench) -> Iterator[Row]:
    """A row for each database."""
    for database in DATABASES:
        yield _backfilled(bench, database, bench.effort.backfilled)


def _backfilled(bench: Bench, database: str, count: int) -> Row:
    url = bench.url(database)
    settings = config(url)["store"] | {"currency": "USD"}
    path = bench.folder / "retention.toml"
    path.write_text(f"[store]\n{as_toml(settings)}[plugins.points]\n", encoding="utf-8")
    bench.engine_on(url).close()
    python, asked = sys.executable, ["backfill", "--adapters", "tests.benchmarks.large_shop:ADAPTERS"]
    command = [python, "-m", "tests.benchmarks.peak", python, "-c", RETENTION, *asked, "--config", str(path)]
    told = {**os.environ, "RETENTION_LARGE_SHOP": str(count)}
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    took = json.loads(done.stdout)
    with bench.engine_on(url) as engine:
        assert rows(engine, "SELECT count(*) FROM events") == [(count,)]
        worth = sum(large_shop.worth(number) for number in range(1, count + 1))
        assert rows(engine, "SELECT sum(available) FROM wallets WHERE unit = 'points'") == [(worth,)]
        verify_ledger(engine)
    return Row(
        group="m",
        what=f"backfill of {count:,} orders from WooCommerce, {database}: peak memory",
        value=took["peak_mib"],
        unit=" MiB",
        ours=count / took["seconds"],
        us=took["seconds"] / count * 1e6,
        cpu_us=took["cpu"] / count * 1e6,
        more={"seconds": took["seconds"]},
    )
