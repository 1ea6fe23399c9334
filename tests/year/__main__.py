"""`python -m tests.year [--orders N] [--refunds PERCENT] [--seed N]`: the year's report."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.year.counting import duplicates, exceeded, tallies
from tests.year.running import lived


def main() -> int:
    """Prints a table of strategies, and what came twice or was exceeded.

    Returns:
        How many things were wrong.
    """
    asked = argparse.ArgumentParser(prog="tests.year")
    asked.add_argument("--orders", type=int, default=3_000)
    asked.add_argument("--refunds", type=int, default=0)
    asked.add_argument("--seed", type=int, default=7)
    wanted, begun = asked.parse_args(), perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        whole = lived(f"sqlite:///{Path(folder) / 'year.db'}", wanted.orders, wanted.refunds, wanted.seed)
        with whole.engine:
            found, twice, over = tallies(whole.engine), duplicates(whole), exceeded(whole)
    took = perf_counter() - begun
    print("| strategy | customers | given | taken back | cost, EUR | refused |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, one in found.items():
        given, back, refused = (
            ", ".join(f"{count:,} {what}" for what, count in sorted(counts.items()) if count)
            for counts in (one.given, one.back, one.refused)
        )
        print(f"| {name} | {len(one.customers)} | {given} | {back} | {one.cost / 100:,.2f} | {refused} |")
    told, made = len(whole.decisions), len(whole.platform.made)
    print(f"\n{told:,} events told, {whole.ticked:,} brought by time, {made:,} carried out")
    print(f"came twice: {len(twice)}; limits exceeded and books that do not add up: {len(over)}; {took:.1f} s")
    print(*twice[:20], *over[:20], sep="\n")
    return len(twice) + len(over)


if __name__ == "__main__":
    sys.exit(main())
