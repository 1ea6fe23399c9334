"""Runs the benchmark and prints its table: `python -m tests.benchmarks [--only a,b] [--quick] [--json FILE]`."""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import signal
import sqlite3
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import psycopg
from attrs import asdict

from tests.benchmarks import (
    afterwards,
    all_strategies,
    at_scale,
    backfills,
    deliveries,
    from_threads,
    imports,
    in_batches,
    in_memory,
    one_by_one,
    previews,
    webhooks,
    whys,
)
from tests.benchmarks.bench import FULL, QUICK, Bench
from tests.benchmarks.server import postgres
from tests.benchmarks.table import head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tests.benchmarks.table import Row

GROUPS: Mapping[str, Callable[[Bench], Iterator[Row]]] = {
    "a": one_by_one.run,
    "b": in_batches.run,
    "c": from_threads.run,
    "d": all_strategies.run,
    "e": previews.run,
    "f": in_memory.run,
    "g": imports.run,
    "h": at_scale.run,
    "i": afterwards.run,
    "j": whys.run,
    "k": webhooks.run,
    "l": deliveries.run,
    "m": backfills.run,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="a,b", type=lambda text: text.split(","), default=list(GROUPS))
    parser.add_argument("--quick", action="store_true", help="few events: a minute instead of ten, and less sure")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows here too")
    arguments = parser.parse_args()
    if unknown := set(arguments.only) - set(GROUPS):
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    return arguments


def _surroundings(url: str) -> str:
    """What the figures depend on besides us; where others are at work, the CPU figures are the ones to trust."""
    with psycopg.connect(url) as connection:
        fsync, version = (
            connection.execute(f"SHOW {name}".encode()).fetchone() for name in ("fsync", "server_version")
        )
    assert fsync == ("on",)
    cores, load = os.cpu_count(), os.getloadavg()[0]
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, Postgres {(version or '?')[0]}"
    return f"{versions}; both sync every commit to disk; {cores} cores, load {load:.1f} before we began"


def _end(number: int, _: object) -> None:
    sys.exit(128 + number)


def _run(bench: Bench, groups: list[str]) -> list[Row]:
    print(head())
    found: list[Row] = []
    for group in groups:
        for row in GROUPS[group](bench):
            print(row.line(), flush=True)
            found.append(row)
    return found


def main() -> None:
    """Run what the arguments ask for."""
    arguments, begun = _arguments(), perf_counter()
    # whoever is told to end takes its Postgres and its files along
    signal.signal(signal.SIGTERM, _end)
    logging.getLogger("retention_sdk").setLevel(logging.WARNING)
    # not under a home folder: the databases of root are to be as fast as anybody's
    with tempfile.TemporaryDirectory(prefix="retention-bench-") as folder, postgres() as create:
        print(_surroundings(create("surroundings")))
        bench = Bench(QUICK if arguments.quick else FULL, Path(folder), create)
        found = _run(bench, arguments.only)
    print(f"every row's result was verified; {perf_counter() - begun:.0f} s in all")
    if arguments.json:
        rows = [asdict(row) | {"met": row.met} for row in found]
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
