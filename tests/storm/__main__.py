"""`python -m tests.storm [--webhooks 10000] [--database sqlite|postgres] [--seed 7]`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.server import postgres
from tests.ready import upgrade
from tests.storm.storm import storm


def main() -> int:
    """Let a storm go over each database and print its report."""
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--webhooks", type=int, default=10_000)
    parser.add_argument("--database", choices=["sqlite", "postgres"], action="append")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    # whoever is told to end takes its Postgres and its files along
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    code = 0
    with tempfile.TemporaryDirectory(prefix="retention-storm-") as folder, postgres() as create:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'storm.db'}", "postgres": create("storm")}
        for database in arguments.database or urls:
            upgrade(urls[database])
            report = storm(urls[database], Path(folder) / f"platform-{database}", arguments.webhooks, arguments.seed)
            sys.stdout.write("\n   ".join([database, *report.lines()]) + "\n")
            sys.stdout.flush()
            code |= bool(report.wrong)
    return code


if __name__ == "__main__":
    sys.exit(main())
