"""Imports a file of orders, as `retention import` does: `python -m tests.benchmarks.import_file CONFIG FILE`."""

from __future__ import annotations

import sys

from retention_adapters.order_file import OrderFile, Report
from retention_sdk import Decision, Engine


def main() -> None:
    """Import the file; an event that is refused ends it."""
    config, file = sys.argv[1:]
    report = Report()
    with Engine.from_config(config) as engine:
        for result in engine.results(OrderFile(file).history(report=report)):
            if not isinstance(result, Decision):
                raise result


if __name__ == "__main__":
    main()
